"""Values out of memory come back as they were."""

from configuration import spool
from configuration.spool import DiskDict, DiskList


def test_values_come_back_in_order_whatever_their_number(monkeypatch):
    monkeypatch.setattr(spool, "RECENT", 3)
    monkeypatch.setattr(spool, "IN_MEMORY", 100)
    kept = DiskList()
    numbers = [kept.append({"n": n, "text": "文" * n}) for n in range(50)]
    assert numbers == list(range(50))
    assert [value["n"] for value in kept] == numbers
    assert kept[7] == {"n": 7, "text": "文" * 7}
    kept.append("after reading")
    assert kept[50] == "after reading"
    assert len(kept) == 51
    assert len(kept._recent) <= 3


def test_a_shelf_is_a_mapping():
    shelf = DiskDict()
    shelf["a"], shelf["b"] = 1, 2
    shelf["a"] = 3
    assert dict(shelf) == {"a": 3, "b": 2}
    del shelf["a"]
    assert list(shelf) == ["b"]

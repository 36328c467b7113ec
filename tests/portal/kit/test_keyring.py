"""The key ring: made once and on purpose, refused with one sentence where it is wrong, proven by the database."""

import base64
import json
import os
import stat

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from forms.models import Draft, FormVersion
from portal.kit import canary, keyring
from portal.kit.keyring import KeyRingError
from portal.kit.models import KeyCanary

KEY, OTHER = (base64.b64encode(bytes([byte]) * 32).decode() for byte in (1, 2))


def write(path, text, mode=0o600):
    path.write_text(text if isinstance(text, str) else json.dumps(text))
    path.chmod(mode)
    return str(path)


def ring(current="k1", index=KEY, **keys):
    return {"current": current, "keys": keys or {"k1": KEY}, "index": index}


@pytest.fixture
def place(tmp_path, settings):
    """An embedded site of its own, without a ring."""
    settings.STATE, settings.KEY_RING = tmp_path, str(tmp_path / "keys.json")
    canary._proven.clear()
    keyring._read.cache_clear()
    yield tmp_path / "keys.json"
    canary._proven.clear()
    keyring._read.cache_clear()


@pytest.fixture
def sealed(db, place):
    """A database that was written with the ring at `place`."""
    KeyCanary.objects.all().delete()
    keyring.make(str(place))
    canary.prove()
    return place


def draft():
    version = FormVersion.objects.create(code="f", number=1, spec={}, digest="d")
    return Draft.objects.create(key="k", form_version=version, answers="测试")


def change_ring(place, text):
    write(place, text)
    keyring._read.cache_clear()
    canary._proven.clear()


@pytest.mark.parametrize(
    ("text", "mode", "words"),
    [
        (ring(), 0o640, "chmod 600"),
        (ring(), 0o604, "chmod 600"),
        ("{", 0o600, "not valid JSON"),
        ("[]", 0o600, "needs current, keys and index"),
        ({"current": "k1", "keys": {"k1": KEY}}, 0o600, "needs current, keys and index"),
        (ring(current="k2"), 0o600, "current key is not among its keys"),
        (ring(k1="short"), 0o600, "'k1' is not 32 bytes"),
        (ring(index="c2hvcnQ="), 0o600, "'index' is not 32 bytes"),
        ({"current": "k1", "keys": [], "index": KEY}, 0o600, "is not complete"),
    ],
)
def test_broken_ring_is_named_in_one_sentence(tmp_path, text, mode, words):
    with pytest.raises(KeyRingError) as error:
        keyring.load(write(tmp_path / "keys.json", text, mode))
    assert words in str(error.value)
    assert "\n" not in str(error.value)
    assert KEY not in str(error.value)


def test_missing_ring_is_not_made_and_the_command_is_named(tmp_path):
    with pytest.raises(KeyRingError, match="make_keys"):
        keyring.load(str(tmp_path / "keys.json"))
    assert not list(tmp_path.iterdir())


def test_made_ring_is_private_and_never_overwritten(tmp_path):
    path = tmp_path / "keys.json"
    keyring.make(str(path))
    before = path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(FileExistsError):
        keyring.make(str(path))
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["keys.json"]


def test_path_that_merely_begins_like_the_state_folder_is_outside(tmp_path):
    state = tmp_path / "var"
    (tmp_path / "var-keys").mkdir()
    state.mkdir()
    assert keyring.is_inside(str(state / "keys.json"), state)
    assert not keyring.is_inside(str(tmp_path / "var-keys" / "keys.json"), state)
    assert not keyring.is_inside(f"{state}/../var-keys/keys.json", state)
    (state / "link").symlink_to(tmp_path / "var-keys")
    assert not keyring.is_inside(str(state / "link" / "keys.json"), state)


@pytest.mark.django_db
def test_ring_is_made_only_where_no_table_is(place, monkeypatch, settings):
    assert not canary.may_be_made()
    assert "make_keys" in canary.problem()
    monkeypatch.setattr(connection.introspection, "table_names", lambda *_: [])
    assert canary.may_be_made()
    settings.KEY_RING = str(place.parent.parent / "elsewhere.json")
    assert not canary.may_be_made()
    settings.KEY_RING, settings.EMBEDDED = str(place), False
    assert not canary.may_be_made()
    assert not place.exists()


def test_right_ring_is_proven(sealed):
    assert canary.problem() == ""
    assert canary.check_ring(None) == []
    assert KeyCanary.objects.get().key_id == "k1"


@pytest.mark.parametrize("other", ["key", "index"])
def test_other_ring_is_refused_by_check_and_readyz_and_writes_nothing(sealed, client, other):
    good = json.loads(sealed.read_text())
    change_ring(sealed, good | ({"keys": {"k1": OTHER}} if other == "key" else {"index": OTHER}))
    assert "is not the one of this database" in canary.problem()
    assert [error.id for error in canary.check_ring(None)] == ["kit.E001"]
    answer = client.get("/readyz")
    assert (answer.status_code, "is not the one" in answer.json()["keys"]) == (503, True)
    with pytest.raises(KeyRingError), transaction.atomic():
        draft()
    assert not Draft.objects.exists()


def test_ring_without_a_key_of_the_database_is_refused(sealed):
    change_ring(sealed, ring(current="k2", k2=KEY))
    assert "lacks the key 'k1'" in canary.problem()


def test_rotated_ring_gets_a_second_canary(sealed):
    good = json.loads(sealed.read_text())
    change_ring(sealed, good | {"current": "k2", "keys": good["keys"] | {"k2": OTHER}})
    assert canary.problem() == ""
    draft()
    assert set(KeyCanary.objects.values_list("key_id", flat=True)) == {"k1", "k2"}


def test_older_database_without_a_canary_proves_the_ring_by_its_values(sealed):
    draft()
    KeyCanary.objects.all().delete()
    assert canary.problem() == ""
    change_ring(sealed, ring())
    assert "is not the one of this database" in canary.problem()
    with pytest.raises(KeyRingError):
        canary.prove()
    assert not KeyCanary.objects.exists()


@pytest.mark.django_db
def test_command_makes_the_ring_and_says_what_to_do_next(place, capsys):
    KeyCanary.objects.all().delete()
    call_command("make_keys")
    said = capsys.readouterr().out
    assert str(place) in said
    assert "Copy it" in said
    assert canary.problem() == ""
    with pytest.raises(CommandError, match="not overwritten"):
        call_command("make_keys")


def test_command_makes_no_second_ring_for_a_sealed_database(sealed):
    sealed.unlink()
    with pytest.raises(CommandError, match="restore that one"):
        call_command("make_keys")
    assert not sealed.exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_command_says_where_it_cannot_write(place):
    place.parent.chmod(0o500)
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("make_keys")

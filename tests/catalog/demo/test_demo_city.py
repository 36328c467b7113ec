"""The generated city: repeatable to the byte, valid, marked, undialable, found, and like the city it stands in."""

import pytest
from django.core.management import CommandError, call_command
from wagtail.search.backends import get_search_backend

from catalog.demo import folder, generate, writing
from catalog.models import ContactNumber, Organisation, ServiceItem, ServicePoint
from configuration.check import check
from configuration.layers import read
from portal.kit import clock
from portal.kit.phones import Phone
from tests.city import QINGDAO, city  # noqa: F401  a fixture

SIZE = 120


@pytest.fixture
def filled(city, db):  # noqa: F811
    writing.write(seed=3, size=SIZE)


def bytes_of(path):
    return {file.relative_to(path).as_posix(): file.read_bytes() for file in path.rglob("*") if file.is_file()}


def test_same_seed_gives_the_same_bytes_and_another_seed_others(city, db, tmp_path):  # noqa: F811
    like = writing.city()
    for name, seed in (("one", 5), ("again", 5), ("other", 6)):
        folder.write(tmp_path / name, like, seed=seed, size=40)
    one, again, other = (bytes_of(tmp_path / name) for name in ("one", "again", "other"))
    assert one == again
    assert set(one.values()) & set(other.values()) == {b"demo: true\n"}


def test_a_smaller_city_is_the_beginning_of_a_larger_one(city, db):  # noqa: F811
    like = writing.city()
    assert list(generate.items(like, seed=1, size=60))[:20] == list(generate.items(like, seed=1, size=20))


def test_folder_is_a_layer_without_mistakes(city, db, tmp_path):  # noqa: F811
    written = folder.write(tmp_path / "generated", writing.city(), seed=1, size=SIZE)
    checked = check(read([*QINGDAO, tmp_path / "generated"]))
    assert [str(problem) for problem in checked.problems] == []
    assert written == SIZE + 4 * (SIZE // generate.ITEMS_PER_STATION) + 1


def test_rows_are_public_marked_and_within_the_promise(filled):
    rows = list(ServiceItem.objects.public().filter(code__startswith="demo-3-").order_by("code"))
    assert len(rows) == SIZE
    assert all("示例" in row.name["zh-hans"] and "example" in row.name["en"] for row in rows)
    assert [finding for row in rows for finding in row.findings()] == []
    assert len({row.item_class for row in rows}) > 5
    assert all(row.themes.exists() for row in rows)


def test_stations_stand_below_towns_with_numbers_nobody_can_dial(filled):
    points = ServicePoint.objects.public().filter(code__startswith="demo-3-").select_related("organisation__parent")
    assert len(points) == SIZE // generate.ITEMS_PER_STATION
    assert {point.organisation.parent.level for point in points} == {"town"}
    assert all(point.organisation.path == point.organisation.own_path for point in points)
    assert all([place.kind for place in point.places.all()] == ["window", "toilet"] for point in points)
    numbers = [number for point in points for number in (point.service_phone, point.complaint_phone)]
    numbers += ContactNumber.objects.filter(code__startswith="demo-3-").values_list("number", flat=True)
    assert len(set(numbers)) == len(numbers) / 2
    assert not any(Phone.parse(number).dialable for number in numbers)


def test_generated_things_are_found(filled):
    item = ServiceItem.objects.get(code=generate.item_code(3, 7))
    found = get_search_backend().search(item.name["zh-hans"], ServiceItem.objects.public(), operator="and")
    assert item in list(found)


def test_second_run_adds_only_what_is_missing(filled):
    assert writing.write(seed=3, size=SIZE + 5) == writing.DemoCounts(items=5, stations=0)
    assert Organisation.objects.filter(code__startswith="demo-3-").count() == SIZE // generate.ITEMS_PER_STATION


def test_command_refuses_where_no_demo_is_taken(city, db, settings):  # noqa: F811
    settings.ALLOW_DEMO = False
    with pytest.raises(CommandError, match="takes no demo data"):
        call_command("demo_city", size=1)


def test_command_refuses_a_city_without_items(city, db):  # noqa: F811
    ServiceItem.objects.update(retired_at=clock.now())
    with pytest.raises(CommandError, match="apply the definitions first"):
        call_command("demo_city", size=1)


def test_command_refuses_a_senseless_size(db):
    with pytest.raises(CommandError, match="--size is 1 to"):
        call_command("demo_city", size=0)

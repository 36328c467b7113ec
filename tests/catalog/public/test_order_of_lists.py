"""Lists stand by use or in the order of the editors, then by name, in the order of pinyin; never by code."""

import datetime as dt

import pytest

from catalog import facet_index
from catalog.items.facets import Catalogue
from catalog.models import ContactNumber, Organisation, ServiceItem, ServicePoint, Theme
from catalog.points.finder import PointFinder
from catalog.territory import reach
from configuration import site
from portal.kit import published
from portal.kit.pinyin import sort_key
from tests.catalog.public.test_catalogue import read
from tests.city import city
from tests.factories.organisation import OrganisationFactory
from tests.factories.point import PointFactory

__all__ = ["city"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]

MONDAY = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)
# Three districts whose codes stand in another order than their names: 安宁 before 平安 before 张家.
DISTRICTS = {"c-first": "张家区", "a-last": "平安区", "b-middle": "安宁区"}
BY_NAME = ["安宁区", "平安区", "张家区"]


@pytest.fixture
def districts():
    """Three districts to which the editors gave no order, each with a service point."""
    top = Organisation.objects.get(code="qingdao")
    for code, name in DISTRICTS.items():
        row = OrganisationFactory(
            code=code, name={"zh-hans": name}, short_name={}, level="district", parent=top, order=7
        )
        PointFactory(code=f"{code}-point", organisation=row, level="district", name={"zh-hans": f"{name}中心"})
    published.forget()


def names(rows):
    return [str(row.name) for row in rows if str(row.name)[:3] in BY_NAME]


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("安宁", "平安"),
        ("八大关", "崂山"),
        ("西安", "先"),
        ("崇明", "重庆"),
        ("妈", "麻"),
        ("Café", "carp"),
        ("长江", "重庆"),
    ],
)
def test_names_stand_in_the_order_of_pinyin(earlier, later):
    assert sorted([later, earlier], key=sort_key) == [earlier, later]


def test_districts_stand_by_name_where_the_editors_gave_no_order(districts):
    assert names(reach.districts()) == BY_NAME


def test_points_stand_as_their_districts_do(districts):
    found = PointFinder({"level": "district"}, MONDAY).found()
    assert [name[:3] for name in names(found)] == BY_NAME
    assert [name[:3] for name in names(reach.points_for())] == BY_NAME


def test_points_of_towns_stand_in_the_order_of_their_districts(districts):
    for code, name in DISTRICTS.items():
        town = OrganisationFactory(code=f"z{code}", level="town", parent=OrganisationFactory(code=code), order=1)
        PointFactory(organisation=town, level="town", name={"zh-hans": f"{name}某镇"})
    published.forget()
    assert [name[:3] for name in names(PointFinder({"level": "town"}, MONDAY).found())] == BY_NAME


def test_telephone_numbers_stand_as_their_districts_do(client, districts):
    headings = [h.text for h in read(client, "/contacts/").select("section.stack h2")]
    assert [text for text in headings if text in BY_NAME] == BY_NAME


def test_catalogue_begins_with_what_people_ask_for_most_then_goes_by_name():
    rows = Catalogue({}).rows()
    items = rows[: len(rows)]
    popular = [code for code in site.current().popular if ServiceItem.objects.public().filter(code=code)]
    assert [item.code for item in items[: len(popular)]] == popular
    others = [str(item.name) for item in items[len(popular) :]]
    assert others == sorted(others, key=sort_key)
    assert [item.code for item in items[len(popular) :]] != sorted(item.code for item in items[len(popular) :])


def test_themes_without_an_order_stand_by_name():
    for code, name in (("a", "张"), ("b", "安")):
        Theme.objects.create(code=code, name={"zh-hans": name}, audience="natural_person", order=999)
    published.forget()
    assert [str(theme.name) for theme in facet_index.themes()][-2:] == ["安", "张"]


@pytest.mark.parametrize(
    ("model", "source"),
    [(ServiceItem, "name"), (ServicePoint, "name"), (Organisation, "name"), (ContactNumber, "label")],
)
def test_every_row_has_the_key_of_its_name(model, source):
    """Definitions in bulk wrote some of them, others were saved one by one."""
    rows = list(model.objects.all())
    assert rows
    assert [row.sort_name for row in rows] == [sort_key(getattr(row, source).in_language("zh-hans")) for row in rows]


def test_a_new_name_moves_the_row_however_it_is_written():
    theme = Theme.objects.first()
    theme.name = {"zh-hans": "安"}
    theme.save(update_fields=["name"])
    assert Theme.objects.get(pk=theme.pk).sort_name == "an1"


def test_key_of_a_name_is_no_news_to_readers():
    """A row that got its key from the migration says the same as before."""
    item = ServiceItem.objects.first()
    before = item.updated_at
    ServiceItem.objects.filter(pk=item.pk).update(sort_name="")
    item.save()
    assert ServiceItem.objects.get(pk=item.pk).updated_at == before

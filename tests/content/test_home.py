import pytest
from django.test import Client

from catalog.models import Theme
from tests.content.conftest import launch
from tests.factories.item import ItemFactory
from tests.factories.organisation import OrganisationFactory
from tests.factories.point import PointFactory

PROMISE = {
    "zh-hans": [{"vow": "首问负责", "text": "负责到底"}],
    "en": [{"vow": "First contact", "text": "To the end"}],
}


@pytest.fixture
def context(pages):
    launch("zh-hans", "en", popular=["second", "first", "gone"])

    def get(address="/"):
        return Client().get(address).context_data

    return get


def grow(size):
    """Add SIZE of everything that the home page counts."""
    for number in range(size):
        theme = Theme.objects.create(code=f"t{size}-{number}", name={"zh-hans": "主题"}, audience="natural_person")
        ItemFactory().themes.set([theme])
        PointFactory(organisation=OrganisationFactory(parent=OrganisationFactory(code="office")))


def test_popular_items_stand_in_the_order_of_the_site(context):
    for code in ("first", "second"):
        ItemFactory(code=code)
    assert [item.code for item in context()["popular"]] == ["second", "first"]


def test_a_theme_counts_public_items_only(context):
    theme = Theme.objects.create(code="money", name={"zh-hans": "钱"}, audience="legal_person")
    for live in (True, False):
        item = ItemFactory(live=live)
        item.themes = [theme]
        item.save()
    assert [(row.code, row.count) for row in context()["themes_corporate"]] == [("money", 1)]


def test_levels_count_public_points(context):
    PointFactory()
    PointFactory(live=False)
    assert [(str(level.name), level.count) for level in context()["levels"]] == [("区", 1)]


@pytest.mark.article("38")
def test_the_person_to_call_is_the_one_of_the_authority(context):
    PointFactory()
    mine = PointFactory(organisation=OrganisationFactory(code="office"), level="city")
    assert context()["person"] == mine


def test_nobody_is_invented_where_no_point_is(context):
    assert context()["person"] is None


def test_promises_are_said_in_each_language(pages):
    pages.write(page="home", type="home", title={"zh-hans": "首页", "en": "Home"}, body=PROMISE)
    assert "首问负责" in Client().get("/").content.decode()
    assert "First contact" in Client().get("/en/").content.decode()


@pytest.mark.parametrize("address", ["/", "/en/"])
def test_pages_to_read_on_are_linked_where_the_city_has_them(pages, address):
    pages.write(page="home", type="home", title={"zh-hans": "首页", "en": "Home"}, body=PROMISE)
    assert f'href="{address}about/"' not in Client().get(address).content.decode()
    pages.write(page="about", parent="home", title={"zh-hans": "什么是帮办代办"})
    assert f'href="{address}about/"' in Client().get(address).content.decode()


def test_queries_do_not_grow_with_the_city(context, django_assert_max_num_queries):
    counts = []
    for size in (1, 6):
        grow(size)
        context()
        with django_assert_max_num_queries(20) as captured:
            context()
        counts.append(len(captured))
    assert counts[0] == counts[1]

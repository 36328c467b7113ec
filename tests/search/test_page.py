import csv

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings

from catalog.models import ContactNumber
from search import facets, query_log
from search.kinds import KINDS
from search.models import QueryCount
from search.query.find import find
from search.query.query import Query
from tests.factories.item import ItemFactory
from tests.factories.organisation import OrganisationFactory
from tests.factories.place import PlaceFactory
from tests.factories.point import PointFactory
from tests.running import ROOT
from tests.search.boxes import HOSTILE, ODD, stock

GUANGAN = ROOT.parent / "shared" / "data" / "cn_items_guangan_1135.csv"


@pytest.fixture
def town(db):
    stock()
    office = OrganisationFactory(code="office", name={"zh-hans": "医保局"})
    OrganisationFactory(code="office").save()
    ContactNumber.objects.create(code="n", organisation=office, purpose="service", number="0532-05550120")
    PointFactory(code="centre", name={"zh-hans": "社会保障服务大厅"})


def get(words, **more):
    return Client().get("/search/", {"q": words} | more)


def test_an_item_is_found_by_a_part_of_its_name(town):
    assert 'href="/items/id-card/"' in get("份证补").content.decode()


def test_what_was_searched_is_highlighted(town):
    assert "居民<mark>身份证</mark>补领" in get("身份证").content.decode()


def test_markup_in_a_name_stays_text(town):
    ItemFactory(code="bad", name={"zh-hans": "<script>alert(1)</script>坏事项"})
    text = get("坏事项").content.decode()
    assert "<script>alert" not in text
    assert "&lt;script&gt;" in text


def test_drafts_are_not_found(town):
    assert "草稿" not in get("社会保险").content.decode()


def test_the_words_as_typed_stand_first(town):
    ItemFactory(code="apart", name={"zh-hans": "保险与社会"})
    ItemFactory(code="below", name={"zh-hans": "别的事"}, summary={"zh-hans": "社会保险"})
    hits = [hit for hit in find(Query("社会保险")).hits if hit.kind == "items"]
    assert [hit.titles[0] for hit in hits] == ["社会保险登记", "别的事"]


def test_each_kind_has_its_count(town):
    query = Query("社会")
    assert facets.counts(find(query).tally, query) == {"items": 2, "points": 1}


def test_another_kind_is_shown_when_it_is_asked_for(town):
    assert 'href="/points/centre/"' in get("社会", kind="points").content.decode()


@pytest.mark.article("38")
def test_an_organisation_is_found_with_its_number(town):
    OrganisationFactory(code="office").save()
    organisation = ContactNumber.objects.get().organisation
    organisation.name = {"zh-hans": "医疗保障局"}
    organisation.save()
    assert "0120" in get("医疗保障").content.decode()


@pytest.mark.parametrize("words", ["找不到的东西", "。。。", "😀"])
def test_nothing_found_says_what_to_do(town, words):
    text = get(words).content.decode()
    assert 'href="/items/"' in text


def test_without_words_there_is_the_box(town):
    response = get("")
    assert response.status_code == 200
    assert 'name="q"' in response.content.decode()


def test_a_form_cannot_be_sent_here(db):
    assert Client().post("/search/", {"q": "证"}).status_code == 405


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_no_words_break_the_page(town, words):
    assert get(words, kind=words[:50], page=words[:50]).status_code == 200


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=ODD)
def test_no_odd_words_break_the_page(town, words):
    assert get(words, kind=words, page=words).status_code == 200


def test_queries_do_not_grow_with_the_hits(town):
    counts = []
    for size in (1, 15):
        for _ in range(size):
            ItemFactory(name={"zh-hans": "社会保险转移"})
        get("社会保险")
        with CaptureQueriesContext(connection) as captured:
            get("社会保险")
        counts.append(len(captured))
    assert counts[0] == counts[1]


@pytest.mark.article("15.2")
def test_a_place_is_shown_with_its_floor_and_its_point(town):
    PlaceFactory(point__code="hall", point__name={"zh-hans": "东区大厅"}, floor="3").point.save()
    text = get("卫生间").content.decode()
    assert all(part in text for part in ("<mark>卫生间</mark>", "3 楼", "东区大厅", 'href="/points/hall/"'))


def test_queries_do_not_grow_with_the_places(town):
    counts = []
    for size in (1, 15):
        for _ in range(size):
            place = PlaceFactory()
            PlaceFactory(point=place.point, kind="nursing_room")
            place.point.save()
        get("卫生间", kind="places")
        with CaptureQueriesContext(connection) as captured:
            get("卫生间", kind="places")
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_every_kind_has_a_row_of_its_own():
    assert len({kind.template for kind in KINDS}) == len(KINDS)


@pytest.mark.skipif(not GUANGAN.exists(), reason="the list of a real city is not beside the project")
@pytest.mark.parametrize("words", ["社保", "身份证", "证", "医疗", "登记"])
def test_a_real_list_is_found_completely(db, words):
    with GUANGAN.open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    column = next(name for name in rows[0] if "名称" in name or name in {"name", "item_name", "title"})
    names = [row[column] for row in rows if words in row[column]][:40] + [row[column] for row in rows][:40]
    office = OrganisationFactory(code="office")
    for number, name in enumerate(names):
        ItemFactory(code=f"r{number}", name={"zh-hans": name[:200]}, department=office)
    titles = {hit.titles[0] for hit in find(Query(words)).hits}
    assert titles >= {name[:200] for name in names if words in name[:200]}


def suggested(words):
    response = Client().get("/search/suggest/", {"q": words})
    assert response.status_code == 200
    return response.json()["suggestions"]


@pytest.mark.parametrize("words", ["身份", "sfz", "shenf", "社会保障"])
def test_names_are_suggested_while_somebody_types(town, words):
    found = suggested(words)
    assert found
    assert Client().get(found[0]["address"]).status_code == 200


def test_a_suggestion_leads_to_the_thing(town):
    assert suggested("份证补") == [{"text": "居民身份证补领", "kind": "办事事项", "address": "/items/id-card/"}]


@pytest.mark.parametrize("words", ["", "找不到的东西", "。", *HOSTILE])
def test_no_words_break_the_suggestions(town, words):
    assert len(suggested(words)) <= 8


def test_the_catalogue_hands_its_choice_to_the_search(town):
    response = Client().get("/items/", {"q": "登记", "audience": "legal_person", "other": "x"})
    assert response["Location"] == "/search/?q=%E7%99%BB%E8%AE%B0&audience=legal_person"


def test_facets_count_and_narrow(town):
    for code, audience in (("one", "natural_person"), ("two", "legal_person"), ("three", "legal_person")):
        ItemFactory(code=code, name={"zh-hans": f"养蜂证{code}"}, audience=[audience])
    query = Query("养蜂证", filters=(("audience", "natural_person"),))
    found = find(query)
    (facet,) = [facet for facet in facets.facets(found.tally, query) if facet.key == "audience"]
    assert {option.value: option.count for option in facet.options} == {"natural_person": 1, "legal_person": 2}
    assert [hit.titles[0] for hit in found.hits] == ["养蜂证one"]
    text = get("养蜂证", audience="natural_person").content.decode()
    assert 'name="audience" value="natural_person"' in text
    assert 'href="/items/two/"' not in text


def test_a_filter_narrows_what_was_found_and_asks_for_nothing_else(town):
    """A query is understood the same with a filter that leaves few results as without it."""
    ItemFactory(code="bees", name={"zh-hans": "养蜂场所的核查"}, audience=["legal_person"])
    for number in range(3):
        ItemFactory(code=f"bee-{number}", name={"zh-hans": f"蜂{number}养场所"}, audience=["natural_person"])
    whole, narrow = (find(Query("养蜂场核查", filters=filters)) for filters in ((), (("audience", "natural_person"),)))
    assert narrow.tally == whole.tally
    assert {hit.key for hit in narrow.hits} < {hit.key for hit in whole.hits}


def test_what_is_merely_near_is_counted_once_and_reported_as_not_found(town):
    ItemFactory(code="bees", name={"zh-hans": "养蜂场所核查"})
    ItemFactory(code="more", name={"zh-hans": "养蜂场所登记"})
    found = find(Query("核查养蜂场所"))
    assert found.total == found.near == len(found.hits)
    get("核查养蜂场所")
    query_log.flush()
    assert QueryCount.objects.get().found == 0
    assert find(Query("养蜂场所")).near == 0

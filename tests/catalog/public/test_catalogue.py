"""The public pages of the catalogue, on the city that ships with the product."""

import re

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.enums import Audience, Mode
from catalog.items.facets import Catalogue
from catalog.models import ContactNumber, Organisation, ServiceItem, ServicePoint
from catalog.territory import reach
from portal.kit import published
from portal.kit.words import Words
from tests.city import city

__all__ = ["city"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]

CARD = "social-card-replace"


def read(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status, address
    text = response.content.decode()
    assert "UNDEFINED" not in text
    return BeautifulSoup(text, "html.parser")


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


ADDRESSES = ["/items/", f"/items/{CARD}/", "/points/", "/points/laoshan-centre/", "/contacts/"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_pages_say_nothing_in_english_on_a_chinese_page(client, address):
    page = read(client, address)
    for other in page.find_all(lang="en"):
        other.decompose()
    assert not re.findall(r"(?:[A-Za-z]{2,} ){2,}[A-Za-z]{2,}", page.body.get_text(" "))


@pytest.mark.parametrize("address", ["/items/", f"/items/{CARD}/", "/contacts/"])
def test_pages_mark_chinese_on_an_english_page(client, address):
    page = read(client, f"/en{address}")
    for other in page.find_all(lang="zh-hans"):
        other.decompose()
    chinese = re.findall(r"[一-鿿]{2,}", page.find("main").get_text(" "))
    assert not chinese, chinese


@pytest.mark.article("15.1")
@pytest.mark.parametrize(
    ("item", "limit", "english"),
    [
        ("work-injury", "法定 60 日", "the law allows 60 days"),
        ("training-school", "法定 3 个月", "the law allows 3 months"),
        (CARD, "法定 10 个工作日", "the law allows 10 working days"),
    ],
)
def test_a_guide_says_what_the_law_allows_as_the_law_counts(client, item, limit, english):
    assert limit in read(client, f"/items/{item}/").select_one(".answers").text
    assert english in read(client, f"/en/items/{item}/").select_one(".answers").text


@pytest.mark.parametrize("address", [*ADDRESSES, f"/points/?item={CARD}", "/contacts/?district=laoshan"])
def test_pages_only_read(client, address):
    for method in (client.post, client.put, client.delete):
        assert method(address).status_code == 405


def items_with(key, code):
    """Return the codes of the public items that have a facet value, counted one by one without the index."""
    return {item.code for item in ServiceItem.objects.public() if code in FACET_VALUES[key](item)}


def serves(item):
    """Return the districts that ITEM serves: its own one, or all where a department of the city decides."""
    if item.decided_at and not set(item.decided_at) - {"city"}:
        return set()
    codes = item.department.path.strip("/").split("/")
    districts = {row.code for row in reach.districts()}
    return {codes[1]} & districts or districts


FACET_VALUES = {
    "audience": lambda item: item.audience,
    "mode": lambda item: item.offered_as,
    "theme": lambda item: {theme.code for theme in item.themes.all()},
    "district": serves,
    "department": lambda item: [item.department.code],
    "class": lambda item: [item.item_class],
    "topic": lambda item: [item.topic],
}


@pytest.mark.parametrize("key", FACET_VALUES)
def test_count_of_an_option_is_what_choosing_it_leaves(key):
    facet = next(facet for facet in Catalogue({}).facets() if facet.key == key)
    for option in facet.options[:12]:
        rows = Catalogue({key: option.value}).rows()
        assert {item.code for item in rows[: len(rows)]} == items_with(key, option.value)
        assert len(rows) == option.count, option


def test_counts_respect_the_other_choices():
    chosen = {"audience": Audience.NATURAL_PERSON, "mode": Mode.AGENCY}
    beside = items_with("audience", Audience.NATURAL_PERSON) & items_with("mode", Mode.AGENCY)
    facet = next(facet for facet in Catalogue(chosen).facets() if facet.key == "theme")
    for option in facet.options:
        assert option.count == len(beside & items_with("theme", option.value)), option


def test_pages_of_the_list_are_the_list():
    rows = Catalogue({}).rows()
    listed = list(ServiceItem.objects.public().in_order_of_lists())
    assert [item.pk for start in range(0, len(rows), 20) for item in rows[start : start + 20]] == [i.pk for i in listed]


@pytest.mark.parametrize("query", ["theme=none", "page=999", "page=-1", "page=x", "district=%00", "class=%27", "mode="])
def test_catalogue_forgives_a_damaged_address(client, query):
    assert read(client, f"/items/?{query}").select(".results li h3")


def test_option_that_leaves_nothing_cannot_be_chosen(client):
    page = read(client, "/items/?audience=legal_person")
    empty = [row for row in page.select(".facet li > *") if row.select_one(".num").text == "0"]
    assert empty
    assert all(row.name == "span" for row in empty)


def test_chip_takes_its_choice_away(client):
    page = read(client, "/items/?audience=natural_person&mode=agency")
    chips = {chip["href"] for chip in page.select(".chips a")}
    assert chips == {"?mode=agency", "?audience=natural_person", "?"}


def test_words_go_to_the_search_page(client):
    response = client.get("/items/", {"q": "社保 & 卡"})
    assert response.status_code in {200, 302}
    if response.status_code == 302:
        assert response["Location"].endswith("?q=%E7%A4%BE%E4%BF%9D+%26+%E5%8D%A1")


def test_guide_answers_the_four_questions(client):
    answers = [term.text for term in read(client, f"/items/{CARD}/").select(".answers dt")]
    assert answers == ["多久办好", "要跑几次", "要带什么", "谁能办"]


def test_guide_asks_to_call_for_what_nobody_has_stated(client):
    unknown = {"visits": None, "fee_charged": None, "audience": [], "promised_days": None}
    ServiceItem.objects.filter(code=CARD).update(**unknown, service_phones=["0532-05550199", "0532-05550198"])
    page = read(client, f"/items/{CARD}/")
    assert [("没有写明" in answer.text) for answer in page.select(".answers dd")] == [True, True, False, True]
    assert all("0532-0555 0199" in page.select(".answers dd")[place].text for place in (0, 1, 3))
    assert "没有写明" in page.select_one("#fee").text
    assert "不花钱：" not in page.select_one("#fee").text
    assert "0532-0555 0198" in page.find("aside").text
    for sheet in (page, read(client, f"/items/{CARD}/print/")):
        assert not {"0 次", "1 次"} & set(sheet.find("main").text.split())


def test_list_claims_nothing_that_nobody_has_stated(client):
    ServiceItem.objects.update(visits=None, fee_charged=None)
    published.bump()
    text = read(client, "/items/").find("main").text
    assert "次" not in re.sub("第.*次", "", text)
    assert "免费" not in text


def test_organisation_of_another_tree_has_none_of_our_numbers(client):
    elsewhere = Organisation.objects.create(code="elsewhere", name=Words.of("外地某局"), level="city")
    ServiceItem.objects.filter(code=CARD).update(department=elsewhere)
    assert not read(client, f"/items/{CARD}/").find("aside").select(".tel")


@pytest.mark.article("38")
def test_guide_shows_both_numbers(client):
    aside = read(client, f"/items/{CARD}/").find("aside")
    item = ServiceItem.objects.get(code=CARD)
    known = ContactNumber.objects.filter(organisation__code__in=[*item.department.path.codes, "qd-xzspj"])
    shown = re.sub(r"\D", "", aside.get_text())
    for purpose in ("service", "complaint"):
        assert any(re.sub(r"\D", "", row.number) in shown for row in known.filter(purpose=purpose))


@pytest.mark.article("5")
def test_excluded_item_gives_the_reason_instead_of_buttons(client):
    item = ServiceItem.objects.public().exclude(exclusion="").first()
    aside = read(client, f"/items/{item.code}/").find("aside")
    assert not aside.select(".btn")
    assert str(item.exclusion_reason or item.get_exclusion_display()) in aside.get_text()


def test_draft_item_is_not_there(client):
    ServiceItem.objects.filter(code=CARD).update(live=False)
    read(client, f"/items/{CARD}/", status=404)
    assert not ServiceItem.objects.public().filter(code=CARD)


def test_retired_item_answers_410_and_leads_on(client):
    ServiceItem.objects.filter(code=CARD).update(retired_at="2026-11-01T00:00Z")
    page = read(client, f"/items/{CARD}/", status=410)
    assert page.select("main a[href^='/items/?department=']")


def test_retired_point_answers_410(client):
    ServicePoint.objects.filter(code="laoshan-centre").update(retired_at="2026-11-01T00:00Z")
    read(client, "/points/laoshan-centre/", status=410)


@pytest.mark.article("9")
def test_every_point_shows_both_numbers(client):
    for point in ServicePoint.objects.public():
        shown = re.sub(r"\D", "", read(client, f"/points/{point.code}/").find("aside").get_text())
        for number in (point.service_phone, point.complaint_phone):
            assert re.sub(r"\D", "", number) in shown, point


def test_points_of_an_item_are_at_its_levels(client):
    item = ServiceItem.objects.get(code=CARD)
    for link in read(client, f"/points/?item={CARD}").select(".results .rows li > div:first-child a[href^='/points/']"):
        assert ServicePoint.objects.get(code=link["href"].split("/")[2]).level in item.decided_at


@pytest.mark.article("38")
def test_contacts_show_every_number_of_the_upper_levels(client):
    shown = re.sub(r"\D", "", read(client, "/contacts/").find("main").get_text())
    for row in ContactNumber.objects.current().select_related("organisation"):
        if row.organisation.path.depth <= 3:
            assert re.sub(r"\D", "", row.number) in shown, row


def test_undialable_number_is_no_link(client):
    assert not read(client, "/contacts/").select("main a[href^='tel:+86532055']")


@pytest.mark.parametrize("address", ["/items/", "/points/", "/contacts/", f"/items/{CARD}/"])
def test_number_of_queries_does_not_grow_with_the_rows(client, address):
    before = queries(client, address)
    for model, keep in ((ServiceItem, 30), (ServicePoint, 8)):
        gone = model.objects.exclude(code=CARD).order_by("code").values_list("pk", flat=True)[keep:]
        model.objects.filter(pk__in=list(gone)).update(live=False)
    published.forget()
    assert queries(client, address) == before <= 16

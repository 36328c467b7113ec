"""The definitions that are delivered: complete, honest about what is invented, faithful to published facts."""

import csv
import datetime as dt
import re
from collections import Counter

import pytest

from configuration.check import check
from configuration.layers import read
from portal.kit.phones import Phone
from tests.city import QINGDAO
from tests.running import ROOT

pytestmark = pytest.mark.django_db
STREETS = ROOT.parent / "shared" / "data" / "qingdao_streets_2023.csv"
HOLIDAYS = ROOT.parent / "shared" / "data" / "cn_holidays_2020_2027.csv"
CLASSES = ["行政许可", "行政确认", "行政裁决", "行政给付", "行政奖励", "行政备案", "其他行政权力", "公共服务"]
TOPICS = ["公共教育", "劳动就业", "社会保险", "医疗卫生", "养老服务", "社会服务", "住房保障", "文化教育", "残疾人服务"]
SHORT_CODES = {"service", "short"}


@pytest.fixture(scope="module")
def checked(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        return check(read(QINGDAO))


@pytest.fixture
def items(checked):
    return checked.all("item").values()


@pytest.fixture
def terms(checked):
    """The terms of each list, in order."""
    found = {}
    for term in sorted(checked.all("term").values(), key=lambda term: term.order):
        found.setdefault(term.list.value, []).append(term)
    return found


def test_folders_have_no_mistake(checked):
    assert [str(problem) for problem in checked.problems] == []


@pytest.mark.article("14.2")
def test_items_cover_every_class(items, terms):
    assert [term.name["zh-hans"] for term in terms["class"]] == CLASSES
    assert {item.item_class for item in items} == {term.term for term in terms["class"]}


@pytest.mark.article("14.2")
def test_items_cover_every_topic_of_public_service(items, terms):
    assert [term.name["zh-hans"] for term in terms["topic"]] == TOPICS
    assert {item.topic for item in items if item.topic} == {term.term for term in terms["topic"]}
    assert [item.item for item in items if bool(item.topic) != (item.item_class == "public_service")] == []


@pytest.mark.article("25.1")
def test_lists_of_the_rule_are_whole(terms):
    """Nine service contents (Art. 15), four forms of service (Art. 25)."""
    assert (len(terms["content"]), len(terms["form"])) == (9, 4)


@pytest.mark.article("15", "25.1")
@pytest.mark.parametrize("which", ["content", "form"])
def test_lists_of_the_rule_are_shown_in_both_languages(checked, which):
    pages = checked.all("page").values()
    shown = {language for page in pages for language, body in page.body.items() for b in body if b.terms == which}
    assert shown == {"zh-hans", "en"}


def test_items_are_told_in_both_languages(items):
    texts = [text for item in items for text in (item.name, item.summary, item.eligibility)]
    texts += [part for item in items for step in item.steps for part in (step.step, step.text) if part]
    texts += [part for item in items for question in item.questions for part in (question.ask, question.answer)]
    assert [str(text) for text in texts if not {"zh-hans", "en"} <= set(text)] == []


def test_catalogue_is_broad(items):
    """Every class and topic has several items, so that a visitor finds the catalogue worth opening."""
    counts = Counter(item.topic or item.item_class for item in items)
    assert len(items) >= 160
    assert [key for key, number in counts.items() if number < 4] == []


def test_items_have_everyday_names_eligibility_and_a_place(items):
    assert [item.item for item in items if not (item.also_called and item.eligibility and item.decided_at)] == []


def test_items_say_what_to_bring_unless_nothing_is_asked(items):
    empty = {item.item for item in items if not item.materials and not item.excluded}
    assert empty == {"wanderer-aid"}  # whoever has nothing is helped first


@pytest.mark.article("4.3")
def test_only_the_department_charges(items):
    charged = [item for item in items if item.fee.charged]
    assert len(charged) >= 8
    assert [item.item for item in charged if "收取" not in item.fee.text["zh-hans"]] == []


@pytest.mark.article("2.1")
@pytest.mark.skipif(not STREETS.exists(), reason="the published list is not on this machine")
def test_towns_are_the_published_ones(checked):
    """The seven zones and reserves that the list counts as streets are no towns."""
    towns = [spec for spec in checked.all("organisation").values() if spec.level == "town"]
    with STREETS.open(encoding="utf-8-sig") as stream:
        published = {row["name"] for row in csv.DictReader(stream) if not re.fullmatch(r"\d{6}4\d\d", row["code9"])}
    assert {town.name["zh-hans"] for town in towns} == published
    assert len(towns) == len(published) == 134
    assert [town.organisation for town in towns if re.search(r"\d", town.organisation)] == []


def test_items_have_steps_basis_and_a_question(items):
    assert [item.item for item in items if not (item.steps and item.basis and item.questions and item.themes)] == []


@pytest.mark.article("15.1")
def test_statutory_limit_stands_with_the_article_that_sets_it(items):
    limited = [item for item in items if item.days.statutory]
    assert len(limited) >= 60
    assert [item.item for item in limited if not any(basis.article for basis in item.basis)] == []


@pytest.mark.article("15.1")
def test_licences_say_what_the_law_allows(items):
    """The limit is empty, not guessed, for the short list of items whose article nobody has read yet."""
    licences = [item for item in items if item.item_class == "licence" and not item.excluded]
    unread = {"animal-clinic", "driving-licence-renew", "hospital-registration", "taxi-driver"}
    assert {item.item for item in licences if not item.days.statutory} == unread


@pytest.mark.article("5.2")
def test_excluded_items_give_a_reason_and_no_form(items):
    excluded = [item for item in items if item.excluded]
    assert len(excluded) >= 3
    assert all(item.excluded.reason and not item.form for item in excluded)


def test_city_names_only_public_short_numbers():
    numbers = [contact.number for contact in check(read(QINGDAO[:1])).all("contact").values()]
    assert {Phone.parse(number).kind for number in numbers} <= SHORT_CODES


@pytest.mark.article("9.1")
def test_demo_numbers_cannot_be_dialled(checked):
    points = checked.all("point").values()
    numbers = [number for point in points for number in (point.service_phone, point.complaint_phone)]
    assert len(points) >= 18
    assert len(set(numbers)) == len(numbers)
    assert not any(Phone.parse(number).dialable for number in numbers)


@pytest.mark.article("38.1")
def test_every_organisation_has_both_numbers(checked):
    given = {(contact.organisation, str(contact.purpose)) for contact in checked.all("contact").values()}
    wanted = {(code, purpose) for code in checked.all("organisation") for purpose in ("service", "complaint")}
    assert wanted - given == set()


@pytest.mark.article("8.1")
def test_demo_has_staff_of_every_role(checked):
    assert {post.role for post in checked.all("post").values()} == set(checked.all("role"))


@pytest.mark.skipif(not HOLIDAYS.exists(), reason="the published calendar is not on this machine")
def test_calendar_is_the_published_one(checked):
    years = checked.get("calendar", "china").years
    ours = {day: "holiday" for year in years.values() for run in year.holidays for day in run.dates()}
    ours |= {day: "workday" for year in years.values() for day in year.workdays}
    with HOLIDAYS.open(encoding="utf-8-sig") as stream:
        published = {dt.date.fromisoformat(row["date"]): row["kind"] for row in csv.DictReader(stream)}
    assert ours == {day: kind for day, kind in published.items() if day.year in years}

"""The queue: what is in it, in which order and words, and that its size costs no query."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from appointments.booking import book
from appointments.models import AppointmentKind
from cases.access import actor_of
from cases.actions import move
from cases.actions.parties import Person
from cases.models import WorkflowVersion
from tests.moments import local


@pytest.fixture
def queue(as_user, agent):
    """Return the queue as the agent reads it."""

    def read(**query):
        return as_user(agent).get(reverse("desk"), query).content.decode()

    return read


def _link(case):
    """Return what the queue holds of CASE and the search box does not."""
    return reverse("desk_case", args=[case.number])


def _accept(case, by):
    return move(case=case, move="accept", by=actor_of(by), version=case.version, answers={})


def test_new_case_waits_for_somebody(queue, case):
    assert case.number in queue()


def test_personal_name_is_masked(queue, case):
    page = queue()
    assert "欧阳*" in page
    assert "欧阳示例" not in page


def test_accepted_case_is_mine(queue, case, agent):
    _accept(case, agent)
    assert case.number in queue(tab="mine")


def test_accepted_case_is_no_longer_unclaimed(queue, case, agent):
    _accept(case, agent)
    assert case.number not in queue(tab="new")


def test_closed_case_leaves_the_open_tabs(queue, case, agent):
    move(case=_accept(case, agent), move="complete", by=actor_of(agent), version=2, answers={"result": "已经办好了"})
    assert [case.number in queue(tab=tab) for tab in ("mine", "new", "all", "closed")] == [False, False, False, True]


@pytest.mark.article("18.2")
def test_case_due_today_says_so(queue, case, at):
    at(local("2026-11-25 09:00"))
    assert "desk-soon" in queue()


@pytest.mark.article("21.1")
def test_overdue_case_says_by_how_many_working_days(queue, case, at):
    at(local("2026-11-30 09:00"))
    assert "超 3 个工作日" in queue()


def test_label_comes_from_the_version_with_which_the_case_began(queue, case):
    version = case.workflow_version
    version.spec["states"]["submitted"]["staff"] = {"zh-hans": "旧的说法"}
    WorkflowVersion.objects.filter(pk=version.pk).update(spec=version.spec, digest="older")
    newer = dict(version.spec, states={**version.spec["states"]})
    WorkflowVersion.objects.create(code=version.code, number=99, spec=newer, digest="newer")
    assert "旧的说法" in queue()


def test_booking_shows_with_its_time(queue, town):
    kind = AppointmentKind.objects.select_related("current").get(code="window")
    starts = local("2026-11-25 09:30")
    case = book(kind=kind, point=town, starts_at=starts, person=Person(name="欧阳示例", phone="13900000120")).case
    page = queue()
    assert case.number in page
    assert "明天 09:30" in page


def test_visit_that_nobody_closed_is_late(queue, town, at):
    kind = AppointmentKind.objects.select_related("current").get(code="window")
    starts = local("2026-11-25 09:30")
    case = book(kind=kind, point=town, starts_at=starts, person=Person(name="欧阳示例", phone="13900000120")).case
    at(local("2026-11-26 09:00"))
    page = queue()
    assert case.number in page
    assert "原定 09:30 到场" in page
    assert "1 件已经超期" in page


def test_number_is_found_as_somebody_would_type_it(queue, apply):
    wanted, other = apply(), apply(phone="13900000121")
    page = queue(tab="all", q=wanted.number.lower().replace("-", " "))
    assert (wanted.number in page, other.number in page) == (True, False)


def test_phone_tail_is_found(queue, apply):
    wanted, other = apply(), apply(phone="13900009876")
    page = queue(tab="all", q="0120")
    assert (wanted.number in page, other.number in page) == (True, False)


def test_item_is_found_by_a_part_of_its_name(queue, apply):
    wanted, other = apply(), apply()
    page = queue(tab="all", q=str(wanted.subject))
    assert (wanted.number in page, other.number in page) == (True, False)


def test_beginning_of_a_number_is_found(queue, apply):
    wanted, other = apply(), apply()
    page = queue(q=wanted.number[:9].lower())
    assert (wanted.number in page, other.number in page) == (True, False)


def test_whole_name_and_whole_telephone_are_found(queue, apply):
    wanted, other = apply(name="买买提·艾力", phone="0532-88001234"), apply()
    for words in ("买买提 艾力", "买买提·艾力", "0532 8800 1234", "０５３２８８００１２３４", "+86 (532) 88001234"):
        page = queue(q=words)
        assert (wanted.number in page, other.number in page) == (True, False)


@pytest.mark.parametrize("tab", ["mine", "new", "all", "waiting", "closed"])
@pytest.mark.parametrize("words", ["number", "subject", "name", "phone"])
def test_search_finds_open_and_closed_cases_whatever_the_tab(queue, apply, agent, tab, words):
    wanted = apply()
    words = {"name": "欧阳示例", "phone": "0120"}.get(words) or str(getattr(wanted, words))
    assert _link(wanted) in queue(tab=tab, q=words)
    move(case=wanted, move="withdraw", by=actor_of(agent), version=1, answers={})
    assert _link(wanted) in queue(tab=tab, q=words)


def test_search_finds_nothing_next_door(as_user, neighbour, case):
    for words in (case.number, "欧阳示例", "0120", str(case.subject)):
        assert _link(case) not in as_user(neighbour).get(reverse("desk"), {"q": words}).content.decode()


def test_name_of_a_person_is_not_searchable(queue, case):
    assert case.number not in queue(tab="all", q="欧阳")


@pytest.mark.parametrize("words", ['"', "%", "\\", "' OR 1=1", "*" * 500, "１２３４", "))"])
def test_no_search_breaks(queue, case, words):
    assert "desk-table" not in queue(tab="all", q=words)


@pytest.mark.parametrize(
    "query",
    [
        {"tab": "nonsense"},
        {"page": "99"},
        {"page": "-1"},
        {"mode": "x"},
        {"channel": "'"},
        *({"after": after} for after in ("x", "~", "2026-11-24~", "2026-13-01~1", "2026-11-24~-1", "0001-01-01~1")),
        *(
            {"after": f"{moment}~1"}
            for moment in ("2026-11-24T10:00", "9999-12-31T23:59+00:00", "0001-01-01T00:00+14:00")
        ),
        {"after": f"2026-11-24~{'9' * 40}"},
    ],
)
def test_nonsense_in_the_address_is_ignored(queue, case, query):
    assert case.number in queue(**query)


def test_tabs_say_how_many_they_hold(queue, apply, agent):
    _accept(apply(), agent)
    apply()
    tabs = re.findall(r"[?]tab=(\w+)\"[^>]*>[^<]*<span class=\"desk-num\">(\d+)<", queue(tab="all"))
    assert dict(tabs) == {"mine": "1", "new": "1", "all": "2", "waiting": "0"}


@pytest.mark.article("21.1")
def test_greeting_says_what_is_late(queue, case, at):
    at(local("2026-11-30 09:00"))
    assert "1 件已经超期" in queue()


def test_menu_counts_what_needs_somebody_today(queue, case, at):
    at(local("2026-11-25 09:00"))
    assert '"data-waiting": "1"' in queue()


def test_filter_keeps_what_fits(queue, case):
    assert [case.number in queue(mode=mode) for mode in ("agency", "assistance")] == [True, False]


def test_twice_as_many_cases_cost_no_query_more(as_user, agent, apply):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert as_user(agent).get(reverse("desk"), {"tab": "all"}).status_code == 200
        return len(seen)

    for _number in range(2):
        apply()
    few = queries()
    for _number in range(6):
        _accept(apply(), agent)
    assert queries() == few


def test_empty_queue_says_what_comes(as_user, neighbour):
    assert "还没有办件" in as_user(neighbour).get(reverse("desk"), {"tab": "all"}).content.decode()

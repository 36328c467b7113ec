"""The columns of lists say what clocks, states, visits and the tree say, whatever happened to a case."""

import datetime as dt
from contextlib import suppress
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from appointments.booking import book, cancel
from appointments.models import AppointmentKind
from cases.access import actor_of, spec_of
from cases.actions import CaseError, move, submit
from cases.actions.parties import Person
from cases.models import Case
from cases.models.case import NEVER, SCOPES
from cases.workflow.engine import moves_from
from portal.kit import clock
from tests import shipped
from tests.factories.draft import DraftFactory
from tests.factories.organisation import OrganisationFactory
from tests.factories.post import PostFactory
from tests.moments import local

START = dt.datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
ANSWERS = {"result": "已经办好了", "reason": "这里是一段足够长的说明文字。", "advice": "这里是一段足够长的说明文字。"}
# What happens next: days that pass, and which of the things that can be done then is done.
HISTORIES = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 50)), max_size=8)


def _with_a_pause(spec):
    """Return the shipped workflow with a state in which the applicant is waited for and the promise stands still."""
    plain = spec.model_dump(mode="json", by_alias=True, exclude={"was", "tests"})
    words = {"zh-hans": "待补正"}
    plain["states"]["supplement"] = {"staff": words, "public": words, "waits_for": ["applicant"]}
    plain["clocks"]["promise"]["pauses"] = ["supplement"]
    who = plain["moves"]["accept"]["who"]
    plain["moves"]["ask"] = {"from": ["accepted"], "to": "supplement", "label": words, "who": who}
    plain["moves"]["go_on"] = {"from": ["supplement"], "to": "accepted", "label": words, "who": who}
    return type(spec).model_validate(plain)


@pytest.fixture
def world(town):
    """The small city with two districts; a supervisor, and a window that can be booked."""
    kind = shipped.KINDS[0]
    kind.save(_with_a_pause(shipped.workflow("assistance")))
    OrganisationFactory(code="west", parent=town.organisation.parent)
    supervisor = PostFactory(organisation=town.organisation.parent, role__code="supervisor").user
    return town, actor_of(supervisor)


def _expected(case):
    """Return the columns of CASE, looked up one row at a time."""
    spec = spec_of(case)
    runs = sorted((run for run in case.clock_runs.all() if run.state == "running"), key=lambda r: (r.due_on, r.pk))
    appointment = getattr(case, "booking", None)
    visit = appointment.starts_at if appointment and not appointment.cancelled_at else None
    days = [run.due_on for run in runs[:1]] + ([clock.date_of(visit)] if visit else [])
    state = spec.states[case.state]
    chain = [case.organisation]
    while chain[-1].parent:
        chain.append(chain[-1].parent)
    keys = [row.pk for row in reversed(chain)]
    return {
        "next_due_on": runs[0].due_on if runs else None,
        "next_due_provisional": runs[0].provisional if runs else False,
        "visit_at": visit,
        "next_event_on": min(days, default=NEVER),
        "waits_for": "none" if state.end else "applicant" if "applicant" in state.waits_for else "staff",
        **dict(zip(SCOPES, keys + [None] * (len(SCOPES) - len(keys)), strict=True)),
    }


def _assert_columns_are_right():
    for case in Case.objects.all():
        expected = _expected(case)
        assert {name: getattr(case, name) for name in expected} == expected


def _apply(town):
    submit(draft=DraftFactory(item__department=town.organisation, point=town), declared=["privacy", "truth"])


def _book(town):
    kind = AppointmentKind.objects.get(code="window")
    day = clock.today() + dt.timedelta(days=1)
    moments = (local(f"{day + dt.timedelta(days=n)} 09:30") for n in range(5))
    for starts_at in moments:
        with suppress(CaseError):
            book(kind=kind, point=town, starts_at=starts_at, person=Person(name="王", phone="13900000120"))
            break


def _possible(town, supervisor):
    """Yield everything that can be done now."""
    yield lambda: _apply(town)
    yield lambda: _book(town)
    for case in Case.objects.filter(closed_at=None).order_by("pk"):
        if hasattr(case, "booking"):
            yield lambda case=case: cancel(booking=case.booking)
        for code in moves_from(spec_of(case), case.state):
            yield lambda case=case, code=code: move(
                case=case, move=code, by=supervisor, version=case.version, answers=ANSWERS
            )


@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(HISTORIES)
def test_columns_say_what_the_rows_say_after_any_history(world, at, history):
    town, supervisor = world
    moment = START
    with transaction.atomic():
        at(moment)
        _apply(town)
        for days, choice in history:
            moment += dt.timedelta(days=days)
            at(moment)
            possible = list(_possible(town, supervisor))
            with suppress(CaseError):
                possible[choice % len(possible)]()
            _assert_columns_are_right()
        transaction.set_rollback(True)


def test_pause_leaves_no_due_date_and_waits_for_the_applicant(world):
    town, supervisor = world
    _apply(town)
    for code in ("accept", "ask"):
        case = Case.objects.get()
        move(case=case, move=code, by=supervisor, version=case.version, answers={})
    case.refresh_from_db()
    assert (case.next_due_on, case.next_event_on, case.waits_for) == (None, NEVER, "applicant")
    _assert_columns_are_right()


def test_cases_follow_their_organisation_through_the_tree(world):
    town, _supervisor = world
    _apply(town)
    district = town.organisation
    middle = OrganisationFactory(code="middle", parent=district.parent)
    district.parent = middle
    district.save()
    case = Case.objects.get()
    assert [case.scope_1, case.scope_2, case.scope_3, case.scope_4] == [
        *(row.pk for row in (middle.parent, middle, district)),
        None,
    ]
    district.name = {"zh-hans": "改名"}
    district.save()
    _assert_columns_are_right()
    middle.parent = OrganisationFactory(code="province", level="city")
    middle.save()
    _assert_columns_are_right()


def test_every_depth_has_a_column_and_its_indexes():
    names = {index.name for index in Case._meta.indexes}
    assert {f"case_{kind}_{scope}" for kind in ("open", "new", "mine", "waits", "closed") for scope in SCOPES} <= names
    assert all(int(right[-1]) - int(left[-1]) == 1 for left, right in pairwise(SCOPES))

"""From a draft to a case: once, completely or not at all."""

import datetime as dt
import json

import pytest
from django.db import connection

from cases.actions import Excluded, Incomplete, journal, submit
from cases.models import Case, ClockRun, JournalEntry, Party
from forms.models import Form
from portal.kit.ledger import LedgerError
from portal.kit.words import Words
from tests import shipped
from tests.factories.draft import DraftFactory
from tests.factories.item import ItemFactory

DECLARED = ["privacy", "truth"]
_WORKFLOWS, FORMS, _APPOINTMENTS = shipped.KINDS


def _submit(draft):
    return submit(draft=draft, declared=DECLARED)


def _tables():
    return [model.objects.count() for model in (Case, Party, JournalEntry, ClockRun)]


def test_submission_opens_a_case_in_the_first_state(town):
    case = _submit(DraftFactory(item__department=town.organisation))
    assert (case.state, case.channel, case.mode) == ("submitted", "online", "agency")


@pytest.mark.article("17")
def test_case_goes_to_the_point_that_decides_the_item(town):
    assert _submit(DraftFactory(item__department=town.organisation)).point == town


@pytest.mark.article("17")
def test_case_without_a_point_goes_to_the_authority(town):
    case = _submit(DraftFactory(item=None))
    assert (case.organisation.code, case.point) == ("small", None)


def test_second_submission_of_a_draft_gives_the_same_case(town):
    draft = DraftFactory(item__department=town.organisation)
    first = _submit(draft)
    assert _submit(draft) == first


def test_second_submission_writes_nothing(town):
    draft = DraftFactory(item__department=town.organisation)
    _submit(draft)
    before = _tables()
    _submit(draft)
    assert _tables() == before


def test_failure_half_way_leaves_nothing(town, monkeypatch):
    draft = DraftFactory(item__department=town.organisation)
    monkeypatch.setattr(journal, "write", _break)
    with pytest.raises(RuntimeError):
        _submit(draft)
    assert _tables() == [0, 0, 0, 0]


def test_failure_half_way_keeps_the_answers(town, monkeypatch):
    draft = DraftFactory(item__department=town.organisation)
    monkeypatch.setattr(journal, "write", _break)
    with pytest.raises(RuntimeError):
        _submit(draft)
    draft.refresh_from_db()
    assert "13900000120" in draft.answers.open()


def _break(*_args, **_what):
    raise RuntimeError("the disk is full")


@pytest.mark.article("5")
@pytest.mark.parametrize("reason", ["security", "secret", "other"])
def test_excluded_item_is_refused(town, reason):
    with pytest.raises(Excluded):
        _submit(DraftFactory(item=ItemFactory(department=town.organisation, exclusion=reason)))


def test_unpublished_item_is_refused(town):
    with pytest.raises(Excluded):
        _submit(DraftFactory(item=ItemFactory(department=town.organisation, live=False)))


def test_closed_form_is_refused(town, at):
    draft = DraftFactory(item__department=town.organisation)
    Form.objects.update(retired_at=draft.created_at)
    with pytest.raises(Excluded):
        _submit(draft)


@pytest.mark.article("6")
@pytest.mark.parametrize("declared", [[], ["privacy"], ["truth"]])
def test_missing_declaration_is_refused(town, declared):
    with pytest.raises(Incomplete):
        submit(draft=DraftFactory(item__department=town.organisation), declared=declared)


def test_missing_answer_is_named_with_its_step(town):
    with pytest.raises(Incomplete) as refused:
        _submit(DraftFactory(item__department=town.organisation, answers__phone=""))
    assert refused.value.missing == [("applicant", "phone")]


@pytest.mark.article("18")
def test_decision_is_due_on_the_next_working_day(town):
    case = _submit(DraftFactory(item__department=town.organisation))
    assert [(row.clock, row.due_on) for row in case.clock_runs.all()] == [("decide", dt.date(2026, 11, 25))]


@pytest.mark.article("33")
def test_personal_answers_are_nowhere_in_plain(town):
    _submit(DraftFactory(item__department=town.organisation))
    plain = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  names from the database itself
            rows = repr(cursor.fetchall())
            plain += [table for canary in ("欧阳示例", "13900000120", "请帮我补领") if canary in rows]
    assert plain == []


def test_submitted_draft_is_emptied(town):
    draft = DraftFactory(item__department=town.organisation)
    _submit(draft)
    draft.refresh_from_db()
    assert not draft.answers


def test_journal_cannot_be_changed_by_a_program(town):
    case = _submit(DraftFactory(item__department=town.organisation))
    with pytest.raises(LedgerError):
        case.entries.update(public_note="anders")


def _draft_that_asks_for_items(town, **answers):
    """Return a draft of the shipped form with a question for services; ``answers`` are added to the complete ones."""
    spec = FORMS.plain(shipped.form("assistance"))
    spec["steps"][0]["fields"].append({"services": {"type": "items", "label": "事项"}})
    FORMS.save(FORMS.schema.model_validate(spec))
    draft = DraftFactory(item__department=town.organisation, item__code="begun")
    draft.answers = json.dumps(json.loads(draft.answers.open()) | answers)
    draft.save()
    return draft


@pytest.mark.parametrize(
    ("chosen", "expected", "subject"),
    [
        (["begun", "more"], {"begun", "more"}, "事项 begun"),
        (["more", "begun"], {"begun", "more"}, "事项 begun"),
        (["more"], {"more"}, "另一个"),
    ],
)
def test_chosen_services_reach_the_case(town, chosen, expected, subject):
    ItemFactory(department=town.organisation, code="more", name=Words.of("另一个"))
    case = _submit(_draft_that_asks_for_items(town, services=chosen))
    assert {item.code for item in case.items.all()} == expected
    assert str(case.subject) == subject


@pytest.mark.article("5")
def test_chosen_service_that_is_excluded_is_refused(town):
    ItemFactory(department=town.organisation, code="secret", exclusion="secret")
    with pytest.raises(Excluded):
        _submit(_draft_that_asks_for_items(town, services=["begun", "secret"]))


def test_chosen_service_that_is_gone_is_refused(town):
    with pytest.raises(Excluded):
        _submit(_draft_that_asks_for_items(town, services=["nowhere"]))


def test_case_is_found_by_its_draft(town):
    draft = DraftFactory(item__department=town.organisation)
    case = _submit(draft)
    draft.refresh_from_db()
    assert (draft.case, draft.sent_at) == (case, case.submitted_at)

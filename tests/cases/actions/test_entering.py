"""Entries by staff as verbs: whose they are, the same page twice at once, and one case whatever happens."""

from uuid import uuid4

import pytest

from cases.access import actor_of
from cases.actions import Excluded, NotAllowed, enter, entering, keep_entered, use_known
from cases.enums import IntakeChannel
from cases.models import Case, ClockRun, EnteredDraft, JournalEntry
from cases.workflow.actor import THE_APPLICANT, THE_SYSTEM
from forms.models import Draft, Form
from portal.kit import clock
from tests.cases.desk.conftest import works
from tests.factories.draft import ANSWERS
from tests.factories.organisation import OrganisationFactory

DECLARED = ["privacy", "truth"]


@pytest.fixture
def agent(town):
    return actor_of(works(town.organisation))


@pytest.fixture
def neighbour(town):
    return actor_of(works(OrganisationFactory(code="west", parent=town.organisation.parent)))


def kept(by, point=None, uuid=None, **changed):
    return keep_entered(
        uuid=uuid or uuid4(),
        by=by,
        version=Form.objects.get().current,
        item=None,
        point=point,
        answers=ANSWERS | changed,
    )


def entered(draft, by, channel=IntakeChannel.PHONE):
    return enter(entered=draft, by=by, channel=channel, declared=DECLARED, sentence="Read")


def test_second_call_gives_the_same_case_and_writes_nothing(town, agent):
    draft = kept(agent, town)
    first = entered(draft, agent)
    before = JournalEntry.objects.count()
    assert entered(draft, agent) == first
    assert JournalEntry.objects.count() == before


def test_what_was_sent_is_not_filled_again(town, agent):
    draft = kept(agent, town)
    entered(draft, agent)
    kept(agent, town, draft.uuid, name="示例二")
    assert not Draft.objects.get().answers


@pytest.mark.parametrize("actor", [THE_APPLICANT, THE_SYSTEM])
def test_nobody_but_staff_enters(town, actor):
    with pytest.raises(NotAllowed):
        kept(actor, town)


def test_nobody_sends_or_changes_the_draft_of_a_colleague(town, agent, neighbour):
    draft = kept(agent, town)
    with pytest.raises(NotAllowed):
        entered(draft, neighbour)
    with pytest.raises(NotAllowed):
        kept(neighbour, town, draft.uuid)
    assert not Case.objects.exists()


def test_whoever_left_the_post_sends_nothing(town, agent):
    draft = kept(agent, town)
    agent.user.posts.update(ends="2026-11-23")
    vars(agent.user).pop("_held_posts")
    with pytest.raises(NotAllowed):
        entered(draft, agent)


def test_same_page_sent_twice_at_once_is_one_draft(town, agent, monkeypatch):
    draft = kept(agent, town)
    real, asked = entering._locked, []

    def late(uuid):
        asked.append(uuid)
        return None if len(asked) == 1 else real(uuid)

    monkeypatch.setattr(entering, "_locked", late)
    assert kept(agent, town, draft.uuid) == draft
    assert (EnteredDraft.objects.count(), Draft.objects.count()) == (1, 1)


def test_refusal_leaves_everything_as_it_was(town, agent):
    draft = kept(agent, town)
    Form.objects.update(retired_at=clock.now())
    with pytest.raises(Excluded):
        entered(draft, agent)
    assert not JournalEntry.objects.exists()
    assert "欧阳示例" in Draft.objects.get().answers.open()


def test_data_of_a_foreign_case_is_not_used(town, agent, neighbour):
    case = entered(kept(agent, town), agent)
    with pytest.raises(NotAllowed):
        use_known(case=case, by=neighbour)


@pytest.mark.article("18.2")
def test_form_handed_in_on_paper_is_due_like_one_at_the_window(town, agent):
    due = {}
    for channel in (IntakeChannel.WINDOW, IntakeChannel.PAPER, IntakeChannel.ONLINE):
        case = entered(kept(agent, town), agent, channel)
        due[channel] = ClockRun.objects.get(case=case, clock=case.clock_runs.get().clock).due_on
    assert due[IntakeChannel.PAPER] == due[IntakeChannel.WINDOW] != due[IntakeChannel.ONLINE]

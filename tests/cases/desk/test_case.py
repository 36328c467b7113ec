"""The page of a case: what can be done, why not, the dossier masked, the journal with who reads it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.access import actor_of
from cases.actions import move, note


@pytest.fixture
def page(as_user, agent, case):
    """Return the page of the case as the agent, or somebody else, reads it."""

    def read(user=agent):
        return as_user(user).get(reverse("desk_case", args=[case.number])).content.decode()

    return read


def _address(case, code):
    return reverse("desk_move", args=[case.number, code])


@pytest.mark.article("18.2")
def test_agent_may_accept(page, case):
    assert _address(case, "accept") in page()


@pytest.mark.article("28.2")
def test_agent_reads_who_decides_a_refusal(page, case, supervisor):
    text = page()
    assert _address(case, "refuse") not in text
    assert "supervisor" in text


@pytest.mark.article("19.1")
def test_supervisor_may_refuse(page, case, supervisor):
    assert _address(case, "refuse") in page(supervisor)


def test_what_comes_later_says_what_is_missing(page, case):
    text = page()
    assert _address(case, "complete") not in text
    assert "先要“已受理，办理中”" in text


@pytest.mark.article("33.2")
def test_personal_values_are_masked(page):
    text = page()
    assert "139****0120" in text
    assert "13900000120" not in text
    assert "欧阳示例" not in text


def test_wish_in_the_applicants_own_words_is_readable(page, case):
    row = {"key": "wish", "label": {"zh-hans": "要求"}, "type": "paragraph", "masked": "***"}
    case.dossier = [{"title": {"zh-hans": "要办的事"}, "rows": [row]}]
    case.save(update_fields=["dossier"])
    case.applicant.answers = '{"wish": "老人行动不便", "phone": "13900000120"}'
    case.applicant.save(update_fields=["answers"])
    text = page()
    assert "老人行动不便" in text
    assert "13900000120" not in text


def test_dossier_shows_what_is_not_personal(page):
    assert "到窗口" in page()


def test_clock_is_explained(page):
    assert "最晚11月25日" in page().replace(" ", "")


def test_internal_note_is_marked(page, case, agent):
    note(case=case, by=actor_of(agent), text="电话里说周五来", public=False)
    text = page()
    assert 'class="desk-in"' in text
    assert "电话里说周五来" in text


def test_what_people_typed_is_escaped(page, case, agent):
    note(case=case, by=actor_of(agent), text="<script>alert(1)</script>", public=True)
    text = page()
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_longer_journal_costs_no_query_more(as_user, agent, case):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            as_user(agent).get(reverse("desk_case", args=[case.number]))
        return len(seen)

    queries()  # the first page of a process reads what it then keeps until the next publication
    few = queries()
    for number in range(5):
        note(case=case, by=actor_of(agent), text=str(number), public=True)
    assert queries() == few


def test_closed_case_offers_nothing(page, case, agent):
    move(case=case, move="accept", by=actor_of(agent), version=1, answers={})
    case.refresh_from_db()
    move(case=case, move="complete", by=actor_of(agent), version=2, answers={"result": "已经办好了"})
    assert "/move/" not in page()

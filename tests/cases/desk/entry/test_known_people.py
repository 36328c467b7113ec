"""A number that was here before: masked, behind a question, and of the own organisations only."""

import pytest

from cases.models import EnteredDraft, JournalEntry
from tests.cases.desk.entry.conftest import ENTRY, Desk

pytestmark = pytest.mark.article("33.2")
KNOWN = "13900000120"


def shown(response):
    assert response.status_code == 200
    return response.content.decode()


def test_known_number_is_shown_masked_behind_a_question(desk, case):
    page = shown(desk.send(phone=KNOWN))
    assert f'value="known {case.number}"' in page
    assert "欧阳*" in page
    assert "欧阳示例" not in page


def test_agent_of_another_district_learns_nothing(neighbour, as_user, case):
    page = shown(Desk(as_user(neighbour)).send(phone=KNOWN))
    assert 'value="known' not in page
    assert "欧阳" not in page


def test_agent_of_another_district_cannot_fetch_it_by_the_number_of_the_case(neighbour, as_user, case):
    page = shown(Desk(as_user(neighbour)).send(f"known {case.number}", phone=KNOWN))
    assert "欧阳示例" not in page
    assert JournalEntry.objects.filter(case=case).count() == 1


def test_number_of_a_case_alone_opens_nothing(desk, case):
    page = shown(desk.send(f"known {case.number}", phone="13900001111"))
    assert "欧阳示例" not in page


def test_yes_fills_in_the_person_and_nothing_of_the_matter(desk, case):
    page = shown(desk.send(f"known {case.number}", phone=KNOWN))
    assert 'value="欧阳示例"' in page
    answers = EnteredDraft.objects.get().draft.read()
    assert (answers["name"], answers["phone"]) == ("欧阳示例", KNOWN)
    assert "请帮我补领社保卡" not in str(answers)


def test_yes_is_written_into_the_journal_of_the_old_case(desk, case, agent):
    desk.send(f"known {case.number}", phone=KNOWN)
    entry = case.entries.first()
    assert (entry.by, entry.public_note) == (agent.username, "")
    assert entry.internal_note


def test_no_takes_the_hint_away_until_the_number_changes(desk, case):
    assert 'value="known' not in shown(desk.send("another", phone=KNOWN))
    assert 'value="known' not in shown(desk.send(phone=KNOWN))
    assert 'value="known' in shown(desk.client.post(ENTRY, {"_entry": Desk(None).uuid, "phone": KNOWN}))


def test_two_people_with_one_number_are_told_apart(desk, apply):
    first, second = apply(name="张示例"), apply(name="李示例")
    page = shown(desk.send(phone=KNOWN))
    assert all(f'value="known {case.number}"' in page for case in (first, second))


def test_one_person_with_two_cases_is_shown_once(desk, apply):
    apply()
    newest = apply()
    page = shown(desk.send(phone=KNOWN))
    assert page.count('value="known ') == 1
    assert newest.number in page


def test_company_fills_in_its_name_and_code(desk, apply):
    case = apply(applicant_kind="legal_person", organisation="示例有限公司", uscc="91350100M000100Y43", name="联系人")
    shown(desk.send(f"known {case.number}", phone=KNOWN))
    answers = EnteredDraft.objects.get().draft.read()
    wanted = ("legal_person", "示例有限公司", "91350100M000100Y43", "联系人")
    assert tuple(answers[key] for key in ("applicant_kind", "organisation", "uscc", "name")) == wanted

"""The files of a case at the desk: named, opened by those who work the case, by nobody else."""

import re

import pytest

from cases.models import Case
from tests.forms.filling.papers import HOW, ask_for_papers, at_papers, photo
from tests.forms.filling.walk import send
from tests.hostile.sent_files import pdf

pytestmark = pytest.mark.django_db
QUERIES = 18


@pytest.fixture
def case(client, town, settings, tmp_path):
    settings.UPLOADS = str(tmp_path / "uploads")
    ask_for_papers(town.organisation)
    answers = HOW | {"remark": "x", "photos": photo("门口.jpg"), "proof.card.file": photo("社保卡.pdf", pdf())}
    client.post(at_papers(client), answers)
    send(client)
    Case.objects.update(organisation=town.organisation)
    return Case.objects.get()


def page(client, case):
    html = client.get(f"/admin/cases/{case.number}/").content.decode()
    return html, re.findall(r'href="(/admin/cases/[^"]*/files/[^"]*)"', html)


def test_clerk_reads_what_is_missing_and_opens_what_is_there(as_user, agent, case):
    clerk = as_user(agent)
    html, files = page(clerk, case)
    assert html.index("材料mandate") < html.index("材料card")
    assert "门口.jpg" in html
    shown = {clerk.get(file).headers["Content-Disposition"].partition(";")[0] for file in files}
    assert shown == {"inline", "attachment"}
    for file in files:
        response = clerk.get(file)
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in response.headers["Content-Security-Policy"]
        assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("who", ["neighbour", "editor", "citizen", None])
def test_nobody_else_opens_a_file(who, request, as_user, agent, case):
    _html, files = page(as_user(agent), case)
    user = request.getfixturevalue(who) if who else None
    assert as_user(user).get(files[0]).status_code in {302, 404}


def test_file_of_another_case_is_not_found_under_this_number(as_user, agent, case, apply):
    _html, files = page(as_user(agent), case)
    foreign = files[0].replace(case.number, apply(proof={}, remark="x").number)
    assert as_user(agent).get(foreign).status_code == 404


def test_more_files_cost_no_query_more(as_user, agent, case, django_assert_num_queries):
    clerk = as_user(agent)
    page(clerk, case)
    one = case.attachments.first()
    with django_assert_num_queries(QUERIES):
        page(clerk, case)
    case.attachments.exclude(pk=one.pk).delete()
    with django_assert_num_queries(QUERIES):
        page(clerk, case)


def test_paper_that_was_brought_to_the_window_is_noted_once(as_user, agent, case):
    clerk, address = as_user(agent), f"/admin/cases/{case.number}/papers/mandate/"
    for _twice in range(2):
        assert clerk.post(address).status_code == 302
    html, files = page(clerk, case)
    assert address not in html
    assert len(files) == 2
    assert case.entries.count() == 2
    assert case.entries.first().by == agent.username


@pytest.mark.parametrize("what", ["evil", "closed"])
def test_paper_that_nobody_needs_is_not_noted(what, as_user, agent, case):
    if what == "closed":
        Case.objects.update(closed_at=case.submitted_at)
    as_user(agent).post(f"/admin/cases/{case.number}/papers/{'mandate' if what == 'closed' else what}/")
    assert case.entries.count() == 1


def test_neighbour_notes_nothing(as_user, neighbour, case):
    assert as_user(neighbour).post(f"/admin/cases/{case.number}/papers/mandate/").status_code == 404
    assert case.entries.count() == 1

"""The plan of a form and of a workflow says in words what applicants and staff will notice."""

import shutil

import pytest
from django.utils import translation

from configuration import report
from configuration.check import check
from configuration.layers import read
from configuration.plan import plan
from tests.city import SAGUARO, city  # noqa: F401  a fixture
from tests.definitions.test_saguaro import applied, open_day
from tests.forms.filling.walk import shown

__all__ = ["open_day"]
CITY = SAGUARO
pytestmark = [pytest.mark.usefixtures("city", "open_day"), pytest.mark.django_db]


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(SAGUARO[0], tmp_path / "saguaro")


def edit(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def words(folder):
    checked = check(read([folder]))
    assert checked.problems == []
    with translation.override("en"):  # as on the command line
        made = plan(checked)
    told = list(report.lines(made, "apply"))
    for step in made.steps:
        for sentence in step.words:
            assert f"      {sentence}" in told
    return {sentence for step in made.steps for sentence in step.words}


def test_form_says_its_new_questions_and_its_drafts(client, folder):
    client.post("/apply/well/", {"item": "well-permit", "point": "county-desk", "shown": shown()})
    form = folder / "forms/well.yaml"
    edit(form, "      - name:", "      - depth: {type: number, label: How deep}\n      - name:")
    edit(form, "      - how:", "      - means:")
    edit(form, "mode: how", "mode: means")
    assert words(folder) == {
        "new required question “How deep” (depth)",
        "cases and printed forms get the row “How deep”",
        "new required question “What you want” (means)",
        "cases and printed forms get the row “What you want”",
        "the question “What you want” (how) is not asked any more",
        "drafts: 1, of which 0 go on unchanged",
        "1 must answer “How deep”",
        "1 must answer “What you want”",
    }


def test_workflow_says_what_becomes_of_open_cases_in_a_removed_state(client, folder):
    applied(client)
    workflow = folder / "workflows/request.yaml"
    workflow.write_text(workflow.read_text().replace("open", "received"))
    assert words(folder) == {
        "new state 'received'",
        "the state 'open' is gone",
        "1 open case keeps the workflow with the state 'open'",
    }

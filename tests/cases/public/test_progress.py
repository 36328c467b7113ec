"""Progress as the journal tells it: what was skipped is never shown as done."""

import datetime as dt

import pytest

from cases.public.progress import stages
from cases.workflow.spec import WorkflowSpec

AT = dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC)
pytestmark = pytest.mark.django_db  # texts know the languages of the site
WRITTEN = {
    "workflow": "w",
    "title": "W",
    "prefix": "WW",
    "states": {
        "sent": {"staff": "sent", "public": "Received", "start": True},
        "signed": {"staff": "signed", "public": "Signed"},
        "doing": {"staff": "doing", "public": "In progress"},
        "handed": {"staff": "handed", "public": "Handed over", "phase": "End"},
        "done": {"staff": "done", "public": "Completed", "phase": "End", "end": True},
        "asked": {"staff": "asked", "public": "Waiting for you"},
        "withdrawn": {"staff": "withdrawn", "public": "Withdrawn", "end": True},
    },
    "moves": {},
}


def spec():
    return WorkflowSpec.model_validate(WRITTEN)


def shown(now, *entered):
    moments = [(state, AT + dt.timedelta(days=number)) for number, state in enumerate(entered)]
    return [(stage.label, stage.progress) for stage in stages(spec(), now, moments)]


@pytest.mark.parametrize(
    ("now", "entered", "expected"),
    [
        ("sent", ["sent"], ["here", "", "", ""]),
        ("doing", ["sent", "signed", "doing"], ["done", "done", "here", ""]),
        ("doing", ["sent", "doing"], ["done", "skipped", "here", ""]),
        ("done", ["sent", "done"], ["done", "skipped", "skipped", "done"]),
        ("handed", ["sent", "signed", "doing", "handed"], ["done", "done", "done", "here"]),
        ("signed", ["sent", "signed", "doing", "signed"], ["done", "here", "", ""]),
        ("doing", [], ["skipped", "skipped", "here", ""]),
        ("doing", ["sent", "gone", "doing"], ["done", "skipped", "here", ""]),
    ],
)
def test_progress_of_the_stages_on_the_way(now, entered, expected):
    assert [progress for _label, progress in shown(now, *entered)] == expected


def test_case_that_ended_beside_the_way_shows_what_it_went_through():
    assert shown("withdrawn", "sent", "signed", "withdrawn") == [
        ("Received", "done"),
        ("Signed", "done"),
        ("Withdrawn", "done"),
    ]


def test_case_that_waits_beside_the_way_still_has_the_rest_before_it():
    assert shown("asked", "sent", "asked") == [
        ("Received", "done"),
        ("Waiting for you", "here"),
        ("Signed", ""),
        ("In progress", ""),
        ("End", ""),
    ]


def test_state_that_the_workflow_does_not_know_shows_no_way():
    assert stages(spec(), "gone", [("sent", AT)]) == []


def test_each_stage_says_when_it_was_reached_first():
    found = stages(spec(), "doing", [("sent", AT), ("doing", AT + dt.timedelta(days=1))])
    assert [stage.at for stage in found] == [AT, None, AT + dt.timedelta(days=1), None]

"""A guard of another package: one file and an entry point; check, desk, tracking page and action know it."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from cases import plugins
from cases.access import actor_of
from cases.actions import NotAllowed, move, submit
from cases.workflow.actor import THE_APPLICANT
from cases.workflow.engine import mistakes
from cases.workflow.registry import GUARDS
from tests import shipped
from tests.cases.desk.conftest import works
from tests.factories.draft import DraftFactory

GUARD = """
from cases.workflow.registry import Guard
from configuration.schema import Part


class Full(Part):
    moon: str


class MoonIs(Guard):
    name = "moon_is"
    parameters = Full

    def load(self, case, parameters):
        return case.number

    def reason_against(self, parameters, facts, actor):
        return f"The moon is not {parameters.moon} over {facts}"
"""
REQUIRES = [{"moon_is": {"moon": "full"}}]
pytestmark = pytest.mark.django_db


@pytest.fixture
def plugin(tmp_path, monkeypatch):
    """Install a package with one guard, as pip would lay it out."""
    (tmp_path / "moon_guard.py").write_text(GUARD)
    info = tmp_path / "moon_guard-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: moon-guard\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[portal.guards]\nmoon_is = moon_guard:MoonIs\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(GUARDS, "_named", dict(GUARDS._named))
    plugins.register()


@pytest.fixture
def case(plugin, town):
    guarded = {"accept": {"requires": REQUIRES}, "withdraw": {"requires": REQUIRES}}
    shipped.KINDS[0].save(shipped.workflow_with("assistance", guarded))
    draft = DraftFactory(item__department=town.organisation, point=town)
    return submit(draft=draft, declared=["privacy", "truth"])


@pytest.mark.usefixtures("plugin", "chinese")
def test_check_knows_its_name_and_its_parameters():
    known = shipped.workflow_with("assistance", {"accept": {"requires": REQUIRES}})
    wrong = shipped.workflow_with("assistance", {"accept": {"requires": [{"moon_is": {"sun": "full"}}]}})
    assert ([*mistakes(known)], [code for _where, code, *_rest in mistakes(wrong)]) == ([], ["D354"])


@pytest.fixture
def clerk(town):
    return works(town.organisation)


@pytest.fixture
def desk(clerk):
    client = Client()
    client.force_login(clerk)
    return client


def test_action_refuses_with_its_sentence(case, clerk):
    with pytest.raises(NotAllowed, match=f"The moon is not full over {case.number}"):
        move(case=case, move="accept", by=actor_of(clerk), version=1, answers={})


def test_desk_shows_its_sentence_instead_of_a_button(case, desk):
    page = desk.get(reverse("desk_case", args=[case.number])).content.decode()
    asked = desk.get(reverse("desk_move", args=[case.number, "accept"])).content.decode()
    assert reverse("desk_move", args=[case.number, "accept"]) not in page
    assert ("The moon is not full" in page, "The moon is not full" in asked) == (True, True)
    assert 'name="version"' not in asked


def test_tracking_page_shows_its_sentence_instead_of_the_way_on(case):
    visitor = Client()
    visitor.post("/track/", {"number": case.number, "tail": "0120"})
    page = visitor.get("/track/").content.decode()
    assert "The moon is not full" in page
    assert "/track/do/withdraw/" not in page
    asked = visitor.get("/track/do/withdraw/").content.decode()
    assert "The moon is not full" in asked
    assert not re.search(r"<button[^>]*danger", asked)


def test_applicant_is_refused_like_anybody_else(case):
    with pytest.raises(NotAllowed, match="The moon"):
        move(case=case, move="withdraw", by=THE_APPLICANT, version=1, answers={})


def test_two_guards_of_one_name_are_refused(plugin):
    class Impostor(type(GUARDS._named["not_before"])):
        name = "moon_is"

    with pytest.raises(ValueError, match="moon_is"):
        GUARDS.register(Impostor())

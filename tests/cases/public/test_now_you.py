"""The first thing on the tracking page: what is asked of the applicant, with one deadline; and who answers."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import translation

from cases.extensions import NowYou, TrackingPart
from cases.models import Case
from cases.public.now_you import now_you
from cases.workflow.spec import State
from catalog.models import Post
from tests.city import city  # noqa: F401  the fixture
from tests.forms.filling.walk import applied, sound

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city"), pytest.mark.article("22")]
FRIDAY = dt.date(2026, 12, 4)


def state(*waits_for):
    written = {"staff": "s", "public": "Please sign", "explain": "At the window.", "waits_for": [*waits_for]}
    return State.model_validate(written)


@pytest.mark.usefixtures("stopped")
def test_state_that_waits_for_the_applicant_says_what_and_until_when():
    with translation.override("en"):
        asked = now_you(Case(next_due_on=FRIDAY), state("applicant"), [])
    assert (asked.title, asked.text) == ("Please sign", "At the window.")
    assert "Friday" in asked.when or "Fri" in asked.when


def test_clock_that_stands_still_sets_no_deadline():
    with translation.override("en"):
        asked = now_you(Case(), state("applicant"), [])
    assert asked.when == "While we wait for you, our own time does not run."


@pytest.mark.parametrize("case", [Case(), Case(closed_at=dt.datetime(2026, 12, 4, tzinfo=dt.UTC))])
def test_nothing_is_asked_where_staff_are_to_act(case):
    assert now_you(case, state("agent"), []) is None


def test_room_that_knows_more_comes_first_and_a_closed_case_asks_nothing():
    part = TrackingPart("x.html", None, now=NowYou("Bring the mandate"))
    assert now_you(Case(), state("applicant"), [part]).title == "Bring the mandate"
    assert now_you(Case(closed_at=dt.datetime(2026, 12, 4, tzinfo=dt.UTC)), state("applicant"), [part]) is None


@pytest.mark.parametrize("public", [True, False])
def test_page_names_the_badge_of_a_public_post_and_nobody_else(client, public):
    case = applied(client)
    post = Post.objects.agents().exclude(badge="").select_related("user").order_by("pk").first()
    Post.objects.filter(user=post.user).update(public=public)
    Case.objects.filter(pk=case.pk).update(responsible=post.user)
    visitor = Client()
    visitor.post("/track/", {"number": case.number, "tail": "1234"})
    people = sound(visitor.get("/track/")).partition('<aside class="panel people"')[2]
    assert (post.badge in people) == public
    assert "0532-0555" in people
    assert str(post.user) not in people

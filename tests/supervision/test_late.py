"""The list of late cases: its rows, order, words and number of queries (Art. 29)."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.access import actor_of
from cases.actions import move
from tests import many_cases
from tests.cases.desk.conftest import works
from tests.factories.item import ItemFactory
from tests.factories.organisation import OrganisationFactory
from tests.factories.post import PostFactory, UserFactory
from tests.moments import local
from tests.supervision.conftest import watches

pytestmark = [pytest.mark.django_db, pytest.mark.article("29.1")]
LATE = "2026-11-30 09:00"  # three working days after the case of the fixture was due


@pytest.fixture
def listed(as_user, supervisor):
    """Return the list as the supervisor reads it."""

    def read(user=supervisor, **query):
        return as_user(user).get(reverse("supervision_late"), query).content.decode()

    return read


def test_late_case_says_by_how_much_and_that_nobody_has_it(listed, case, at):
    at(local(LATE))
    page = listed()
    assert case.number in page
    assert "超 3 个工作日" in page
    assert "还没有人受理" in page
    assert "1 件已超期。 其中 1 件还没有人受理。" in re.sub(r"\s+", " ", page)


def test_late_case_says_who_has_it(listed, case, agent, at):
    move(case=case, move="accept", by=actor_of(agent), version=case.version, answers={})
    at(local("2027-03-30 09:00"))
    assert agent.display_name in listed()


def test_case_that_is_soon_due_stands_in_the_other_tab(listed, case):
    assert case.number not in listed()
    assert "没有超期的办件。" in listed()
    assert case.number in listed(tab="soon")


def test_nothing_is_said_of_the_person(listed, case, at):
    at(local(LATE))
    page = listed()
    assert "欧阳" not in page
    assert case.applicant.phone_masked not in page


def test_only_whoever_works_the_case_opens_it(listed, supervisor, case, at):
    at(local(LATE))
    address = reverse("desk_case", args=[case.number])
    assert address not in listed()
    PostFactory(user=supervisor, organisation=case.organisation, role__code="agent")
    again = type(supervisor).objects.get(pk=supervisor.pk)
    assert address in listed(again)


def test_neighbour_sees_none_of_them(listed, neighbour, case, at):
    at(local(LATE))
    assert case.number not in listed(neighbour)


def test_agent_who_supervises_elsewhere_sees_no_case_of_here(listed, neighbour, case, at):
    PostFactory(user=neighbour, organisation=case.organisation, role__code="agent")
    at(local(LATE))
    assert case.number not in listed(neighbour)


def test_agent_finds_no_such_address(as_user, agent):
    assert as_user(agent).get(reverse("supervision_late")).status_code == 404


def test_menu_offers_it_to_whoever_supervises(as_user, supervisor, agent):
    home = reverse("wagtailadmin_home")
    address = reverse("supervision_late")
    assert address in as_user(supervisor).get(home).content.decode()
    assert address not in as_user(agent).get(home).content.decode()


@pytest.fixture
def many(town):
    """A block of cases in two districts, and somebody who supervises the city."""
    head = town.organisation.parent
    places = [town.organisation, OrganisationFactory(code="d1", parent=head)]
    people = [works(head), *UserFactory.create_batch(3)]
    many_cases.block(places, people, [ItemFactory(name={"zh-hans": "事项一"})])
    return head


@pytest.mark.parametrize("tab", ["late", "soon"])
def test_many_cases_cost_as_many_queries_as_few(many, as_user, tab):
    client = as_user(watches(many))

    def queries():
        with CaptureQueriesContext(connection) as seen:
            response = client.get(reverse("supervision_late"), {"tab": tab})
        assert response.context["rows"]
        return len(seen)

    queries()
    few = queries()
    many_cases.multiply(3 * many_cases.BLOCK)
    assert queries() <= few

"""The queue among many cases: as many queries as among few, each a stretch of an index, nothing sorted."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.desk import finding
from cases.desk.queue import Queue
from tests import many_cases
from tests.cases.desk.conftest import works
from tests.factories.item import ItemFactory
from tests.factories.organisation import OrganisationFactory
from tests.factories.post import PostFactory, UserFactory

MANY = 5 * many_cases.BLOCK
PAGES = (
    {},
    *({"tab": tab} for tab in ("mine", "new", "all", "waiting", "closed")),
    {"tab": "all", "mode": "agency", "channel": "phone"},
    {"q": "BD-0000-0000-0010-0"},
    {"q": "BD 0000 0000 001"},
    {"q": many_cases.name(10)},
    {"q": many_cases.phone(10)},
    {"q": "0010"},
    {"q": "事项七"},
    {"q": "事项"},
)
# A list is read in the order of an index: nothing is sorted, and no table or index is read from end to end.
UNBOUNDED = {
    "sqlite": re.compile(r"USE TEMP B-TREE|SCAN (cases_\w+)"),
    "postgresql": re.compile(r"Sort Key|Seq Scan on (cases_case|cases_party)"),
}


@pytest.fixture
def city(town):
    """A block of cases in four organisations, and two people: one of the whole city, one with two posts."""
    head = town.organisation.parent
    districts = [town.organisation, *(OrganisationFactory(code=f"d{n}", parent=head) for n in range(2))]
    places = [*districts, OrganisationFactory(code="village", parent=districts[1])]
    items = [ItemFactory(name={"zh-hans": f"事项{n}"}) for n in "一二三四五六七八九十"]
    leader, agent = works(head), works(districts[0])
    PostFactory(organisation=districts[1], user=agent, role=agent.posts.first().role)
    many_cases.block(places, [leader, agent, *UserFactory.create_batch(3)], items)
    return {"leader": leader, "agent": agent}


def _queries(client, query):
    with CaptureQueriesContext(connection) as seen:
        response = client.get(reverse("desk"), query)
    assert response.status_code == 200
    return [one["sql"] for one in seen.captured_queries], response


def _plan(sql):
    """Return how the database would go about SQL, with nothing to gain from reading a small table as a whole."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        cursor.execute(("EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN ") + sql)
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


@pytest.mark.parametrize("person", ["leader", "agent"])
def test_many_cases_cost_as_many_queries_as_few(city, as_user, person):
    client = as_user(city[person])
    client.get(reverse("desk"))
    few = [len(_queries(client, query)[0]) for query in PAGES]
    many_cases.multiply(MANY)
    many = [len(_queries(client, query)[0]) for query in PAGES]
    assert all(later <= earlier for earlier, later in zip(few, many, strict=True)), (few, many)


@pytest.mark.parametrize("person", ["leader", "agent"])
def test_every_list_is_a_stretch_of_an_index(city, as_user, person):
    many_cases.multiply(MANY)
    client = as_user(city[person])
    for tab in ("mine", "new", "all", "waiting", "closed"):
        first, response = _queries(client, {"tab": tab})
        second, _response = _queries(client, {"tab": tab, "after": response.context["part"].after})
        for sql in first + second:
            if re.search(r"FROM .?cases_case", sql):
                plan = _plan(sql)
                assert not UNBOUNDED[connection.vendor].search(plan), (tab, sql, plan)


def test_pages_together_hold_every_case_once_in_order(city, as_user):
    client, seen, after = as_user(city["leader"]), [], ""
    while True:
        page = client.get(reverse("desk"), {"tab": "closed", "after": after}).context["part"]
        seen += page.cases
        after = page.after
        if not after:
            break
    assert len(seen) == len({case.pk for case in seen}) == many_cases.BLOCK * 9 // 10
    assert seen == sorted(seen, key=lambda case: (case.closed_at, case.pk), reverse=True)


def test_two_posts_are_merged_by_day(city, as_user):
    cases = as_user(city["agent"]).get(reverse("desk"), {"tab": "all"}).context["part"].cases
    assert len({case.scope_2 for case in cases}) == 2
    assert [(case.next_event_on, case.pk) for case in cases] == sorted((case.next_event_on, case.pk) for case in cases)


def test_posts_below_one_another_show_each_case_once(city, as_user):
    leader = get_user_model().objects.get(pk=city["leader"].pk)
    PostFactory(organisation=city["agent"].posts.first().organisation, user=leader, role=leader.posts.first().role)
    assert len(Queue(leader).heads) == 1


def test_count_beyond_the_cap_says_so(city, as_user):
    many_cases.multiply(MANY)
    page = as_user(city["leader"]).get(reverse("desk"), {"tab": "closed"}).content.decode()
    assert "999+" in page


def test_search_that_fits_too_many_says_that_older_ones_are_left_out(city, as_user, monkeypatch):
    client = as_user(city["leader"])
    assert client.get(reverse("desk"), {"q": "BD-0000-0000-0010-0"}).context["newest"] is None
    monkeypatch.setattr(finding, "FOUND", 20)
    response = client.get(reverse("desk"), {"q": "BD 0000 0000 00"})
    assert response.context["newest"] == 20
    assert "只显示最新 20 件" in response.content.decode()

"""The queue of a clerk among a thousand and a million cases: the whole page, and the slowest of its queries.

For people with one post at the head of the city, one in a district, two and five posts. Measured within one process, on
SQLite and on PostgreSQL.
"""

import time
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench import postgres
from bench.sizes import sizes
from cases.desk import listing
from cases.desk.queue import Queue
from cases.desk.views import A_PAGE
from catalog.models import Organisation, Post, ServiceItem
from catalog.staff import sync_groups
from portal.kit import clock
from portal.users.models import Role, User
from tests import many_cases
from tests.city import QINGDAO

RATIO, SLOWEST = 1.5, 5.0  # bars: times the small city; milliseconds
ROUNDS = 5  # the best counts: what else runs here only makes things slower
POSTS = {"city": 1, "district": 1, "two posts": 2, "five posts": 5}
SEARCHERS = ("city", "five posts")
HEAD = [
    "database",
    "who",
    "page",
    "few, ms",
    "many, ms",
    f"ratio (bar {RATIO})",
    f"slowest SQL, ms (bar {SLOWEST:.0f})",
]

Measured = dict[tuple[str, str], tuple[float, float]]
"""Milliseconds of a page and of its slowest query, by person and page."""


def rows(_site: object) -> Iterator[list[str]]:
    """Yield a row for each person and page, as HEAD says, and the worst of all last."""
    call_command("migrate", verbosity=0)
    call_command("definitions", "apply", *map(str, QINGDAO), verbosity=0, stdout=StringIO())
    people = _people()
    many_cases.block(list(Organisation.objects.current()), list(people.values()), list(_items()))
    few, many = sizes("1000,1000000")[0], sizes("1000,1000000")[-1]
    before = _measure(people)
    began = time.perf_counter()
    many_cases.multiply(many)
    yield [connection.vendor, f"{many:,} cases made in {time.perf_counter() - began:.0f} s; few: {few:,}", *[""] * 5]
    after = _measure(people)
    for (who, page), (milliseconds, slowest) in after.items():
        small = before[who, page][0]
        ratio = milliseconds / small
        cells = [f"{small:.1f}", f"{milliseconds:.1f}", _barred(ratio, RATIO), _barred(slowest, SLOWEST)]
        yield [connection.vendor, who, page, *cells]
    ratios = [milliseconds / before[key][0] for key, (milliseconds, _slowest) in after.items()]
    worst = [_barred(max(ratios), RATIO), _barred(max(slowest for _page, slowest in after.values()), SLOWEST)]
    yield [connection.vendor, "worst of all", "", "", "", *worst]
    yield from postgres.rows("queue")


def _barred(value: float, bar: float) -> str:
    return f"{value:.2f}" if value <= bar else f"{value:.2f} BEYOND"


def _items() -> Any:
    return ServiceItem.objects.public().order_by("pk")


def _people() -> dict[str, User]:
    """Return somebody for each of POSTS, with posts next to each other in the tree."""
    role = Role.objects.get(code="agent")
    head = Organisation.objects.get(parent=None)
    below = list(Organisation.objects.current().filter(parent=head, children__isnull=False).distinct().order_by("path"))
    people = {}
    for who, number in POSTS.items():
        user = people[who] = User.objects.create_user(f"bench-{number}-{len(people)}")
        for place in [head] if who == "city" else below[:number]:
            code = f"bench-{user.pk}-{place.pk}"
            Post.objects.create(code=code, user=user, organisation=place, role=role, starts=clock.today())
        sync_groups(user)
    return people


def _pages() -> dict[str, dict[str, str]]:
    item = str(_items()[0].name)
    return {
        **{tab: {"tab": tab} for tab in ("mine", "new", "all", "waiting", "closed")},
        "all by telephone": {"tab": "all", "mode": "agency", "channel": "phone"},
        "search: number": {"q": "BD-0000-0000-0010-0"},
        "search: beginning of a number": {"q": "BD 0000 0000 00"},
        "search: name": {"q": many_cases.name(10)},
        "search: telephone": {"q": many_cases.phone(10)},
        "search: last four digits": {"q": "0010"},
        "search: one item": {"q": item},
        "search: many items": {"q": "登记"},
    }


def _measure(people: dict[str, User]) -> Measured:
    found: Measured = {}
    for who, user in people.items():
        client = Client()
        client.force_login(user)
        for page, query in _pages().items():
            if page.startswith("search") and who not in SEARCHERS:
                continue
            found[who, page] = _page(client, query)
            if page in {"all", "closed"}:
                after = listing.page([Queue(user).tab(page)], A_PAGE, "").after
                found[who, f"{page}, second page"] = _page(client, query | {"after": after})
    return found


def _page(client: Client, query: dict[str, str]) -> tuple[float, float]:
    def read() -> None:
        response = client.get(reverse("desk"), query)
        assert response.status_code == 200, response.status_code

    read()
    with CaptureQueriesContext(connection) as seen:
        read()
    slowest = max(_best(lambda sql=one["sql"]: _ask(sql)) for one in seen.captured_queries if _reads(one))
    return _best(read), slowest


def _reads(query: dict[str, str]) -> bool:
    return query["sql"].startswith("SELECT")


def _ask(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        cursor.fetchall()


def _best(do: Callable[[], None]) -> float:
    times = []
    for _round in range(ROUNDS):
        began = time.perf_counter()
        do()
        times.append((time.perf_counter() - began) * 1000)
    return min(times)

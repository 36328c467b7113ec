"""Bars 1, 2, 3 and 19: every address × every actor × GET and POST, with ids of real foreign objects.

The table access.tsv says who gets what. A new address without a row fails; so does a row whose answer changed.
"""

import pytest
from django.test import Client

from tests.city import city  # noqa: F401  the fixture
from tests.trust import access
from tests.trust.cast import Cast
from tests.trust.routes import routes

pytestmark = [pytest.mark.slow, pytest.mark.article("3.1", "33.2")]

HEADERS = (
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "Referrer-Policy",
    "X-Frame-Options",
    "Permissions-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Content-Type",
)
# Wagtail 8.0 answers 500 when an editor posts these forms without their own hidden fields; only editors reach them.
UPSTREAM = {
    "admin/choose-external-link/",
    "admin/snippets/catalog/serviceitem/add/",
    "admin/snippets/catalog/servicepoint/add/",
}
# What a person who is not signed in may open below /admin/.
DOORS = ("admin/login/", "admin/logout/", "admin/password_reset/", "admin/sprite/", "admin/jsi18n/", "admin/.*/")


@pytest.fixture(scope="module")
def cast(city, django_db_blocker):  # noqa: F811
    with django_db_blocker.unblock():
        return Cast.gather()


@pytest.fixture(scope="module")
def asked():
    """The answers by actor: each asks once a module, and what the questions did to the database is undone."""
    return {}


def in_one_worker(actor):
    return pytest.param(actor, marks=pytest.mark.xdist_group(f"access {actor}"))


@pytest.fixture(params=map(in_one_worker, access.ACTORS))
def answers(request, cast, asked, db):
    """Return an actor and its answers by route: ``{route: {"get": Answer, "post": Answer}}``."""
    if request.param not in asked:
        asked[request.param] = ask_everything(request.param, cast)
    return request.param, asked[request.param]


def ask_everything(actor, cast):
    client = Client(raise_request_exception=False)
    user = cast.users[actor]
    if user is not None:
        client.force_login(user)
    found = {}
    for route, address in access.addresses(routes(), cast.values):
        if user is None or route.template != "admin/logout/":
            found[route] = {method: access.ask(client, method, address) for method in ("get", "post")}
    return found


def test_every_address_answers_as_the_table_says(answers):
    actor, found = answers
    expected = access.table()
    wrong = []
    for route, methods in found.items():
        got = "/".join(answer.word for answer in methods.values())
        if got != expected.get(route.template, {}).get(actor):
            wrong.append(f"{route.template}\t{actor}\t{got}")
    assert not wrong, "\n".join(["the table tests/trust/access.tsv does not say so:", *wrong])


def test_no_address_breaks(answers):
    _actor, found = answers
    broken = {route.template for route, methods in found.items() for a in methods.values() if a.word == "broken"}
    assert broken <= UPSTREAM


def test_the_admin_is_closed_to_whoever_is_not_signed_in(answers):
    actor, found = answers
    if actor not in {"stranger", "citizen"}:
        pytest.skip("signed in")
    opened = [
        route.template
        for route, methods in found.items()
        if route.template.startswith("admin/") and not route.template.startswith(DOORS)
        if any(answer.word == "ok" for answer in methods.values())
    ]
    assert not opened


def test_nobody_reads_what_belongs_to_others(answers, cast):
    """The canaries of the foreign case stand in no answer, whatever the address."""
    actor, found = answers
    if actor == "agent":
        pytest.skip("it is this agent's own case")
    leaks = [
        f"{route.template} {method}: {canary}"
        for route, methods in found.items()
        for method, answer in methods.items()
        for canary in cast.canaries
        # The way to the sign-in page repeats the address that was asked for, number and all.
        if canary.encode() in answer.body or (canary != cast.case.number and canary in str(answer.headers))
    ]
    assert not leaks


def test_every_answer_carries_the_security_headers(answers):
    _actor, found = answers
    bare = [
        f"{route.template} {method}: {name}"
        for route, methods in found.items()
        for method, answer in methods.items()
        for name in HEADERS
        if name not in answer.headers and not (name == "Content-Type" and answer.word in {"away", "login", "method"})
    ]
    assert not bare

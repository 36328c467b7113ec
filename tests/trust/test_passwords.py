"""Bar 17: every address that compares a password counts the attempts; a new one is found by walking all of them.

The password hashers and the comparison with the shared password of a page are counted while every address of the
resolver is asked with GET and POST. Whatever reaches them is then tried sixty times with wrong passwords.
"""

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
import wagtail.forms
from bs4 import BeautifulSoup
from django.contrib.auth import hashers
from django.db import transaction
from django.test import Client
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from content.models import TextPage
from portal.kit import clock
from portal.private_pages import GUESSES_AT_A_PAGE, GUESSES_OF_A_NETWORK
from portal.users import invitations
from portal.users.models import User
from portal.users.sign_in import FAILURES, FAILURES_OF_A_NETWORK
from tests.city import city
from tests.trust.access import one_a_pattern
from tests.trust.walking import walk

__all__ = ["city", "walk"]
pytestmark = [pytest.mark.slow]
RIGHT, WRONG = "the right phrase for tests", "a wrong phrase for tests"
TRIES = 60
# Names of fields that some form of Django or Wagtail reads a password from, whether or not its page shows one.
GENERIC = dict.fromkeys(
    (
        "password", "password1", "password2", "old_password", "new_password1", "new_password2",
        "password-old_password", "password-new_password1", "password-new_password2",
    ),
    WRONG,
) | {"username": "operator", "return_url": "/", "next": "/"}  # fmt: skip
# Whoever may change users sets a password here; nothing is compared, so nothing can be guessed.
# So does whoever has a link for it, once (tests/portal/test_invitations.py counts the attempts).
SETS_A_PASSWORD = {"admin/users/add/", "admin/users/edit/<str:pk>/", "invitation/"}
COMPARES = {
    ("stranger", "admin/login/"): FAILURES.times,
    ("operator", "admin/login/"): FAILURES.times,
    ("operator", "admin/account/"): FAILURES.times,
    ("stranger", "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/"): 5,
    ("operator", "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/"): 5,
    ("stranger", "documents/authenticate_with_password/<int:restriction_id>/"): 5,
    ("operator", "documents/authenticate_with_password/<int:restriction_id>/"): 5,
}


@dataclass
class Reached:
    """Number of hasher runs (a comparison inside counts once), and of comparisons of a shared password."""

    counts: Counter = field(default_factory=Counter)
    inside: bool = False

    @property
    def total(self):
        return self.counts.total()

    @contextmanager
    def once(self, what):
        outermost, self.inside = not self.inside, True
        if outermost:
            self.counts[what] += 1
        try:
            yield
        finally:
            self.inside = not outermost


@pytest.fixture
def reached(monkeypatch):
    """Count what runs in the real hashers and in Wagtail's comparison."""
    found = Reached()

    def counted(owner, name, what):
        real = getattr(owner, name)

        def wrapped(*args, **options):
            with found.once(what):
                return real(*args, **options)

        monkeypatch.setattr(owner, name, wrapped)

    for hasher in map(type, hashers.get_hashers()):
        counted(hasher, "encode", "made")
        counted(hasher, "verify", "compared")
    counted(wagtail.forms, "constant_time_compare", "compared")
    return found


@pytest.fixture
def doors(walk, db):
    """The addresses of all routes; the page and the collection among them are kept by a shared password."""
    operator = User.objects.create_superuser("operator", password=RIGHT)
    User.objects.create_user("invited")
    page = TextPage.objects.live().order_by("pk").first()
    collection = Collection.get_first_root_node().add_child(name="private")
    private = {"restriction_type": "password", "password": RIGHT}
    on_page = PageViewRestriction.objects.create(page=page, **private)
    on_collection = CollectionViewRestriction.objects.create(collection=collection, **private)
    values = {
        "_util/": {"page_view_restriction_id": str(on_page.pk), "page_id": str(page.pk)},
        "documents/authenticate": {"restriction_id": str(on_collection.pk)},
        "admin/users/edit/": {"pk": str(User.objects.exclude(pk=operator.pk).order_by("pk").first().pk)},
    }
    addresses = {}
    for target in one_a_pattern(walk.targets):
        own = next((ids for prefix, ids in values.items() if target.route.template.startswith(prefix)), {})
        addresses[target.route] = target.route.address({**target.sample.ids, **own})
        if target.route.template == "invitation/":
            addresses[target.route] = invitations.link(User.objects.get(username="invited"), "")
    return {"operator": operator, "addresses": addresses}


def client_of(actor, doors):
    client = Client(raise_request_exception=False)
    if actor == "operator":
        client.force_login(doors["operator"])
    return client


def read_to_the_end(answer):
    """Read an answer that comes in pieces, which closes its file; return whether it was one."""
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer.streaming


def filled(client, address):
    """Return what a browser would send from the forms of ADDRESS, with a wrong password wherever one is asked for."""
    answer = client.get(address, headers={"accept": "text/html"})
    typed = {}
    if not read_to_the_end(answer) and answer.headers.get("Content-Type", "").startswith("text/html"):
        for control in BeautifulSoup(answer.content, "html.parser").select("form [name]"):
            secret = control.get("type") == "password"
            typed[control["name"]] = WRONG if secret else control.get("value", "")
    return typed | GENERIC


def tried(client, address):
    """Send the forms of ADDRESS and the generic body; what that did is rolled back."""
    with transaction.atomic():
        for data in (filled(client, address), GENERIC | {"username": "a new person"}):
            with transaction.atomic():
                read_to_the_end(client.post(address, data, headers={"accept": "text/html"}))
        transaction.set_rollback(True)


@pytest.mark.one_database
@pytest.mark.parametrize("actor", ["stranger", "operator"])
def test_every_address_that_reaches_a_password_is_known(doors, reached, actor):
    found, reaching = set(), set()
    for route, address in doors["addresses"].items():
        client, before = client_of(actor, doors), reached.total
        tried(client, address)
        if reached.total > before:
            (reaching if route.template in SETS_A_PASSWORD else found).add((actor, route.template))
    assert found == {door for door in COMPARES if door[0] == actor}
    assert (actor, "invitation/") in reaching


@pytest.fixture
def stopped_clock(monkeypatch):
    """No window of a limit ends in the middle of a test."""
    moment = clock.now()
    monkeypatch.setattr(clock, "now", lambda: moment)


@pytest.mark.usefixtures("stopped_clock")
@pytest.mark.parametrize("door", COMPARES, ids=" ".join)
@pytest.mark.parametrize(("change", "most"), [("", FAILURES.times), ("names", FAILURES_OF_A_NETWORK.times)])
def test_sixty_wrong_passwords_at_one_address_are_cut_off(doors, reached, door, change, most):
    actor, template = door
    address = next(there for route, there in doors["addresses"].items() if route.template == template)
    client = client_of(actor, doors)
    data = filled(client, address)
    before = reached.total
    for number in range(TRIES):
        answer = client.post(address, data | ({"username": f"guess-{number}"} if change else {}))
    assert 0 < reached.total - before <= most
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert "12345" in answer.content.decode() or "管理员" in answer.content.decode()


def test_the_second_sign_in_of_wagtail_is_gone(doors, reached):
    client = Client()
    for _number in range(TRIES):
        answer = client.post("/_util/login/", {"username": "operator", "password": WRONG})
    right = client.post("/_util/login/", {"username": "operator", "password": RIGHT})
    assert reached.total == 0
    assert answer.headers["Location"] == right.headers["Location"] == "/admin/login/?next=/"
    assert client.get("/admin/").status_code == 302


def test_pages_for_staff_lead_to_the_one_sign_in_and_back(doors):
    page = TextPage.objects.live().order_by("-pk").first()
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    client = Client()
    answer = client.get(page.url, follow=True)
    assert answer.redirect_chain[-1][0] == f"/admin/login/?next={page.url}"
    sent = client.post(answer.redirect_chain[-1][0], {"username": "operator", "password": RIGHT, "next": page.url})
    assert client.get(sent.headers["Location"]).status_code == 200


def test_staff_of_another_group_are_not_sent_round_in_circles(doors):
    page = TextPage.objects.live().order_by("-pk").first()
    PageViewRestriction.objects.create(page=page, restriction_type="groups")
    client = Client()
    client.force_login(User.objects.filter(is_superuser=False, is_active=True).first())
    assert client.get(page.url, follow=True).status_code == 403


def test_right_password_of_a_page_opens_it_however_often(doors):
    address = next(there for route, there in doors["addresses"].items() if "page_view_restriction" in route.template)
    for _number in range(GUESSES_AT_A_PAGE.times + 1):
        answer = Client().post(address, {"password": RIGHT, "return_url": "/about/"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/about/")


@pytest.mark.usefixtures("stopped_clock")
def test_pages_are_guessed_at_apart_and_a_network_is_stopped_over_all_of_them(doors, reached):
    pages = TextPage.objects.live().order_by("-pk")[:12]
    for page in pages:
        restriction = PageViewRestriction.objects.create(page=page, restriction_type="password", password=RIGHT)
        for _number in range(TRIES // 10):
            address = f"/_util/authenticate_with_password/{restriction.pk}/{page.pk}/"
            answer = Client().post(address, {"password": WRONG, "return_url": "/"})
    assert len(pages) * GUESSES_AT_A_PAGE.times > GUESSES_OF_A_NETWORK.times
    assert reached.total == GUESSES_OF_A_NETWORK.times
    assert answer.status_code == 429


def test_password_of_a_page_is_asked_for_at_this_page_alone(doors):
    other = TextPage.objects.live().order_by("-pk").first()
    address = next(there for route, there in doors["addresses"].items() if "page_view_restriction" in route.template)
    restriction = address.strip("/").split("/")[-2]
    address = f"/_util/authenticate_with_password/{restriction}/{other.pk}/"
    assert Client().get(address).status_code == 404

"""Sessions as the door knows them: real ones go to Django, others cost one read a second."""

import datetime as dt

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection

from portal.kit import clock, published
from portal.server import sessions
from portal.server.sessions import KnownSessions, in_database
from tests.portal.server.test_door import FrontDoor, application, ask

OTHER = "a" * 32


@pytest.fixture
def session(db):
    store = SessionStore()
    store["who"] = "staff"
    store.create()
    return store.session_key


def test_a_session_of_the_database_exists_until_it_expires(session):
    assert in_database(session) is True
    assert in_database(OTHER) is False
    Session.objects.update(expire_date=clock.now() - dt.timedelta(seconds=1))
    assert in_database(session) is False


def test_a_silent_database_says_neither(monkeypatch):
    class Rows:
        def filter(self, **_wanted):
            return self

        def exists(self):
            raise DatabaseError

    monkeypatch.setattr(connection, "close", lambda: None)
    monkeypatch.setattr(SessionStore, "get_model_class", lambda: type("Sessions", (), {"objects": Rows()}))
    assert in_database(OTHER) is None


def test_an_answer_is_remembered_for_a_second():
    now = [0.0]
    known = KnownSessions(clock=lambda: now[0])
    assert known.known(OTHER) is None
    known.remember(OTHER, exists=False)
    assert known.known(OTHER) is False
    now[0] = sessions.SECONDS
    assert known.known(OTHER) is None


def test_only_so_many_keys_are_remembered(monkeypatch):
    monkeypatch.setattr(sessions, "MOST_KEPT", 3)
    known = KnownSessions()
    for number in range(9):
        known.remember(f"{number}", exists=True)
    assert list(known.kept) == ["6", "7", "8"]


@pytest.mark.parametrize("key", ["", "a" * 41, "a" * 100_000, "x' OR 1=1", "é" * 32, "a\x00b"])
def test_what_cannot_be_a_key_is_neither_looked_up_nor_remembered(key):
    assert KnownSessions().known(key) is False


class Counted:
    """Says of every session what it was told, and counts."""

    def __init__(self, exists):
        self.answer = exists
        self.asked = 0

    def __call__(self, _key):
        self.asked += 1
        return self.answer


def visit(entrance, cookie=f"sessionid={OTHER}; seen=1"):
    return ask(entrance, headers=[(b"cookie", cookie.encode())])


def test_an_invented_session_gets_the_ready_page_and_is_told_to_forget_it():
    behind, exists = application(marked=True), Counted(exists=False)
    entrance = FrontDoor(behind, most=100, sessions=KnownSessions(exists))
    answers = [visit(entrance) for _ in range(3)] + [ask(entrance)]
    assert behind.asked == 1
    assert behind.environ["HTTP_COOKIE"] == " seen=1"
    assert exists.asked == 1
    assert [b"Max-Age=0" in headers.get(b"set-cookie", b"") for _, headers, _ in answers] == [True] * 3 + [False]
    assert [body for _, _, body in answers] == [b"hello"] * 4


def test_an_invented_session_is_forgotten_on_every_answer_unless_django_starts_one():
    exists = Counted(exists=False)
    entrance = FrontDoor(application(status="404 Not Found"), most=100, sessions=KnownSessions(exists))
    assert b"Max-Age=0" in visit(entrance)[1][b"set-cookie"]
    started = application(headers=[("Set-Cookie", "sessionid=new; Path=/")])
    assert (
        visit(FrontDoor(started, most=100, sessions=KnownSessions(exists)))[1][b"set-cookie"]
        == b"sessionid=new; Path=/"
    )


def test_a_real_session_is_answered_by_django_each_time():
    behind = application(marked=True)
    entrance = FrontDoor(behind, most=100, sessions=KnownSessions(Counted(exists=True)))
    visit(entrance)
    ask(entrance)
    visit(entrance)
    assert behind.asked == 3
    assert OTHER in behind.environ["HTTP_COOKIE"]


def test_with_a_silent_database_a_ready_page_serves_all_and_nothing_is_kept_or_forgotten():
    behind = application(marked=True)
    entrance = FrontDoor(behind, most=100, sessions=KnownSessions(Counted(exists=None)))
    assert b"set-cookie" not in visit(entrance)[1]
    visit(entrance)
    assert behind.asked == 2
    ask(entrance)
    assert visit(entrance)[2] == b"hello"
    assert behind.asked == 3


@pytest.mark.parametrize(("token", "is_passed"), [("x", False), ("é" * 32, False), ("a" * 32, True), ("B1" * 32, True)])
def test_a_token_that_django_never_made_is_not_passed_on_and_the_page_is_kept(token, is_passed):
    """To a broken token Django answers each page with a new cookie, and no such answer is kept."""
    behind = application(marked=True)
    entrance = FrontDoor(behind, most=100)
    assert visit(entrance, f"csrftoken={token}; seen=1") == visit(entrance, "seen=1")
    assert behind.asked == 1
    assert ("csrftoken" in behind.environ["HTTP_COOKIE"]) is is_passed


def test_what_is_posted_keeps_its_session():
    behind = application()
    entrance = FrontDoor(behind, most=100, sessions=KnownSessions(Counted(exists=False)))
    ask(entrance, method="POST", headers=[(b"cookie", f"sessionid={OTHER}".encode())])
    assert OTHER in behind.environ["HTTP_COOKIE"]


def test_the_version_is_not_read_at_the_door(monkeypatch):
    monkeypatch.setattr(published, "version", lambda: pytest.fail("reads the database"))
    assert visit(FrontDoor(application(marked=True), most=100, sessions=KnownSessions(Counted(exists=False))))[0] == 200

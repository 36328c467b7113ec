"""Faults of database or disk: no typed value is lost; the form comes again, or a page that sends it."""

import errno
import os
import sqlite3

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError, connection
from django.test import Client, RequestFactory

from appointments.public import cancel
from forms.models import Draft
from portal import errors
from portal.kit import patience
from portal.kit.faults import Fault, fault_of
from tests.city import city  # noqa: F401  the fixture
from tests.factories.post import UserFactory
from tests.forms.filling import walk
from tests.trust.storage import read_only


def raised(action):
    """Return the error that ACTION raises, as Django wraps it."""
    with pytest.raises(DatabaseError) as caught, connection.wrap_database_errors:
        action()
    return caught.value


@pytest.fixture
def file(tmp_path):
    """Return a function that opens the same small SQLite database."""
    first = sqlite3.connect(tmp_path / "a.sqlite3", isolation_level=None)
    first.execute("CREATE TABLE t (x)")
    opened = [first]

    def another():
        opened.append(sqlite3.connect(tmp_path / "a.sqlite3", isolation_level=None, timeout=0))
        return opened[-1]

    yield another
    for each in opened:
        each.close()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="errors of SQLite")
def test_sqlite_that_is_busy_full_or_read_only_is_told_apart(file):
    one, two = file(), file()
    one.execute("BEGIN IMMEDIATE")
    assert fault_of(raised(lambda: two.execute("INSERT INTO t VALUES (1)"))) == Fault.BUSY
    one.execute("ROLLBACK")
    two.execute("PRAGMA max_page_count = 2")
    assert fault_of(raised(lambda: two.execute("INSERT INTO t VALUES (zeroblob(99999))"))) == Fault.FULL
    two.execute("PRAGMA query_only = ON")
    assert fault_of(raised(lambda: two.execute("INSERT INTO t VALUES (1)"))) == Fault.READ_ONLY


@pytest.mark.skipif(connection.vendor != "sqlite", reason="errors of SQLite")
def test_mistake_in_a_statement_is_no_fault_of_the_storage(file):
    assert fault_of(raised(lambda: file().execute("SELECT * FROM nothing"))) is None
    assert fault_of(IntegrityError("UNIQUE")) is None
    assert fault_of(ValueError("x")) is None
    assert fault_of(None) is None


@pytest.mark.parametrize(
    ("state", "fault"),
    [
        ("25006", Fault.READ_ONLY),
        ("55P03", Fault.BUSY),
        ("40P01", Fault.BUSY),
        ("53100", Fault.FULL),
        ("53300", Fault.BUSY),
        ("57P01", Fault.AWAY),
        ("08006", Fault.AWAY),
        (None, Fault.AWAY),
        ("42P01", None),
    ],
)
def test_postgresql_says_by_its_code_what_is_wrong(state, fault):
    driver = Exception()
    driver.sqlstate = state
    error = OperationalError()
    error.__cause__ = driver
    assert fault_of(error) == fault


def test_full_disk_is_known_wherever_a_file_is_written():
    assert fault_of(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))) == Fault.FULL
    wrapped = RuntimeError()
    wrapped.__cause__ = OSError(errno.EROFS, "")
    assert fault_of(wrapped) == Fault.READ_ONLY
    assert fault_of(FileNotFoundError(errno.ENOENT, "")) is None


def test_session_that_cannot_be_stored_is_503_as_well(db):
    """Middleware raises outside of the view, where Django calls the page for 500."""
    for error, status in ((OSError(errno.ENOSPC, "full"), 503), (ValueError(), 500)):
        try:
            raise error
        except (OSError, ValueError):
            assert errors.broken(RequestFactory().get("/")).status_code == status


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the lock of SQLite")
def test_connection_of_a_request_waits_until_its_moment(db):
    with patience.until(0.0):
        patience.limit(None, connection)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        assert cursor.fetchone() == (int(patience.LEAST * 1000),)
        cursor.execute("PRAGMA busy_timeout = 20000")


def refused(client, address, data):
    """Return the page that CLIENT gets which posts DATA while nothing can be written."""
    with read_only():
        answer = client.post(address, data)
    text = answer.content.decode()
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    assert 'href="tel:' in text
    assert "no-store" in answer["Cache-Control"]
    return text


@pytest.mark.slow
def test_step_shows_what_was_typed(city, transactional_db):  # noqa: F811
    client = Client()
    step = client.post(walk.begin(client), walk.PERSON).headers["Location"]
    text = refused(client, step, walk.CONTACT)
    assert "没有保存" in text
    assert f'value="{walk.CONTACT["name"]}"' in text
    assert client.post(step, walk.CONTACT).status_code == 302


@pytest.mark.slow
def test_beginning_is_refused_kindly(city, transactional_db):  # noqa: F811
    assert "没有保存" in refused(Client(), walk.START, {"item": walk.ITEM, "point": "", "shown": walk.shown()})
    assert not Draft.objects.exists()


@pytest.mark.slow
def test_page_before_sending_comes_again_and_then_sends_once(city, transactional_db):  # noqa: F811
    client = Client()
    walk.filled(client)
    refused(client, "/apply/assistance/check/", walk.DECLARED | {"shown": walk.shown()})
    assert Draft.objects.get().sent_at is None
    assert walk.send(client).status_code == 302
    assert Draft.objects.get().sent_at is not None


@pytest.mark.slow
def test_tracking_keeps_the_number(city, transactional_db):  # noqa: F811
    text = refused(Client(), "/track/", {"number": "BD-7K3M-9QXW-4T2H-C", "tail": "1234"})
    assert 'value="BD-7K3M-9QXW-4T2H-C"' in text


def test_post_without_a_form_of_its_own_offers_to_send_it_again(db, monkeypatch):
    def full(*_arguments):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(cancel, "opened", full)
    answer = Client().post("/track/cancel/", {"why": "<b>x"})
    text = answer.content.decode()
    assert answer.status_code == 503
    assert "&lt;b&gt;x" in text
    assert "<b>x" not in text


@pytest.mark.slow
def test_admin_says_that_nothing_was_saved(transactional_db):
    client = Client()
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    with read_only():
        answer = client.post("/admin/account/", {})
    assert answer.status_code == 503
    assert "12345" in answer.content.decode()

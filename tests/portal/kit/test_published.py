"""The published version."""

import threading

import pytest
from django.db import DatabaseError, connection, transaction

from portal.kit import connections, published
from portal.kit.models import MOST_ROWS, PublishedVersion


@pytest.fixture
def each_second(monkeypatch):
    """Read the database as processes do, that are told of nothing."""
    monkeypatch.setattr(published, "EVERY", 0.0)


@pytest.mark.django_db(transaction=True)
def test_a_publication_changes_the_version():
    before = published.version()
    published.bump()
    assert published.version() > before


@pytest.mark.django_db
def test_nothing_is_published_before_the_commit(django_capture_on_commit_callbacks):
    before = published.version()
    with django_capture_on_commit_callbacks(execute=False):
        published.bump()
    assert published.version() == before


@pytest.mark.django_db(transaction=True)
def test_an_answer_is_kept_until_the_next_publication():
    asked = []
    answer = published.cached(lambda: asked.append(1) or len(asked))
    assert (answer(), answer()) == (1, 1)
    published.bump()
    assert answer() == 2


@pytest.mark.django_db(transaction=True)
def test_a_transaction_does_not_show_its_own_publication_to_others_before_the_commit(each_second):
    before = published.version()
    with transaction.atomic():
        published.bump()
        assert published.version() == before
    assert published.version() == before + 1


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_was_never_published(each_second):
    before = published.version()
    with transaction.atomic():
        published.bump()
        transaction.set_rollback(True)
    assert published.version() == before
    with transaction.atomic():
        assert published.version() == before


@pytest.mark.django_db(transaction=True)
def test_what_another_process_publishes_is_seen_at_the_next_reading(each_second):
    before = published.version()
    PublishedVersion.objects.create()
    assert published.version() == before + 1
    with transaction.atomic():
        PublishedVersion.objects.create()
    with transaction.atomic():
        assert published.version() == before + 2


@pytest.mark.django_db(transaction=True)
def test_the_database_is_asked_once_a_second_at_most(monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(published, "EVERY", 60.0)
    published.bump()
    with django_assert_num_queries(0):
        for _ in range(50):
            published.version()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("inside", [False, True])
def test_the_last_version_stays_when_the_database_does_not_answer(each_second, monkeypatch, inside):
    def broken():
        with connection.cursor() as cursor:
            cursor.execute("SELECT no_such_column FROM kit_publishedversion")

    before = published.version()
    monkeypatch.setattr(published, "_number", broken)
    if not inside:
        assert published.version() == before
        return
    with transaction.atomic():
        assert published.version() == before
        assert PublishedVersion.objects.count() >= 0, "the transaction goes on"


@pytest.mark.django_db(transaction=True)
def test_an_own_publication_counts_though_it_cannot_be_read(monkeypatch):
    before = published.version()

    def broken():
        raise DatabaseError

    monkeypatch.setattr(published, "_number", broken)
    published.bump()
    assert published.version() == before + 1


@pytest.mark.django_db(transaction=True)
def test_many_rows_become_one_and_the_version_stays(each_second):
    for _ in range(MOST_ROWS + 5):
        PublishedVersion.objects.create()
    before = published.version()
    PublishedVersion.fold()
    assert published.version() == before
    assert PublishedVersion.objects.count() == 1
    published.bump()
    assert published.version() == before + 1


@pytest.mark.django_db(transaction=True)
def test_who_publishes_at_the_same_time_waits_for_nobody():
    """Both have raised the number, neither is committed: one counter would let the second wait for the first."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    done = threading.Event()

    def other():
        with transaction.atomic():
            published.bump()
        connection.close()
        done.set()

    with transaction.atomic():
        published.bump()
        thread = threading.Thread(target=other)
        thread.start()
        assert done.wait(10)
    thread.join()


def test_a_question_of_a_thread_answers_none_when_the_database_is_silent(monkeypatch):
    closed = []

    def broken():
        raise DatabaseError

    monkeypatch.setattr(connection, "close", lambda: closed.append(True))
    assert connections.ask(broken) is None
    assert closed, "the next question gets a new connection"

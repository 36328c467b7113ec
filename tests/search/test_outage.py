"""The search server dies, stands still, comes back: the public search goes on and nothing is lost."""

import time

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from portal.kit import periodic
from search.index.engines import choice, outside
from search.index.engines.base import IndexDocument
from search.models import OutboxChange
from tests.search.contract import ENTRIES, asked

pytestmark = [pytest.mark.slow, pytest.mark.elasticsearch, pytest.mark.django_db]
NEW = IndexDocument("items", "77", ("残疾人证换发",), facet_values=("district:laoshan",))
CARD = asked("社会")
EMBEDDED = choice.embedded().name  # of the database of this run


@pytest.fixture
def server(configured):
    """The server with ENTRIES in it."""
    choice.rebuild(lambda: ENTRIES)
    return configured


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def who_answers():
    return choice.answer(lambda engine: engine.hits(CARD, 1) and engine.name)


def found(words):
    return [hit.key for hit in choice.answer(lambda engine: engine.hits(asked(words), 9))]


def both_agree():
    assert outside.engine().keys() == choice.embedded().keys()
    for words in ("残疾", "社会", "登记", "证"):
        assert outside.engine().hits(asked(words), 9) == choice.embedded().hits(asked(words), 9)
    return True


def test_the_server_answers_and_a_change_is_there_at_the_next_request(server, committed):
    assert who_answers() == "Elasticsearch"
    with committed():
        choice.write([NEW])
    assert (who_answers(), found("残疾")) == ("Elasticsearch", ["77"])
    with committed():
        choice.remove([("items", "77")])
    assert (who_answers(), found("残疾")) == ("Elasticsearch", [])


def test_a_change_that_is_not_told_yet_is_found_inside(server):
    choice.write([NEW])  # not committed: another process would not know of it either
    assert (who_answers(), found("残疾")) == (EMBEDDED, ["77"])


def test_what_is_rolled_back_is_told_to_nobody(server, committed):
    with committed(), transaction.atomic():
        choice.write([NEW])
        transaction.set_rollback(True)
    assert not OutboxChange.objects.exists()
    assert (who_answers(), found("残疾")) == ("Elasticsearch", [])


def test_killed_the_embedded_index_answers_and_the_server_catches_up(server, committed):
    server.kill()
    assert (who_answers(), found("残疾")) == (EMBEDDED, [])
    with committed():
        choice.write([NEW])
        choice.remove([("items", "3")])
    assert (found("残疾"), found("社会保险")) == (["77"], [])
    assert OutboxChange.objects.count() == 2
    assert "2" in outside.health() or "does not answer" in outside.health()
    assert periodic.run() == []
    server.start()
    assert (who_answers(), found("残疾")) == (EMBEDDED, ["77"])
    assert outside.health() == "it is behind by 2 changes"
    assert periodic.run() == []
    assert periodic.run() == []
    assert not OutboxChange.objects.exists()
    assert outside.health() == ""
    assert (who_answers(), found("残疾")) == ("Elasticsearch", ["77"])
    assert both_agree()


def test_slow_one_request_waits_a_second_and_the_others_do_not(server, committed, pause, resume):
    pause()
    began = time.monotonic()
    assert who_answers() == EMBEDDED
    assert 0.9 < time.monotonic() - began < 4
    began = time.monotonic()
    assert {who_answers() for _ in range(50)} == {EMBEDDED}
    with committed():
        choice.write([NEW])
    assert time.monotonic() - began < 5  # not a second each
    resume()
    time.sleep(2.1)  # as long as it is left alone
    with committed():
        choice.write([NEW])  # whoever writes next tells of everything
    assert (who_answers(), found("残疾")) == ("Elasticsearch", ["77"])
    assert both_agree()


def test_an_index_that_was_dropped_costs_an_answer_nothing(server):
    for name in server.ask("GET", f"/{outside.engine().alias}-*"):
        server.ask("DELETE", f"/{name}")
    assert who_answers() == EMBEDDED
    assert outside.health() == "the index is missing: run ./manage.py search rebuild"
    choice.rebuild(lambda: ENTRIES)
    outside.engine().breaker.answered()
    assert who_answers() == "Elasticsearch"


def test_changes_made_while_it_was_switched_off_call_for_a_rebuild(server, settings, committed):
    settings.SEARCH_ENGINE = ""
    outside.engine.cache_clear()
    with committed():
        choice.write([NEW])
    settings.SEARCH_ENGINE = "search.index.engines.elasticsearch.ElasticsearchEngine"
    outside.engine.cache_clear()
    assert (who_answers(), found("残疾")) == (EMBEDDED, ["77"])
    assert outside.health() == "it misses changes: run ./manage.py search rebuild"
    choice.rebuild(lambda: [*ENTRIES, NEW])
    assert (who_answers(), outside.health()) == ("Elasticsearch", "")


def test_status_counts_entries_and_rebuild_says_in_a_sentence_that_it_cannot(server, pause):
    call_command("search", "status", verbosity=0)
    outside.engine().remove([("items", "3")])
    with pytest.raises(CommandError, match="it has 1 entries too many or too few"):
        call_command("search", "status", verbosity=0)
    pause()
    with pytest.raises(CommandError, match="the search server is not: it does not answer"):
        call_command("search", "rebuild", verbosity=0)

"""Elasticsearch, the real one: the same contract, the same answers over a real list, versions behind an alias."""

import csv
import threading

import pytest

from search.index.engines import choice
from search.index.engines.base import EngineDownError, IndexDocument
from search.index.engines.elasticsearch import BATCH, ElasticsearchEngine
from tests.running import ROOT
from tests.search.contract import ENTRIES, WORDS, Contract, asked

pytestmark = [pytest.mark.slow, pytest.mark.elasticsearch]
LIST = ROOT.parent / "shared" / "data" / "cn_items_guangan_1135.csv"
NEW = IndexDocument("items", "3", ("残疾人证换发",))
OLD = IndexDocument("items", "3", ("社会保险登记",))


@pytest.fixture
def engine(configured):
    """An engine on an index of its own, empty."""
    engine = ElasticsearchEngine()
    engine.rebuild([])
    return engine


def found(engine, words):
    return [(hit.kind, hit.key) for hit in engine.hits(asked(words), 9)]


class TestElasticsearch(Contract):
    """The contract; the fixture is above."""


@pytest.mark.django_db
@pytest.mark.skipif(not LIST.exists(), reason="the shared list is not beside the project")
def test_a_real_list_gives_the_same_answers_as_the_embedded_index(engine):
    with LIST.open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    entries = [
        IndexDocument("items", str(place), tuple(filter(None, list(row.values())[:2])), tuple(map(str, row.values())))
        for place, row in enumerate(rows)
    ]
    embedded = choice.embedded()
    assert engine.rebuild(iter(entries)) == embedded.rebuild(iter(entries)) == len(entries)
    titles = [entry.titles[-1] for entry in entries]
    cuts = ((0, 1), (1, 2), (2, 3), (0, 5))
    parts = [title[start : start + width] for title in titles[::27] for start, width in cuts]
    answered = 0
    for words in [*WORDS, *parts]:
        for titles_only in (False, True):
            question = asked(words, titles_only=titles_only)
            assert engine.hits(question, 50) == embedded.hits(question, 50), words
            assert engine.tally(question) == embedded.tally(question), words
            answered += bool(engine.hits(question, 1))
    assert answered > len(parts)


def test_what_arrives_late_or_twice_changes_nothing(engine):
    engine.deliver([(("items", "3"), 2000, NEW), (("items", "9"), 2000, None)])
    engine.deliver([(("items", "3"), 2000, NEW), (("items", "3"), 1000, OLD), (("items", "9"), 1000, OLD)])
    assert engine.keys() == {("items", "3")}
    assert found(engine, "残疾") == [("items", "3")]


def test_a_change_during_a_rebuild_is_in_the_old_version_and_in_the_new(engine):
    engine.write(ENTRIES)

    def entries():
        yield from ENTRIES[:2]
        engine.write([NEW])
        engine.remove([("items", "2"), ("items", "4")])
        assert found(engine, "残疾") == [("items", "3")]
        assert found(engine, "医保") == []
        yield from ENTRIES[2:]  # as the database was before

    engine.rebuild(entries())
    assert found(engine, "残疾") == [("items", "3")]
    assert engine.keys() == {(entry.kind, entry.key) for entry in ENTRIES} - {("items", "2"), ("items", "4")}


def test_a_rebuild_leaves_no_gap_and_one_version(elasticsearch, engine):
    engine.write(ENTRIES)
    done, counts = threading.Event(), []

    def watch():
        while not done.is_set():
            counts.append(len(engine.hits(asked("登记"), 9)))

    watcher = threading.Thread(target=watch)
    watcher.start()
    for _ in range(3):
        others = (IndexDocument("items", f"o{place}", (f"其他事项{place}",)) for place in range(BATCH * 2))
        assert engine.rebuild([*ENTRIES, *others]) == len(ENTRIES) + BATCH * 2
    done.set()
    watcher.join()
    assert len(counts) > 10
    assert set(counts) == {2}
    (version,) = elasticsearch.ask("GET", f"/{engine.alias}-*")
    assert len(version) == len(engine.alias) + len("-YYYYMMDDHHMMSS")


def test_a_rebuild_that_fails_leaves_everything_as_it_was(elasticsearch, engine):
    engine.write(ENTRIES)
    before = set(elasticsearch.ask("GET", f"/{engine.alias}-*"))

    def entries():
        yield NEW
        raise RuntimeError("the database is gone")

    with pytest.raises(RuntimeError):
        engine.rebuild(entries())
    assert set(elasticsearch.ask("GET", f"/{engine.alias}-*")) == before
    assert engine.keys() == {(entry.kind, entry.key) for entry in ENTRIES}


def test_what_a_killed_rebuild_left_is_dropped_a_day_later(elasticsearch, engine):
    for name in ("20200101000000", "29990101000000"):
        left = f"{engine.alias}-{name}"
        elasticsearch.ask("PUT", f"/{left}", {"aliases": {f"{left}-writes": {}}})
    engine.rebuild(ENTRIES)
    names = {name.rpartition("-")[2] for name in elasticsearch.ask("GET", f"/{engine.alias}-*")}
    assert "20200101000000" not in names
    assert "29990101000000" in names


def test_without_an_index_it_says_what_to_do(settings, engine):
    settings.ELASTICSEARCH = settings.ELASTICSEARCH | {"prefix": "never-built"}
    empty = ElasticsearchEngine()
    assert empty.health() == "the index is missing: run ./manage.py search rebuild"
    with pytest.raises(EngineDownError, match="search rebuild"):
        empty.write(ENTRIES)
    with pytest.raises(EngineDownError):
        empty.hits(asked("证"), 1)

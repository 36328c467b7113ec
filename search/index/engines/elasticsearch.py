"""The public index in Elasticsearch 8: for cities that outgrow the database, chosen by PORTAL_ELASTICSEARCH.

The only module that knows its client. It is fed with our tokens and asks for nothing but the server's core: phrases,
filters, one aggregation, aliases. Every rebuild writes a version of its own, ``{prefix}-entries-{YYYYMMDDHHMMSS}``;
the alias ``{prefix}-entries`` names the one that answers.

A change goes to the version that answers and to one that is being built. It carries the moment at which it was made as
its version, a rebuild carries the lowest, so changes that arrive late or twice have no effect.
"""

import contextlib
import functools
import json
import logging
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from elasticsearch import ApiError, SerializationError, TransportError
from elasticsearch.helpers import BulkIndexError
from elasticsearch_dsl import A, Document, Keyword, Long, MetaField, Q, Search, Text, connections

from portal.kit import clock
from search.index.engines.base import (
    COUNTED,
    FIELDS,
    Change,
    EngineDownError,
    EngineQuery,
    IndexDocument,
    Key,
    Phrase,
    SearchHit,
    Tally,
)
from search.index.engines.breaker import Breaker

PATIENCE = 1.0  # seconds for an answer while somebody waits
GREETING = 5.0  # seconds in which a server says that it is there, before a rebuild
LONG_PATIENCE = 120.0  # seconds for one request of a rebuild
BATCH = 500  # entries in one request
LONGEST_TOKEN = 255  # characters; the server would cut a longer one in two
MOST_TOKENS = 1_000_000  # tokens that one unfinished word may stand for: all
REFUSED = 400  # what the server says to a question that it does not understand
STALE = 409  # what the server says to a change that is older than what it has
ABSENT = 404
LEFT_OVER = timedelta(days=1)  # what has been under construction for so long was left by a rebuild that was killed

log = logging.getLogger(__name__)
# Beginnings of one and two signs are indexed too: 证 is asked for often and begins thousands of pairs.
Tokens = functools.partial(Text, analyzer="whitespace", norms=False, index_prefixes={"min_chars": 1, "max_chars": 2})


class ElasticsearchAnswer(Document):
    """An entry as the server keeps it. ``group`` is its kind and facet values in one text, which is counted."""

    kind = Keyword()
    key = Keyword()
    number = Long()
    titles = Keyword(index=False, doc_values=False)
    language = Keyword()
    facet_values = Keyword()
    group = Keyword()
    title = Tokens()
    body = Tokens()
    sound = Tokens()
    initials = Tokens()

    class ElasticsearchIndex:
        settings = {
            "number_of_shards": 1,
            # In the order of the answer, so that a first page need not look at every hit.
            "sort.field": "number",
            "sort.order": "asc",
            # So long a removal is remembered: longer than a rebuild takes.
            "gc_deletes": "6h",
        }

    class Meta:
        dynamic = MetaField("strict")
        # Only found, never shown: a rebuild reads the database.
        source = MetaField(excludes=list(FIELDS))


class ElasticsearchEngine:
    """An index on a server of its own; raises EngineDownError where that cannot answer within a second."""

    name = "Elasticsearch"
    patience = PATIENCE

    def __init__(self, prefix: str = "") -> None:
        self.alias = f"{prefix or settings.ELASTICSEARCH['prefix']}-entries"
        self.breaker = Breaker()

    def write(self, entries: Sequence[IndexDocument]) -> None:
        self.deliver([(_key(entry), time.time_ns(), entry) for entry in entries])

    def remove(self, keys: Sequence[Key]) -> None:
        self.deliver([(key, time.time_ns(), None) for key in keys])

    def deliver(self, changes: Iterable[Change], *, patient: bool = False) -> None:
        changes = list(changes)
        with self._answering(LONG_PATIENCE if patient else None, anyway=patient) as client:
            for version in self._versions(client):
                # Made anew each time: the client writes the index into an action.
                _bulk(client, version, (_action(*change) for change in changes), refresh=True)

    def rebuild(self, entries: Iterable[IndexDocument]) -> int:
        with self._answering(GREETING, anyway=True) as client:
            client.cluster.health()
        with self._answering(LONG_PATIENCE, anyway=True) as client:
            version = self._new_version(client)
            try:
                # Read only now: what changes from here on is written to this version too.
                count = _bulk(client, version, (_action(_key(entry), 1, entry) for entry in entries))
                client.indices.put_settings(index=version, settings={"refresh_interval": "1s"})
                client.indices.forcemerge(index=version, max_num_segments=1)
                client.indices.refresh(index=version)
                self._swap(client, version)
            except BaseException:
                client.options(ignore_status=ABSENT).indices.delete(index=version)
                raise
        return count

    def tally(self, question: EngineQuery) -> Tally:
        if not question.groups:
            return Tally()
        with self._answering() as client:
            search = self._search(client, question)[:0].extra(terminate_after=COUNTED + 1, track_total_hits=False)
            search.aggs.bucket("groups", A("terms", field="group", size=COUNTED + 1))
            buckets = search.execute().to_dict()["aggregations"]["groups"]["buckets"]
        groups = {_ungrouped(bucket["key"]): int(bucket["doc_count"]) for bucket in buckets}
        return Tally(groups, sum(groups.values()) > COUNTED)

    def hits(self, question: EngineQuery, limit: int) -> list[SearchHit]:
        if not question.groups:
            return []
        with self._answering() as client:
            search = self._search(client, question).sort("number").source(["number", "kind", "key", "titles"])
            search = search[: min(limit, COUNTED)].extra(track_total_hits=False).params(filter_path="hits.hits._source")
            # As plain values: a thousand objects of the client take longer than the search.
            answer = search.execute().to_dict()
        found = (hit["_source"] for hit in answer.get("hits", {}).get("hits", ()))
        return [SearchHit(hit["number"], hit["kind"], hit["key"], tuple(hit["titles"])) for hit in found]

    def keys(self) -> set[Key]:
        found: set[Key] = set()
        with self._answering(LONG_PATIENCE, anyway=True) as client:
            search = Search(using=client, index=self.alias).source(["kind", "key"]).sort("number")
            search = search[:COUNTED].extra(track_total_hits=False)
            page = search.execute().hits
            while page:
                found |= {(hit.kind, hit.key) for hit in page}
                page = search.extra(search_after=list(page[-1].meta.sort)).execute().hits
        return found

    def health(self) -> str:
        try:
            with self._answering(anyway=True) as client:
                if not client.indices.exists_alias(name=self.alias):
                    return "the index is missing: run ./manage.py search rebuild"
                status = client.cluster.health(index=self.alias)["status"]
        except EngineDownError as down:
            return str(down)
        return "a part of the index is lost: run ./manage.py search rebuild" if status == "red" else ""

    @contextlib.contextmanager
    def _answering(self, patience: float | None = None, *, anyway: bool = False) -> Iterator[Any]:
        """Give the client; any error of the server becomes an EngineDownError and opens the breaker.

        ANYWAY: ask even while it is left alone; for those who can wait.
        """
        if not (self.breaker.lets_through() or anyway):
            raise EngineDownError("it did not answer lately and is left alone for a while")
        try:
            yield _client().options(request_timeout=patience or self.patience)
        except (ApiError, TransportError, SerializationError, BulkIndexError) as error:
            # A question that the server refuses says nothing about its health.
            (self.breaker.answered if getattr(error, "status_code", 0) == REFUSED else self.breaker.failed)()
            log.warning("Elasticsearch does not answer: %s", error)
            raise EngineDownError(f"it does not answer: {type(error).__name__}") from error
        except BaseException:
            self.breaker.answered()
            raise
        self.breaker.answered()

    def _search(self, client: Any, question: EngineQuery) -> Any:
        search = Search(using=client, index=self.alias).params(allow_partial_search_results=False)
        search = search.filter("terms", language=["", question.language])
        if question.kinds:
            search = search.filter("terms", kind=list(question.kinds))
        for key, value in question.filters:
            search = search.filter("terms", facet_values=[f"{key}:{value}", f"{key}:*"])
        for group in question.groups:
            search = search.filter(_any([_all([_phrase(question, phrase) for phrase in way]) for way in group]))
        return search

    def _new_version(self, client: Any) -> str:
        """Make an empty version, which takes changes at once and is not asked yet; return its name."""
        moment = clock.now()
        while client.indices.exists(index=(name := f"{self.alias}-{moment:%Y%m%d%H%M%S}")):
            moment += timedelta(seconds=1)
        index = ElasticsearchAnswer._index.clone(name)
        index.aliases(**{_door(name): {}})
        index.settings(number_of_replicas=settings.ELASTICSEARCH["replicas"], refresh_interval="-1")
        index.create(using=client)
        return name

    def _versions(self, client: Any) -> list[str]:
        """Return the versions that take changes: the one that answers, and one that is being built."""
        found = client.options(ignore_status=ABSENT).indices.get_alias(name=_door(f"{self.alias}-*"))
        if not (versions := sorted(name for name in found.body if name.startswith(f"{self.alias}-"))):
            raise EngineDownError("the index is missing: run ./manage.py search rebuild")
        return versions

    def _swap(self, client: Any, version: str) -> None:
        """Let VERSION answer, from one request to the next; then drop what nobody asks or builds any more."""
        before = client.options(ignore_status=ABSENT).indices.get_alias(name=self.alias)
        served = {name for name in before.body if name.startswith(f"{self.alias}-")}
        actions: list[dict[str, Any]] = [{"remove": {"index": name, "alias": self.alias}} for name in served]
        client.indices.update_aliases(actions=[*actions, {"add": {"index": version, "alias": self.alias}}])
        limit = f"{self.alias}-{clock.now() - LEFT_OVER:%Y%m%d%H%M%S}"
        for name in self._versions(client):
            if name != version and (name in served or name < limit):
                client.options(ignore_status=ABSENT).indices.delete(index=name)


def _client() -> Any:
    """Return the client of this process, which keeps its connections."""
    given = settings.ELASTICSEARCH
    return _connected(tuple(given["hosts"]), given["ca"])


@functools.cache
def _connected(hosts: tuple[str, ...], ca: str) -> Any:
    trust = {"ca_certs": ca} if ca else {}
    # Another node is tried where one refuses, but nobody waits twice.
    return connections.create_connection(" ".join(hosts), hosts=list(hosts), max_retries=len(hosts) - 1, **trust)


def _door(version: str) -> str:
    """Return the alias through which VERSION is written; without it a write would make a dropped index anew."""
    return f"{version}-writes"


def _bulk(client: Any, version: str, actions: Iterable[dict[str, Any]], **options: Any) -> int:
    """Carry out ACTIONS on VERSION; return how many were new to it. What is stale, or gone already, is no error."""
    done, _errors = ElasticsearchAnswer.bulk(
        actions,
        using=client,
        index=_door(version),
        validate=False,
        require_alias=True,
        chunk_size=BATCH,
        ignore_status=(STALE, ABSENT),
        stats_only=True,
        **options,
    )
    return done


def _key(entry: IndexDocument) -> Key:
    return entry.kind, entry.key


def _action(key: Key, moment: int, entry: IndexDocument | None) -> dict[str, Any]:
    """Return the line of a bulk request that makes KEY what ENTRY says, unless something later is known of it."""
    where = {"_id": ":".join(key), "version": moment, "version_type": "external_gte"}
    if entry is None:
        return {"_op_type": "delete", **where}
    tokens = {name: " ".join(token[:LONGEST_TOKEN] for token in entry.tokens[name]) for name in FIELDS}
    facet_values = sorted(entry.facet_values)
    group = json.dumps([entry.kind, *facet_values])
    facts = {"kind": entry.kind, "key": entry.key, "number": entry.number, "language": entry.language}
    return {
        **where,
        "_source": {**facts, "titles": entry.titles, "facet_values": facet_values, "group": group, **tokens},
    }


@functools.lru_cache(maxsize=COUNTED)
def _ungrouped(group: str) -> tuple[str, tuple[str, ...]]:
    kind, *facet_values = json.loads(group)
    return kind, tuple(facet_values)


def _all(queries: Sequence[Any]) -> Any:
    return queries[0] if len(queries) == 1 else Q("bool", filter=queries)


def _any(queries: Sequence[Any]) -> Any:
    if len(queries) == 1:
        return queries[0]
    return Q("bool", should=queries, minimum_should_match=1) if queries else Q("match_none")


def _phrase(question: EngineQuery, phrase: Phrase) -> Any:
    return _any([_in_field(name, phrase) for name in question.fields(phrase)])


def _in_field(name: str, phrase: Phrase) -> Any:
    text = " ".join(phrase.tokens)
    if phrase.prefix and len(phrase.tokens) == 1:
        return Q("prefix", **{name: text})
    if phrase.prefix:
        return Q("match_phrase_prefix", **{name: {"query": text, "max_expansions": MOST_TOKENS}})
    return Q("match_phrase", **{name: text})

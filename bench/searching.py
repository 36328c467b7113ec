"""Search at two sizes of city: ours, Wagtail's own backend and a plain LIKE, on the same rows with the same questions.

Each is asked for the number of results, the first page, the facets, suggestions, and for all that the page of results
shows (ours: with every stage that the question needs). The same runs on PostgreSQL, in a process of its own, and with a
search server beside the database.
"""

import functools
import os
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.db.models import Count
from django.test import override_settings
from wagtail.search.backends import get_search_backend

from bench import postgres, server
from bench.sizes import sizes
from catalog.models import ServiceItem
from search import facets, kinds
from search.index.engines import choice, outside
from search.query.find import Search, find, suggest
from search.query.parse import QueryWord, as_typed
from search.query.query import Query
from tests.city import QINGDAO

QUESTIONS = (
    "社保", "身份证", "医保", "公证", "证", "残疾人", "营业执照", "食品经营许可", "养老保险", "失业", "户口",
    "婚姻登记",
    "老年人优待证", "建筑工程施工许可", "道路运输", "特种设备", "学校", "备案", "社会保险 登记", "许可证 换发",
    "sfz", "shebaoka", "营业执召", "居位证", "我的身份证丢了怎么办",
)  # fmt: skip
SPELLED = "sfz"
ROUNDS = 5
PATIENCE = 1.0  # seconds for one question and part; what is slower is asked once
PAGE, OFFERED = 20, 8
PARTS = ("count", "first page", "facets", "suggestions", "the whole page")
HEAD = ["engine", "items", "index s", "index MB", *(f"{part} p50/p95 ms" for part in PARTS), "found"]
LIST = Path(__file__).parents[2] / "shared" / "data" / "cn_items_guangan_1135.csv"
MAPPING = Path(__file__).parents[1] / "definitions" / "mappings" / "guangan.yaml"

Ask = Callable[[str], Any]
Timed = list[dict[str, list[float]]]
"""Milliseconds by part and question, in order of time."""


def rows(_site: object) -> Iterator[list[str]]:
    """Yield a row an engine and size: what its index costs, and what each part of an answer takes."""
    prepare()
    for size in sizes("2000,100000"):
        missing = size - ServiceItem.objects.count()
        if missing > 0:
            call_command("demo_city", size=missing, json=True, stdout=open(os.devnull, "w"))  # noqa: SIM115
        number = f"{ServiceItem.objects.public().count():,}"
        like = _timed(_like_count, _like_page, _like_facets, _like_suggestions, _like_everything)
        yield from _ours(number, like)
        yield ["LIKE on the name", number, "0.0", "0", *_cells(like), _answered(_like_everything)]
        if connection.vendor == "sqlite":
            yield from server.rows(number, lambda: _row(_timed(*OURS)))
            yield from _wagtail(number)
    yield from postgres.rows("searching")


def prepare() -> None:
    """Bring the database to the definitions and, where it is there, the list of a real city."""
    call_command("migrate", verbosity=0)
    call_command("definitions", "apply", *map(str, QINGDAO), verbosity=0)
    if LIST.exists() and not ServiceItem.objects.exclude(imported_from="").exists():
        call_command("import_items", LIST, mapping=MAPPING, publish=True, verbosity=0, stdout=open(os.devnull, "w"))  # noqa: SIM115


def _ours(number: str, like: Timed) -> Iterator[list[str]]:
    took = _seconds(lambda: call_command("search", "rebuild", verbosity=0))
    name = engine_name()
    first = _seconds(lambda: find(Query(SPELLED)))
    ours = _timed(*OURS)
    yield [f"ours, {name}", number, f"{took:.1f}", _size("search_"), *_row(ours)]
    yield [f"{name}: LIKE takes so many times as long", "", "", "", *map(_against, ours, like), ""]
    yield [f"{name}: to save an item and find it", "", f"{_seconds(_change):.3f}", *[""] * 7]
    yield [f"{name}: first question, when a process learns how the words sound", "", f"{first:.3f}", *[""] * 7]


def engine_name() -> str:
    """Return how the engine that answers calls itself."""
    first = outside.engine()
    return first.name if first else choice.embedded().name


def _wagtail(number: str) -> Iterator[list[str]]:
    with override_settings(WAGTAILSEARCH_BACKENDS={"default": {"BACKEND": "wagtail.search.backends.database"}}):
        took = _seconds(lambda: call_command("update_index", verbosity=0))
        timed = _timed(_wagtail_count, _wagtail_page, _wagtail_facets, _wagtail_suggestions, _wagtail_everything)
        size = _size("modelsearch", "wagtailsearch")
        yield ["Wagtail's own", number, f"{took:.1f}", size, *_cells(timed), _answered(_wagtail_everything)]


def _change() -> None:
    item = ServiceItem.objects.public().first()
    assert item
    item.also_called = [*item.also_called, "蜜蜂搬家证"]
    item.save()
    assert find(Query("蜜蜂搬家证")).hits


def _search(words: str) -> tuple[Search, tuple[QueryWord, ...]]:
    search = Search(outside.current() or choice.embedded(), Query(words))
    return search, as_typed(words, search.vocabulary)


def _count(words: str) -> int:
    search, parts = _search(words)
    return sum(search.tally(parts).groups.values())


def _page(words: str) -> int:
    search, parts = _search(words)
    return len(kinds.shown(list(search.best(parts)[:PAGE])))


def _facets(words: str) -> int:
    search, parts = _search(words)
    return len(facets.facets(search.tally(parts), search.query))


def _everything(words: str) -> int:
    query = Query(words)
    found = find(query)
    facets.facets(found.tally, query)
    facets.counts(found.tally, query)
    return len(kinds.shown(list(found.hits[:PAGE])))


def _suggestions(words: str) -> int:
    return len(kinds.shown(suggest(words, OFFERED)))


OURS = (_count, _page, _facets, _suggestions, _everything)


def _wagtail_found(words: str) -> Any:
    return get_search_backend().search(words, ServiceItem.objects.public())


def _wagtail_count(words: str) -> int:
    return int(_wagtail_found(words).count())


def _wagtail_page(words: str) -> int:
    return len(_wagtail_found(words)[:PAGE])


def _wagtail_facets(words: str) -> int:
    return sum(len(_wagtail_found(words).facet(column)) for column in ("item_class", "live"))


def _wagtail_everything(words: str) -> int:
    return sum(ask(words) for ask in (_wagtail_count, _wagtail_page, _wagtail_facets))


def _wagtail_suggestions(words: str) -> int:
    return len(get_search_backend().autocomplete(words, ServiceItem.objects.public())[:OFFERED])


def _like(words: str) -> Any:
    found = ServiceItem.objects.public()
    for word in words.split():
        found = found.filter(name__icontains=word)
    return found


def _like_count(words: str) -> int:
    return int(_like(words).count())


def _like_page(words: str) -> int:
    return len(_like(words).for_list()[:PAGE])


def _like_facets(words: str) -> int:
    columns = ("audience", "offered_as", "themes", "department", "item_class", "topic", "decided_at")
    return sum(len(_like(words).order_by().values(column).annotate(n=Count("pk"))) for column in columns)


def _like_everything(words: str) -> int:
    return sum(ask(words) for ask in (_like_count, _like_page, _like_facets))


def _like_suggestions(words: str) -> int:
    return len(_like(words)[:OFFERED])


def _timed(*parts: Ask) -> Timed:
    return [{question: _times(functools.partial(ask, question)) for question in QUESTIONS} for ask in parts]


def _times(ask: Callable[[], Any]) -> list[float]:
    times = [_seconds(ask) * 1000]
    while len(times) < ROUNDS and sum(times) < PATIENCE * 1000:
        times.append(_seconds(ask) * 1000)
    return sorted(times)


def _cells(timed: Timed) -> list[str]:
    """Return p50 and p95 of each part."""
    cells = []
    for by_question in timed:
        times = sorted(time for times in by_question.values() for time in times)
        cells.append(f"{statistics.median(times):.1f} / {times[int(len(times) * 0.95)]:.1f}")
    return cells


def _row(timed: Timed) -> list[str]:
    return [*_cells(timed), _answered(_everything)]


def _against(ours: dict[str, list[float]], like: dict[str, list[float]]) -> str:
    """Return how many times as long LIKE takes at p50, and for the question that is the hardest for us."""
    middle = [statistics.median(time for times in one.values() for time in times) for one in (like, ours)]
    each = {question: like[question][-1] / ours[question][-1] for question in QUESTIONS}
    hardest = min(each, key=lambda question: each[question])
    return f"{middle[0] / middle[1]:.1f}, at least {each[hardest]:.1f} ({hardest})"


def _answered(ask: Ask) -> str:
    return f"{sum(bool(ask(question)) for question in QUESTIONS)} of {len(QUESTIONS)}"


def _seconds(do: Callable[[], Any]) -> float:
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


def _size(*prefixes: str) -> str:
    """Return the megabytes of the tables whose names begin with PREFIXES, their indexes included."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            ask = "SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relkind='r' AND starts_with(relname, %s)"
        else:
            ask = "SELECT sum(pgsize) FROM dbstat WHERE name LIKE %s || '%%'"
        total = 0
        for prefix in prefixes:
            cursor.execute(ask, [prefix])
            total += cursor.fetchone()[0] or 0
    return f"{total / 1e6:.0f}"

"""The search box over a real list: our tokens, Wagtail's own backend and a plain LIKE, same rows, same questions."""

import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

QUESTIONS = (
    "社保", "身份证", "医保", "公证", "证", "残疾人", "营业执照", "食品经营许可", "养老保险", "失业", "户口",
    "婚姻登记",
    "老年人优待证", "建筑工程施工许可", "道路运输", "特种设备", "学校", "备案", "社会保险 登记", "许可证 换发",
)  # fmt: skip
ROUNDS = 5
HEAD = ["engine", "items", "index s", "p50 ms", "p95 ms", "found"]
LIST = Path(__file__).parents[2] / "shared" / "data" / "cn_items_guangan_1135.csv"
MAPPING = Path(__file__).parents[1] / "definitions" / "mappings" / "guangan.yaml"


def rows(_site: object) -> Iterator[list[str]]:
    """Yield engine, number of items, seconds to index, p50 and p95 in milliseconds, questions that found something."""
    if not LIST.exists():
        yield ["skipped: the shared list is not beside the project", "", "", "", "", ""]
        return
    yield from _rows()


def _rows() -> Iterator[list[str]]:
    from django.core.management import call_command
    from django.test import override_settings

    from catalog.models import ServiceItem
    from tests.city import QINGDAO

    call_command("migrate", verbosity=0)
    call_command("definitions", "apply", *map(str, QINGDAO), verbosity=0)
    call_command("import_items", str(LIST), mapping=str(MAPPING), verbosity=0)
    number = f"{ServiceItem.objects.public().count():,}"
    for name, module in (("ours", "search.backend"), ("Wagtail's own", "wagtail.search.backends.database")):
        with override_settings(WAGTAILSEARCH_BACKENDS={"default": {"BACKEND": module}}):
            began = time.perf_counter()
            call_command("update_index", verbosity=0)
            took = f"{time.perf_counter() - began:.1f}"
            yield [name, number, took, *_measure(_with_backend)]
    yield ["LIKE on the name", number, "0.0", *_measure(_with_like)]


def _with_backend(question: str) -> int:
    from wagtail.search.backends import get_search_backend

    from catalog.models import ServiceItem

    found = get_search_backend().search(question, ServiceItem.objects.public())
    list(found[:20])
    return int(found.count())


def _with_like(question: str) -> int:
    from catalog.models import ServiceItem

    found = ServiceItem.objects.public()
    for word in question.split():
        found = found.filter(name__icontains=word)
    list(found[:20])
    return found.count()


def _measure(ask: Callable[[str], int]) -> list[str]:
    times, found = [], 0
    for _ in range(ROUNDS):
        found = 0
        for question in QUESTIONS:
            began = time.perf_counter()
            found += ask(question) > 0
            times.append((time.perf_counter() - began) * 1000)
    times.sort()
    return [f"{statistics.median(times):.1f}", f"{times[int(len(times) * 0.95)]:.1f}", f"{found} of {len(QUESTIONS)}"]

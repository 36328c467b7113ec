"""The laws that items cite: which items a law concerns, and what a guide says of its legal basis."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat, StrIndex

from catalog.models import Law, ServiceItem
from portal.kit.words import Words

READ_AT_ONCE = 500  # items


@dataclass(frozen=True)
class Citation:
    """A law as a guide cites it: its name, the article, and the entry of the register if it has one."""

    name: Words
    article: Words
    law: Law | None = None


def citations(item: ServiceItem) -> list[Citation]:
    """Return the legal basis of ITEM in its order; one query for the register, none for an item without a code."""
    values = [block.value for block in item.basis]
    codes = {value["law"] for value in values if value["law"]}
    laws = {law.code: law for law in Law.objects.filter(code__in=codes).select_related("replaced_by")} if codes else {}
    return [_citation(laws.get(value["law"]), value["name"], value["article"], value["law"]) for value in values]


def _citation(law: Law | None, name: Words, article: Words, code: str) -> Citation:
    return Citation(law.name if law else name or Words.of(code), article or Words(), law)


def citing_items() -> dict[str, list[str]]:
    """Return the codes of the items in use that cite a law, by the code of the law and by each of its names."""
    found: dict[str, list[str]] = {}
    rows = ServiceItem.objects.filter(retired_at=None).order_by("code").only("code", "basis")
    for row in rows.iterator(chunk_size=READ_AT_ONCE):
        for key in {key for block in row.basis.raw_data for key in _keys(block["value"])}:
            found.setdefault(key, []).append(row.code)
    return found


def _keys(value: dict[str, object]) -> Iterator[str]:
    if code := value.get("law"):
        yield str(code)
    yield from Words.of(value.get("name") or {}).values()  # type: ignore[arg-type]


def cites_changed_law() -> Exists:
    """Return the condition of items that cite a repealed law, or one amended after the item was last checked."""
    last_checked = Coalesce(OuterRef("checked_on"), Value(dt.date.min))
    amended = Law.objects.amended().filter(amended_on__gt=last_checked)
    changed = (Law.objects.repealed() | amended).annotate(
        cited_at=StrIndex(Cast(OuterRef("basis"), TextField()), Concat(Value('"law": "'), F("code"), Value('"')))
    )
    return Exists(changed.filter(cited_at__gt=0))

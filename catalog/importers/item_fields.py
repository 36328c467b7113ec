"""The fields of an item that a list may state besides its name and class: from a cell to a plain value, and to ours.

A plain value is what JSON holds: `ImportedItem.taken` keeps it, so that the next import knows what was edited here. A
field that the list does not state is not in it.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from catalog.definitions.blocks import stream
from catalog.importers import cells
from catalog.importers.cells import UnclearCellError
from catalog.importers.outcome import labels
from catalog.models import ServiceItem
from portal.kit.words import Words

Plain = dict[str, Any]
Reader = Callable[[str], Any]

SAID = ("eligibility", "handled_at", "fee")  # texts in languages
STREAMS = {"materials": "material", "steps": "step", "basis": "basis"}
STATED = (
    *("audience", "also_called", "asked_as", "eligibility", "statutory_limit", "statutory_unit", "promised_days"),
    *("visits", "fee_charged", "fee", "service_phones", "complaint_phones", "handled_at", "link"),
    *STREAMS,
)

LONGEST = {"eligibility": 600, "handled_at": 300, "fee": 300, "link": 500, "materials": 100, "steps": 60, "basis": 150}
LONGEST |= {"also_called": 60, "asked_as": 60}
MOST = {"also_called": 30, "asked_as": 60, "service_phones": 10, "complaint_phones": 10}

# By column of the mapping: the field, and how its cell is read where that takes no more than the cell.
SIMPLE: dict[str, tuple[str, Reader]] = {
    "also_called": ("also_called", cells.words),
    "asked_as": ("asked_as", cells.words),
    "visits": ("visits", cells.visits),
    "service_phone": ("service_phones", cells.numbers),
    "complaint_phone": ("complaint_phones", cells.numbers),
    "link": ("link", cells.link),
    "materials": ("materials", cells.titles),
    "steps": ("steps", cells.steps),
    "basis": ("basis", lambda text: ["".join(cells.law(title)) for title in cells.titles(text)]),
    "eligibility": ("eligibility", cells.prose),
    "handled_at": ("handled_at", cells.prose),
}


class ItemReader:
    """Reads what a row states, by the words and the unit of its mapping."""

    def __init__(self, audiences: Mapping[str, str], days_in: str | None, headings: Mapping[str, str]) -> None:
        self.audiences, self.days_in, self.headings = audiences, days_in, headings

    def read(self, values: Mapping[str, str]) -> tuple[Plain, list[str]]:
        """Return what the cells VALUES state, plain, by column of the mapping, and what is unclear in them."""
        plain: Plain = {}
        unclear: list[str] = []
        for column, text in values.items():
            try:
                plain |= self._stated(column, text, unclear)
            except UnclearCellError as error:
                unclear.append(f"“{self.headings[column]}”: {error}")
        return {name: value for name, value in _fitting(plain, unclear) if _is_stated(value)}, unclear

    def _stated(self, column: str, text: str, unclear: list[str]) -> Plain:
        if column in SIMPLE:
            name, read = SIMPLE[column]
            return {name: read(text)}
        if column == "audience":
            codes, unknown = cells.chosen(text, self.audiences)
            no_word = _("%(column)s: no word '%(word)s' under `%(key)s` of the mapping")
            unclear += [
                no_word % {"column": self.headings[column], "word": word, "key": "audiences"} for word in unknown
            ]
            return {"audience": codes}
        if column == "fee":
            charged, said = cells.fee(text)
            return {"fee_charged": charged, "fee": said}
        return self._limit(column, cells.days(text, self.days_in))

    def _limit(self, column: str, span: tuple[int, str] | None) -> Plain:
        if span is None:
            return {}
        if column == "statutory_days":
            return {"statutory_limit": span[0], "statutory_unit": span[1]} if span[0] else {}
        if span[1] != "working_days":
            raise UnclearCellError(_("promised in another unit than working days"))
        return {"promised_days": span[0]}


def _is_stated(value: Any) -> bool:
    """Return whether VALUE says something; 0 and no do."""
    return value is not None and value not in ("", [])


def _fitting(plain: Plain, unclear: list[str]) -> Iterator[tuple[str, Any]]:
    """Yield what of PLAIN our fields can hold; what is too long is left out as a whole, and told."""
    for name, value in plain.items():
        longest = LONGEST.get(name)
        kept = value
        if isinstance(value, str) and longest and len(value) > longest:
            kept = ""
        elif isinstance(value, list):
            kept = [each for each in value if len(each) <= (longest or len(each))][: MOST.get(name)]
        if kept != value:
            said = _("%(column)s: longer than its field holds (%(limit)s)")
            unclear.append(said % {"column": labels(ServiceItem, [name]), "limit": longest or MOST[name]})
        yield name, kept


def typed(plain: Plain, *, owner: str, said: Callable[[str], Words]) -> dict[str, Any]:
    """Return PLAIN as our fields hold it, of the item with the official code OWNER; SAID makes texts of a language."""
    return {name: _typed(name, value, owner, said) for name, value in plain.items()}


def _typed(name: str, value: Any, owner: str, said: Callable[[str], Words]) -> Any:
    if name in SAID:
        return said(value)
    if name not in STREAMS:
        return value
    return stream(STREAMS[name], f"imported/{owner}", [_block(name, text, said) for text in value])


def _block(name: str, text: str, said: Callable[[str], Words]) -> dict[str, Any]:
    if name == "steps":
        return {"name": said(text), "text": Words(), "takes": Words()}
    if name == "basis":
        law, article = cells.law(text)
        return {"law": "", "name": said(law), "article": said(article)}
    # The list names the paper and nothing else: neither form nor copies nor source are claimed.
    code = f"listed-{hashlib.sha256(text.encode()).hexdigest()[:10]}"
    value = {"material": code, "name": said(text), "need": "required", "form": [], "copies": 0}
    return value | {"source": "", "note": Words(), "through_agent": False}


def held(item: ServiceItem, names: Iterable[str]) -> Plain:
    """Return what ITEM holds now in the fields NAMES, in the same plain form."""
    return {name: _held(name, getattr(item, name)) for name in names}


def _held(name: str, value: Any) -> Any:
    if name in SAID:
        return value.in_language("")
    if name not in STREAMS:
        return value
    return [_text(name, block.value) for block in value]


def _text(name: str, value: Any) -> str:
    if name == "basis":
        cited = Words.of(value["name"]).in_language("") if value["name"] else str(value["law"] or "")
        return cited + Words.of(value["article"] or "").in_language("")
    own = value["name"]
    return Words.of(own).in_language("") if own else str(value.get("material", ""))

"""A row becomes what the catalogue would take of it, or a refusal; nothing is written here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from catalog.importers import cells
from catalog.importers.cleaning import clean, is_page, is_placeholder
from catalog.importers.formats import SEPARATOR
from catalog.importers.item_fields import ItemReader
from catalog.importers.mapping import Mapping
from catalog.importers.outcome import ImportRemark, shown
from catalog.importers.sources import SourceRow
from portal.kit import identity

MAX_NAME, MAX_CODE, MAX_DEPARTMENT, MAX_TOPIC = 200, 200, 100, 40
# What names the item; without these columns there is no row.
NAMING = ("name", "code", "task_type", "department", "department_code", "topic")
NEEDED = NAMING[:4]
LISTS = {
    *("theme", "audience", "also_called", "asked_as", "materials", "steps", "basis"),
    *("service_phone", "complaint_phone"),
}


@dataclass(frozen=True)
class JudgedItem:
    """One row as the catalogue takes it; ``stated`` are further fields, plain; ``raw`` is the row as it was read."""

    number: int
    code: str
    name: str
    item_class: str
    task_type: str
    department: str
    department_code: str = ""
    topic: str = ""
    themes: tuple[str, ...] = ()
    stated: dict[str, Any] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)


class Judge:
    """Reads rows by a mapping and collects what was not as it should be, one remark a row."""

    def __init__(self, mapping: Mapping) -> None:
        self.mapping = mapping
        self.pattern = re.compile(mapping.code_pattern)
        self.department_codes: set[str] = set()
        self.reader = ItemReader({word: str(code) for word, code in mapping.audiences.items()}, mapping.days_in)

    def judge(self, row: SourceRow) -> tuple[JudgedItem | None, list[ImportRemark]]:
        """Return what to take of ROW, and remarks; None if it is refused."""
        reason = row.problem or self._no_row(row)
        if reason:
            return None, [ImportRemark(row.number, "refused", reason, "left out")]
        values = {field: self._cleaned(field, row) for field, column in self._columns()}
        refusal = self._refusal(values)
        if refusal:
            return None, [ImportRemark(row.number, "refused", *refusal)]
        naming = {name: values.pop(name) for name in NAMING if name in values}
        themes, unknown = cells.chosen(values.pop("theme", ""), self.mapping.themes)
        stated, unclear = self.reader.read(values)
        unclear += [f"theme: no word {shown(word)} under `themes` of the mapping" for word in unknown]
        found = JudgedItem(
            number=row.number,
            item_class=self.mapping.classes[naming["task_type"]],
            themes=tuple(themes),
            topic=self.mapping.topics.get(naming.pop("topic", ""), ""),
            stated=stated,
            raw={name: cell.replace(SEPARATOR, "、") for name, cell in row.cells.items()},
            **naming,
        )
        told = [ImportRemark(row.number, "warned", what, "left open") for what in unclear]
        return found, [*self._remarks(row, found), *told]

    def _columns(self) -> Iterator[tuple[str, str]]:
        for name in type(self.mapping.columns).model_fields:
            column = getattr(self.mapping.columns, name)
            if column:
                yield name, column

    def _cleaned(self, name: str, row: SourceRow) -> str:
        text, rules = row.cells.get(getattr(self.mapping.columns, name), ""), self.mapping.clean.get(name, ["spaces"])
        if name in LISTS:
            return SEPARATOR.join(clean(part, rules) for part in re.split(f"[{SEPARATOR}\n]", text))
        text = clean(text.replace(SEPARATOR, "、"), rules)
        return "" if name in NAMING and is_placeholder(text) else text

    def _no_row(self, row: SourceRow) -> str:
        missing = [column for name, column in self._columns() if name in NEEDED and column not in row.cells]
        if missing:
            return f"no column {', '.join(missing)}"
        if any(is_page(row.cells.get(column, "")) for _name, column in self._columns()):
            return "a page of HTML where a value should be"
        return ""

    def _refusal(self, values: dict[str, str]) -> tuple[str, str] | None:
        """Return why the row cannot be an item, and what was done."""
        if not values["name"]:
            return f"no name: {shown(values['name'])}", "left out"
        kind = values["task_type"]
        if kind in self.mapping.refused:
            what = f"{self.mapping.refused[kind]} {shown(values['name'])}"
            return what, "left out: nobody applies for it (Art. 2, 14)"
        if kind not in self.mapping.classes:
            return f"unknown type {shown(kind)}", "left out: add it to `classes` or `refused` of the mapping"
        if not values["code"] or not values["department"]:
            return f"no {'code' if not values['code'] else 'department'}: {shown(values['name'])}", "left out"
        limits = {"name": MAX_NAME, "code": MAX_CODE, "department": MAX_DEPARTMENT, "topic": MAX_TOPIC}
        for name, limit in limits.items():
            if len(values.get(name, "")) > limit:
                return f"{name} of {len(values[name])} characters {shown(values[name])}", f"left out: at most {limit}"
        return None

    def _remarks(self, row: SourceRow, found: JudgedItem) -> Iterator[ImportRemark]:
        if not self.pattern.fullmatch(found.code):
            yield ImportRemark(row.number, "kept", f"irregular code {shown(found.code)}", "kept as published")
        for name in ("name", "code", "department"):
            before, after = found.raw[getattr(self.mapping.columns, name)], getattr(found, name)
            if before != after:
                yield ImportRemark(row.number, "cleaned", f"{name} {shown(before)}", f"taken as {shown(after)}")
        number = found.department_code
        if number and number not in self.department_codes:
            self.department_codes.add(number)
            if not is_uscc(number):
                what = f"department code {shown(number)} of {found.department} is no unified social credit code"
                yield ImportRemark(row.number, "warned", what, "kept as published; this code is reported once")


def is_uscc(text: str) -> bool:
    """Return whether TEXT is a unified social credit code with the right check character (GB 32100-2015)."""
    try:
        return identity.credit_code(text) == text
    except ValueError:
        return False

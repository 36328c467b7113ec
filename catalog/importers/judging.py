"""A row becomes what the catalogue would take of it, or a refusal; nothing is written here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

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
        self.headings = {name: heading for name, heading in mapping.columns if heading}
        audiences = {word: str(code) for word, code in mapping.audiences.items()}
        self.reader = ItemReader(audiences, mapping.days_in, self.headings)

    def judge(self, row: SourceRow) -> tuple[JudgedItem | None, list[ImportRemark]]:
        """Return what to take of ROW, and remarks; None if it is refused."""
        reason = row.problem or self._no_row(row)
        if reason:
            return None, [ImportRemark(row.number, "refused", reason, _("left out"))]
        values = {name: self._cleaned(name, row) for name in self.headings}
        refusal = self._refusal(values)
        if refusal:
            return None, [ImportRemark(row.number, "refused", *refusal)]
        naming = {name: values.pop(name) for name in NAMING if name in values}
        themes, unknown = cells.chosen(values.pop("theme", ""), self.mapping.themes)
        stated, unclear = self.reader.read(values)
        no_word = _("%(column)s: no word '%(word)s' under `%(key)s` of the mapping")
        unclear += [no_word % {"column": self.headings["theme"], "word": word, "key": "themes"} for word in unknown]
        found = JudgedItem(
            number=row.number,
            item_class=self.mapping.classes[naming["task_type"]],
            themes=tuple(themes),
            topic=self.mapping.topics.get(naming.pop("topic", ""), ""),
            stated=stated,
            raw={name: cell.replace(SEPARATOR, "、") for name, cell in row.cells.items()},
            **naming,
        )
        told = [ImportRemark(row.number, "warned", what, _("left open")) for what in unclear]
        return found, [*self._remarks(row, found), *told]

    def _cleaned(self, name: str, row: SourceRow) -> str:
        text, rules = row.cells.get(self.headings[name], ""), self.mapping.clean.get(name, ["spaces"])
        if name in LISTS:
            return SEPARATOR.join(clean(part, rules) for part in re.split(f"[{SEPARATOR}\n]", text))
        text = clean(text.replace(SEPARATOR, "、"), rules)
        return "" if name in NAMING and is_placeholder(text) else text

    def _no_row(self, row: SourceRow) -> str:
        missing = [column for name, column in self.headings.items() if name in NEEDED and column not in row.cells]
        if missing:
            return _("no column %(heading)s") % {"heading": ", ".join(missing)}
        if any(is_page(row.cells.get(column, "")) for column in self.headings.values()):
            return _("a page of HTML where a value should be")
        return ""

    def _refusal(self, values: dict[str, str]) -> tuple[str, str] | None:
        """Return why the row cannot be an item, and what was done."""
        if not values["name"]:
            return _("no name"), _("left out")
        kind = values["task_type"]
        if kind in self.mapping.refused:
            what = f"{self.mapping.refused[kind]} {shown(values['name'])}"
            return what, _("left out: nobody applies for it (Art. 2, 14)")
        if kind not in self.mapping.classes:
            what = _("unknown type %(type)s") % {"type": shown(kind)}
            return what, _("left out: add it to `classes` or `refused` of the mapping")
        for name in ("code", "department"):
            if not values[name]:
                what = _("nothing under “%(heading)s”: %(name)s")
                heading = self.headings[name]
                return what % {"heading": heading, "name": shown(values["name"])}, _("left out")
        limits = {"name": MAX_NAME, "code": MAX_CODE, "department": MAX_DEPARTMENT, "topic": MAX_TOPIC}
        for name, limit in limits.items():
            if len(values.get(name, "")) > limit:
                what = _("“%(heading)s” of %(length)s characters: %(value)s")
                heading, value = self.headings[name], values[name]
                what %= {"heading": heading, "length": len(value), "value": shown(value)}
                return what, _("left out: at most %(limit)s") % {"limit": limit}
        return None

    def _remarks(self, row: SourceRow, found: JudgedItem) -> Iterator[ImportRemark]:
        if not self.pattern.fullmatch(found.code):
            what = _("irregular code %(code)s") % {"code": shown(found.code)}
            yield ImportRemark(row.number, "kept", what, _("kept as published"))
        for name in ("name", "code", "department"):
            heading = self.headings[name]
            before, after = found.raw[heading], getattr(found, name)
            if before != after:
                done = _("taken as %(value)s") % {"value": shown(after)}
                yield ImportRemark(row.number, "cleaned", f"“{heading}” {shown(before)}", done)
        number = found.department_code
        if number and number not in self.department_codes:
            self.department_codes.add(number)
            if not is_uscc(number):
                what = _("department code %(code)s of %(department)s is no unified social credit code")
                what %= {"code": shown(number), "department": found.department}
                yield ImportRemark(row.number, "warned", what, _("kept as published; this code is reported once"))


def is_uscc(text: str) -> bool:
    """Return whether TEXT is a unified social credit code with the right check character (GB 32100-2015)."""
    try:
        return identity.credit_code(text) == text
    except ValueError:
        return False

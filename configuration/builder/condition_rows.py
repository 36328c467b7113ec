"""Conditions as rows of three: which answer, how it is compared, with what. What no row can say is kept as it is."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from configuration.builder.rows import Row
from configuration.text.source import resolve

NAME, HOW, VALUE = "name", "how", "value"
IS, GIVEN, NOT_GIVEN = "is", "given", "not_given"
NUMBERS = ("more_than", "at_least")
HOWS: dict[str, str | Promise] = {
    IS: gettext_lazy("is one of"),
    "more_than": gettext_lazy("is more than"),
    "at_least": gettext_lazy("is at least"),
    "before": gettext_lazy("is before"),
    GIVEN: gettext_lazy("is answered"),
    NOT_GIVEN: gettext_lazy("is not answered"),
}
COMBINING = ("all", "any", "not")
BETWEEN = re.compile(r"\s*[,，、;；]\s*")
Condition = dict[str, Any]


@dataclass(frozen=True)
class KnownName:
    """A name that a condition may use: its label, and the codes of its values with their labels where they are listed.

    The values of ``plain`` names are text as it is typed; otherwise ``true`` and ``5`` are a truth value and a number.
    Those of ``truth`` names are yes and no, in the language of the reader or in English.
    """

    name: str
    label: str
    values: Mapping[str, str] = field(default_factory=dict)
    plain: bool = False
    truth: bool = False

    @property
    def choice(self) -> str:
        """Text of the choice: label and name, because labels may be alike."""
        return self.label if self.label == self.name else f"{self.label} ({self.name})"


def rows_of(condition: Condition) -> list[Row] | None:
    """Return CONDITION as rows; None if it combines others with ``all``, ``any`` or ``not``."""
    rows: list[Row] = []
    for name, wanted in condition.items():
        if name in COMBINING:
            return None
        if not isinstance(wanted, dict):
            values = wanted if isinstance(wanted, list) else [wanted]
            rows.append({NAME: name, HOW: IS, VALUE: ", ".join(map(_typed, values))})
            continue
        for how, against in wanted.items():
            if how == GIVEN:
                rows.append({NAME: name, HOW: GIVEN if against else NOT_GIVEN, VALUE: ""})
            else:
                rows.append({NAME: name, HOW: how, VALUE: _typed(against)})
    return rows


def _typed(value: Any) -> str:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


def condition_of(rows: Sequence[Row], names: Sequence[KnownName]) -> Condition | None:
    """Return the condition that ROWS say, None without rows; ValidationError for what cannot be compared."""
    known = {one.name: one for one in names}
    condition: Condition = {}
    for row in rows:
        name, how = row[NAME], row[HOW] or IS
        if not name:
            raise ValidationError(_("Choose which answer the condition is about."))
        wanted = _wanted(how, str(row[VALUE] or "").strip(), known.get(name))
        before = condition.get(name)
        if before is None:
            condition[name] = wanted
        elif isinstance(before, dict) and isinstance(wanted, dict):
            condition[name] = before | wanted
        else:
            raise ValidationError(_("Two conditions about the same answer: write them in one row."))
    return condition or None


def _wanted(how: str, text: str, known: KnownName | None) -> Any:
    if how in {GIVEN, NOT_GIVEN}:
        return {GIVEN: how == GIVEN}
    if not text:
        raise ValidationError(_("Write with what the answer is compared."))
    if how == IS:
        values = [_value(one, known) for one in BETWEEN.split(text) if one]
        return values[0] if len(values) == 1 else values
    if how in NUMBERS:
        number = resolve(text)
        if isinstance(number, bool) or not isinstance(number, int | float):
            raise ValidationError(_("Compare with a number."))
        return {how: number}
    return {how: text}


def _truth(text: str) -> bool:
    for value, words in ((True, {"true", "yes", _("yes")}), (False, {"false", "no", _("no")})):
        if text.casefold() in words:
            return value
    raise ValidationError(_("Write “yes” or “no”."))


def _value(text: str, known: KnownName | None) -> Any:
    if known and known.truth:
        return _truth(text)
    if known and known.values:
        found = next((code for code, label in known.values.items() if text in {code, label}), None)
        if found is None:
            offered = ", ".join(f"{code} ({label})" for code, label in known.values.items())
            sentence = _("“%(text)s” is no answer to choose. Possible: %(offered)s")
            raise ValidationError(sentence % {"text": text, "offered": offered})
        return found
    return text if known and known.plain else resolve(text)


def in_words(condition: Condition | None, names: Mapping[str, KnownName]) -> str:
    """Return CONDITION as a sentence for editors, e.g. ``Applicant is one of: a company``; empty without one."""
    parts = [_part(name, wanted, names) for name, wanted in (condition or {}).items()]
    return str(_("; and ")).join(parts)


def _part(name: str, wanted: Any, names: Mapping[str, KnownName]) -> str:
    if name in {"all", "any"} and isinstance(wanted, list):
        joined = str(_(", or ") if name == "any" else _("; and ")).join(in_words(one, names) for one in wanted)
        return f"({joined})"
    if name == "not" and isinstance(wanted, dict):
        return _("not (%(inner)s)") % {"inner": in_words(wanted, names)}
    known = names.get(name) or KnownName(name, name)
    return "; ".join(_row_in_words(row, known) for row in rows_of({name: wanted}) or [])


def _row_in_words(row: Row, known: KnownName) -> str:
    if row[HOW] in {GIVEN, NOT_GIVEN}:
        return f"{known.label} {HOWS[row[HOW]]}"
    if (row[HOW], row[VALUE]) == (IS, "true"):
        return known.label
    if (row[HOW], row[VALUE]) == (IS, "false"):
        return _("not (%(inner)s)") % {"inner": known.label}
    values = [known.values.get(one, one) for one in row[VALUE].split(", ")]
    return f"{known.label} {HOWS.get(row[HOW], row[HOW])} {str(_(', ')).join(values)}"

"""Types that only definitions of the catalogue use: days of the week, dates, floors, lengths of text."""

import datetime as dt
import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, PlainSerializer, PlainValidator, WithJsonSchema

from portal.kit.words import Words

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def at_most(length: int) -> AfterValidator:
    """Return a validator that refuses Words of more than LENGTH code points in any language."""

    def check(words: Words) -> Words:
        for language, text in words.items():
            if len(text) > length:
                raise ValueError(f"{len(text)} characters ({language}); at most {length}")
        return words

    return AfterValidator(check)


def _date(value: Any) -> dt.date:
    if isinstance(value, dt.date):
        return value
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", str(value)):
        raise ValueError("a date, e.g. 2026-10-08")
    return dt.date.fromisoformat(str(value))


Day = Annotated[dt.date, PlainValidator(_date), PlainSerializer(str), WithJsonSchema({"type": "string"})]
"""A date, written 2026-10-08."""


def _week(value: Any) -> tuple[str, ...]:
    parts = value if isinstance(value, list | tuple) else [value]
    days: set[str] = set()
    for part in parts:
        first, dash, last = str(part).partition("-")
        if first not in WEEK or (dash and (last not in WEEK or WEEK.index(last) <= WEEK.index(first))):
            raise ValueError(f"'{part}' is no day: {', '.join(WEEK)}, or a range such as mon-fri")
        days.update(WEEK[WEEK.index(first) : WEEK.index(last or first) + 1])
    if not days:
        raise ValueError("at least one day, e.g. mon-fri")
    return tuple(day for day in WEEK if day in days)


def _written(days: tuple[str, ...]) -> str | list[str]:
    runs: list[list[str]] = []
    for day in days:
        if runs and WEEK.index(day) == WEEK.index(runs[-1][-1]) + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    written = [run[0] if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs]
    return written[0] if len(written) == 1 else written


Weekdays = Annotated[
    tuple[str, ...],
    PlainValidator(_week),
    PlainSerializer(_written),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]
"""Days of the week: ``mon-fri``, ``sat``, ``[mon-wed, fri]``."""

Floor = Annotated[
    str,
    BeforeValidator(lambda value: str(value) if isinstance(value, int) else value),
    PlainSerializer(lambda text: int(text) if re.fullmatch(r"0|-?[1-9]\d*", text) else text),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "integer"}]}),
]
"""A storey: ``3``, ``-1`` or ``B1``."""

"""Types that only definitions of the catalogue use: dates, floors, lengths of text."""

import datetime as dt
import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, PlainSerializer, PlainValidator, WithJsonSchema

from portal.kit.words import Words


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


Floor = Annotated[
    str,
    BeforeValidator(lambda value: str(value) if isinstance(value, int) else value),
    PlainSerializer(lambda text: int(text) if re.fullmatch(r"0|-?[1-9]\d*", text) else text),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "integer"}]}),
]
"""A storey: ``3``, ``-1`` or ``B1``."""

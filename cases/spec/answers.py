"""What was typed into a form, made plain and judged; the same code behind every page and before every submission."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from cases.spec import identity
from cases.spec.conditions import EMPTY, Answers, Facts
from cases.spec.form import Field, FormSpec, visible_fields
from cases.spec.sentences import Sentence, WrongAnswer, _

LINE, LONG = 200, 1000  # characters, where the definition sets no limit
MOST = 20  # choices, where the definition sets no limit


def clean(field: Field, raw: Any, *, today: dt.date) -> Any:
    """Return RAW as the answer to FIELD; nothing typed is an empty string or list. Raises `WrongAnswer`."""
    if raw in EMPTY:
        if field.required:
            raise WrongAnswer(_("Please answer: %(label)s"), label=field.label)
        return [] if field.type in {"choices", "items"} else ""
    return JUDGES[field.type](field, raw, today)


def judge(
    spec: FormSpec, answers: Answers, facts: Facts, *, today: dt.date
) -> tuple[dict[str, Any], dict[str, Sentence]]:
    """Return the answers that count, cleaned, and a sentence for each that cannot be taken, both by key."""
    cleaned: dict[str, Any] = {}
    wrong: dict[str, Sentence] = {}
    for step in spec.steps:
        for field in visible_fields(step, cleaned | {f.key: answers.get(f.key) for f in step.fields}, facts):
            if field.asks:
                try:
                    cleaned[field.key] = clean(field, answers.get(field.key), today=today)
                except WrongAnswer as error:
                    wrong[field.key] = error.sentence
    return cleaned, wrong


def _text(field: Field, raw: Any, today: dt.date) -> str:
    return _measured(field, identity.plain(_typed(raw)), LINE)


def _paragraph(field: Field, raw: Any, today: dt.date) -> str:
    text = unicodedata.normalize("NFC", _typed(raw)).replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(c for c in text if c == "\n" or unicodedata.category(c) not in {"Cc", "Cf"})
    return _measured(field, re.sub(r"\n{3,}", "\n\n", text).strip(), LONG)


def _measured(field: Field, text: str, limit: int) -> str:
    if not text and field.required:
        raise WrongAnswer(_("Please answer: %(label)s"), label=field.label)
    if len(text) > (field.max or limit):
        raise WrongAnswer(_("Please write at most %(max)s characters."), max=field.max or limit)
    if text and len(text) < (field.min or 0):
        raise WrongAnswer(_("Please write at least %(min)s characters."), min=field.min)
    return text


def _choice(field: Field, raw: Any, today: dt.date) -> str:
    if raw not in field.options:
        raise WrongAnswer(_("Please choose one of the answers: %(label)s"), label=field.label)
    return str(raw)


def _choices(field: Field, raw: Any, today: dt.date) -> list[str]:
    chosen = list(dict.fromkeys(raw)) if isinstance(raw, list) else [raw]
    if field.type == "choices" and not set(chosen) <= set(field.options):
        raise WrongAnswer(_("Please choose one of the answers: %(label)s"), label=field.label)
    if len(chosen) > (field.max or MOST):
        raise WrongAnswer(_("Please choose at most %(max)s."), max=field.max or MOST)
    if len(chosen) < (field.min or 0):
        raise WrongAnswer(_("Please choose at least %(min)s."), min=field.min)
    return [str(one) for one in chosen]


def _date(field: Field, raw: Any, today: dt.date) -> str:
    try:
        return dt.date.fromisoformat(str(raw)).isoformat()
    except ValueError:
        raise WrongAnswer(_("Please write the date as 2026-12-08.")) from None


def _document(field: Field, raw: Any, today: dt.date) -> str:
    return identity.identity_document(_typed(raw), kinds=[*(field.kinds or ["id_card"])], today=today)[1]


def _typed(raw: Any) -> str:
    if not isinstance(raw, str):
        raise WrongAnswer(_("Please write text."))
    return raw


Judge = Callable[[Field, Any, dt.date], Any]
JUDGES: Mapping[str, Judge] = {
    "text": _text,
    "address": _text,
    "paragraph": _paragraph,
    "choice": _choice,
    "choices": _choices,
    "items": _choices,
    "date": _date,
    "person_name": lambda field, raw, today: identity.person_name(_typed(raw)),
    "identity_document": _document,
    "uscc": lambda field, raw, today: identity.uscc(_typed(raw)),
    "mobile_or_fixed": lambda field, raw, today: identity.phone(_typed(raw)),
}

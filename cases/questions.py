"""What a move asks: questions as forms write them, kept as data in the workflow and read here."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from pydantic import TypeAdapter
from pydantic import ValidationError as SchemaError

from cases.workflow.spec import Move
from forms.fields.typed import Typed
from forms.spec import Field

LINE, LONG = 200, 1000  # code points, where the definition sets no limit
_questions: TypeAdapter[dict[str, Field]] = TypeAdapter(dict[str, Field])


class WrongAnswer(Exception):
    """An answer to the question ``key`` was refused; ``str()`` is a sentence."""

    def __init__(self, key: str, sentence: str) -> None:
        super().__init__(sentence)
        self.key = key


def questions(move: Move) -> dict[str, Field]:
    """Return the questions that MOVE asks, by key."""
    return _questions.validate_python(move.asks)


def mistakes(move: Move) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield place (below ``asks``) and sentence of each mistake in the questions of MOVE."""
    try:
        questions(move)
    except SchemaError as error:
        yield from ((one["loc"], one["msg"]) for one in error.errors())


def form_fields(move: Move) -> dict[str, forms.Field]:
    """Return the questions of MOVE as fields of a Django form, by key; the same for staff and applicants."""
    return {key: _form_field(question) for key, question in questions(move).items()}


def _form_field(question: Field) -> forms.Field:
    long = question.type == "paragraph"
    return Typed(
        label=str(question.label),
        help_text=str(question.hint),
        required=question.required,
        error_messages={"required": _("Please fill in this field.")},
        min_length=question.min,
        max_length=question.max or (LONG if long else LINE),
        lines=long,
    )


def clean(move: Move, answers: Mapping[str, Any]) -> dict[str, str]:
    """Return ANSWERS to the questions of MOVE as text, by key; WrongAnswer names the first that is refused."""
    kept = {}
    for key, field in form_fields(move).items():
        try:
            kept[key] = str(field.clean(answers.get(key, "")))
        except ValidationError as error:
            raise WrongAnswer(key, f"{field.label}: {' '.join(error.messages)}") from None
    return kept

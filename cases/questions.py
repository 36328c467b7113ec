"""Questions of a move: written as forms write them, kept as data in the workflow and read here."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from pydantic import TypeAdapter
from pydantic import ValidationError as SchemaError

from cases.workflow.spec import Move
from forms.fields import AnyQuestion
from forms.fields.base import AnswerAudience, Question

_questions: TypeAdapter[dict[str, Question]] = TypeAdapter(dict[str, AnyQuestion])


class WrongAnswer(Exception):
    """An answer to the question ``key`` was refused; ``str()`` is a sentence."""

    def __init__(self, key: str, sentence: str) -> None:
        super().__init__(sentence)
        self.key = key


def questions(move: Move) -> dict[str, Question]:
    """Return the questions that MOVE asks, by key."""
    return _questions.validate_python(move.asks)


class MoveQuestions(forms.Form):
    """Base of the forms that ask the questions of a move; ``asked`` are the questions by key."""

    asked: dict[str, Question]

    def ask(self, move: Move) -> None:
        """Add the questions of MOVE."""
        self.asked = questions(move)
        for key, question in self.asked.items():
            self.fields[key] = question.form_field({})

    @property
    def answers(self) -> dict[str, Any]:
        """Cleaned answers by the key of the question, as plain JSON."""
        return {key: question.dump(self.cleaned_data[key]) for key, question in self.asked.items()}


def mistakes(move: Move) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield place (below ``asks``) and sentence of each mistake in the questions of MOVE."""
    try:
        for key, question in questions(move).items():
            if question.holds_files:
                yield (key, "type"), "files are asked for by forms, not by moves"
    except SchemaError as error:
        # Below the key of a question stands its type, which is no place in the definition.
        yield from ((one["loc"][:1] + one["loc"][2:], one["msg"]) for one in error.errors())


def clean(move: Move, answers: Mapping[str, Any]) -> dict[str, str]:
    """Return ANSWERS to the questions of MOVE as text, by key; WrongAnswer names the first that is refused."""
    kept = {}
    for key, question in questions(move).items():
        try:
            answer = question.dump(question.form_field({}).clean(question.load(answers.get(key, ""))))
        except ValidationError as error:
            raise WrongAnswer(key, f"{question.label}: {' '.join(error.messages)}") from None
        kept[key] = question.display(answer, AnswerAudience.CITIZEN, {})
    return kept

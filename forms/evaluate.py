"""Evaluation of answers: the fields that are shown, the answers that count, missing ones, and the stop of the form.

Called once a request. Pure: answers, facts and the day come in as arguments.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from forms.conditions import holds
from forms.fields.base import EMPTY, FieldType, Question
from forms.fields.stop import Stop
from forms.spec import FormSpec, FormStep

Answers = Mapping[str, Any]
Facts = Mapping[str, Any]


@dataclass(frozen=True)
class ShownStep:
    """A step with the fields that are shown on it, by key, in order."""

    step: FormStep
    fields: Mapping[str, FieldType]

    @property
    def questions(self) -> dict[str, Question]:
        """The fields that ask something."""
        return {key: field for key, field in self.fields.items() if isinstance(field, Question)}


@dataclass(frozen=True)
class ReachedStop:
    """A stop that holds, with the step on which it stands."""

    step: str
    key: str
    field: Stop


@dataclass(frozen=True)
class Evaluation:
    """A form as it stands for one applicant.

    ``answers`` are those that count: of questions that are shown, in order; a hidden field has no value. ``missing``
    names step and key of every required question without an answer; inside of a group that can be repeated, the name
    of the input. ``stop`` is the first stop that holds.
    """

    shown: tuple[ShownStep, ...]
    answers: dict[str, Any]
    missing: tuple[tuple[str, str], ...]
    stop: ReachedStop | None

    @property
    def steps(self) -> list[FormStep]:
        """The steps with a question or a note; a step with nothing but a stop has no page."""
        return [one.step for one in self.shown if any(not isinstance(field, Stop) for field in one.fields.values())]

    @property
    def questions(self) -> dict[str, Question]:
        """All questions that are shown, by key, in order."""
        return {key: question for one in self.shown for key, question in one.questions.items()}

    @property
    def personal(self) -> dict[str, Any]:
        """The personal answers by key, which are sealed on the party."""
        questions = self.questions
        return {key: value for key, value in self.answers.items() if questions[key].holds_personal}

    def fields(self, step: str) -> Mapping[str, FieldType]:
        """Return the shown fields of STEP (a code) by key."""
        return next((one.fields for one in self.shown if one.step.step == step), {})

    def chosen(self, kind: str) -> list[str]:
        """Return the codes of KIND, e.g. ``item``, that the applicant chose, each once, in order."""
        return list(dict.fromkeys(code for named, code in self.named() if named == kind))

    def named(self) -> Iterator[tuple[str, str]]:
        """Yield kind and code of everything that the answers name."""
        questions = self.questions
        for key, value in self.answers.items():
            yield from questions[key].codes(value)


def evaluate(spec: FormSpec, answers: Answers, facts: Facts, today: dt.date) -> Evaluation:
    """Return what of SPEC is shown, counted and missing for ANSWERS by key and FACTS by name on the day TODAY."""
    known: dict[str, Any] = dict(facts)
    counted: dict[str, Any] = {}
    shown: list[ShownStep] = []
    missing: list[tuple[str, str]] = []
    stop: ReachedStop | None = None
    for step in spec.steps:
        fields = {}
        for key, field in step.named().items():
            if not holds(field.when, known, today):
                continue
            fields[key] = here = field.resolved(known, today)
            if isinstance(here, Stop):
                stop = stop or ReachedStop(step.step, key, here)
            elif isinstance(here, Question):
                answer, lacking = here.judge(answers.get(key))
                missing += [(step.step, f"{key}{end}") for end in lacking]
                if answer not in EMPTY:
                    counted[key], known[key] = answer, here.comparable(answer)
        shown.append(ShownStep(step, fields))
    return Evaluation(tuple(shown), counted, tuple(missing), stop)

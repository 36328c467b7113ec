"""A group of questions that is answered several times, e.g. once for each member of a family."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from django import forms
from django.utils.translation import gettext as _
from pydantic import AfterValidator, Field, PrivateAttr

from configuration.kinds import Complaint, Folder
from configuration.schema import Code, Said
from forms.conditions import Known, holds
from forms.fields.base import (
    EMPTY,
    AnswerAudience,
    CurrentCode,
    FieldType,
    Labels,
    PaperBlank,
    Question,
    one_key,
)
from forms.fields.registry import question_type
from forms.fields.repeat_field import RepeatField, RowOfGroup
from portal.kit.words import Words

if TYPE_CHECKING:
    InnerField = FieldType

Row = Mapping[str, Any]
MOST = 30  # rows of one group
LINES = 5  # rows on paper


class Repeat(Question):
    """Stored as a list with the answers by key of each row, for a number of rows from ``fewest`` to ``most``.

    ``one`` is what a row is called, e.g. "Child". Inside of a row a condition speaks of what stands before it in the
    same row, and else of what it may speak of outside. Types with ``in_groups`` may stand inside, no second group.
    """

    type: Literal["repeat"]
    one: Said = Words()
    fewest: Annotated[int, Field(ge=0, le=MOST)] = 0
    most: Annotated[int, Field(ge=1, le=MOST)] = 10
    fields: "Annotated[list[dict[Code, InnerField]], AfterValidator(one_key)]"

    compares = frozenset({"given", "more_than", "at_least"})
    in_groups = False

    _known: Known = PrivateAttr(default_factory=dict)
    _today: dt.date | None = PrivateAttr(default=None)

    def named(self) -> dict[str, FieldType]:
        """Return the lines of a row by key, in order."""
        return {key: field for line in self.fields for key, field in line.items()}

    def questions(self) -> dict[str, Question]:
        """Return the questions of a row by key, in order."""
        return {key: field for key, field in self.named().items() if isinstance(field, Question)}

    @property
    def needed(self) -> int:
        """The number of rows without which the form cannot be sent."""
        return max(self.fewest, 1) if self.required else 0

    @property
    def holds_personal(self) -> bool:
        return bool(self.personal) or any(question.personal for question in self.questions().values())

    def resolved(self, known: Known, today: dt.date) -> Self:
        made = super().resolved(known, today).model_copy()
        own = self.named()
        made._known = {name: value for name, value in known.items() if name not in own}
        made._today = today
        return made

    def judged_row(self, answers: Row) -> RowOfGroup:
        """Return what follows from the ANSWERS of one row."""
        known, counted = dict(self._known), {}
        shown: dict[str, FieldType] = {}
        missing: list[str] = []
        for key, field in self.named().items():
            if not holds(field.when, known, self._today):
                continue
            shown[key] = here = field.resolved(known, self._today or dt.date.min)
            if isinstance(here, Question):
                answer, lacking = here.judge(answers.get(key))
                missing += [f"{key}{end}" for end in lacking]
                if answer not in EMPTY:
                    counted[key], known[key] = answer, here.comparable(answer)
        return RowOfGroup(shown, counted, tuple(missing))

    def rows(self, stored: Any) -> list[RowOfGroup]:
        """Return what follows from each row of a STORED answer."""
        return [self.judged_row(row) for row in stored] if self.fits(stored) else []

    def fits(self, stored: Any) -> bool:
        return isinstance(stored, list) and all(isinstance(row, dict) for row in stored)

    def judge(self, stored: Any) -> tuple[Any, tuple[str, ...]]:
        rows = self.rows(stored)
        lacking = [f"-{number}-{key}" for number, row in enumerate(rows) for key in row.missing]
        fewest = max(self.needed, self.fewest if rows else 0)
        if not fewest <= len(rows) <= self.most:
            lacking.append("")
        return [row.answers for row in rows] or None, tuple(lacking)

    def form_field(self, labels: Labels) -> forms.Field:
        return RepeatField(group=self, labels=labels, **self.common())

    def with_current_codes(self, stored: Any, current: CurrentCode) -> Any:
        if not self.fits(stored):
            return stored
        asked = self.questions()
        return [
            {key: asked[key].with_current_codes(one, current) if key in asked else one for key, one in row.items()}
            for row in stored
        ]

    def codes(self, stored: Any) -> Iterator[tuple[str, str]]:
        for row in self._answered(stored):
            for question, answer in row.values():
                yield from question.codes(answer)

    def freeze(self, stored: Any) -> Any:
        return [[one.frozen_row(key, answer) for key, (one, answer) in row.items()] for row in self._answered(stored)]

    @classmethod
    def frozen_codes(cls, frozen: Any) -> Iterator[tuple[str, str]]:
        for row in frozen or []:
            for cell in row:
                kind = question_type(cell["type"])
                if kind is not None and "value" in cell:
                    yield from kind.frozen_codes(cell["value"])

    @classmethod
    def with_own_words(cls, frozen: Any, stored: Any) -> Any:
        if not isinstance(stored, list) or len(stored) != len(frozen):
            return frozen
        pairs = zip(frozen, stored, strict=True)
        return [[_opened(cell, row.get(cell["key"])) for cell in cells] for cells, row in pairs]

    @classmethod
    def read_frozen(cls, frozen: Any, labels: Labels) -> str:
        return _lines([(str(Words(cell["label"])), _cell(cell, labels)) for cell in row] for row in frozen or [])

    def mask(self, stored: Any) -> str:
        return _lines(
            [(str(one.label), one.mask(answer)) for one, answer in row.values()] for row in self._answered(stored)
        )

    def display(self, stored: Any, audience: AnswerAudience, labels: Labels) -> str:
        if self.personal:
            return super().display(stored, audience, labels)
        return _lines(
            [(str(one.label), one.display(answer, audience, labels)) for one, answer in row.values()]
            for row in self._answered(stored)
        )

    def _answered(self, stored: Any) -> Iterator[dict[str, tuple[Question, Any]]]:
        """Yield the questions of each row of a STORED answer that are answered, with their answers, by key."""
        asked = self.questions()
        for row in stored if self.fits(stored) else []:
            answers = {key: row.get(key) for key in asked}
            yield {
                key: (asked[key], answer)
                for key, answer in answers.items()
                if answer not in EMPTY and asked[key].fits(answer)
            }

    def title(self, number: int) -> str:
        """Return the heading of the row NUMBER, counted from 0."""
        return f"{self.one or self.label} {number + 1}"

    def paper_blank(self) -> PaperBlank:
        labels = tuple(str(question.label) for question in self.questions().values())
        return PaperBlank(lines=min(self.most, LINES), columns=labels)

    def check(self, folder: Folder) -> Iterator[Complaint]:
        yield from super().check(folder)
        if self.fewest > self.most:
            yield Complaint(("fewest",), "D374", f"{self.fewest} is larger than {self.most}", "swap the limits")
        if not self.questions():
            yield Complaint(("fields",), "D339", "the group asks nothing", "add a field or remove the group")


def _cell(cell: Mapping[str, Any], labels: Labels) -> str:
    """Return what a CELL of a frozen row says; a type that no longer exists leaves its value readable."""
    kind = question_type(cell["type"])
    if "masked" in cell:
        return str(cell["masked"])
    return kind.read_frozen(cell["value"], labels) if kind else str(cell["value"])


def _opened(cell: Mapping[str, Any], stored: Any) -> Mapping[str, Any]:
    kind = question_type(cell["type"])
    if kind is None or not kind.own_words or stored is None:
        return cell
    return {key: value for key, value in cell.items() if key != "masked"} | {"value": stored}


def _lines(rows: Iterator[list[tuple[str, str]]] | Any) -> str:
    """Return ROWS of label and text as one text, a line a row."""
    pair = _("%(label)s: %(text)s")
    said = (_("; ").join(pair % {"label": label, "text": text} for label, text in row) for row in rows)
    return "\n".join(f"{number}. {line}" for number, line in enumerate(said, 1))

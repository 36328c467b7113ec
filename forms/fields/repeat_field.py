"""The rows of a group on a page: a small form a row, buttons that add and remove one, without a script."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _

from forms.fields.base import FieldType, Labels, Question

if TYPE_CHECKING:
    from forms.fields.repeat import Repeat

COUNT, ADD, REMOVE, ASKED = "rows", "add", "remove", "_asked"
CHANGED, MORE = "rows", "more"
"""Codes of errors that are none: a row was added or removed; answers of a row bring further questions in it."""


@dataclass(frozen=True)
class RowOfGroup:
    """A row: the lines that are shown, the answers that count, and the ends of the names of inputs that lack one."""

    shown: Mapping[str, FieldType]
    answers: dict[str, Any]
    missing: tuple[str, ...]

    @property
    def questions(self) -> dict[str, Question]:
        """The lines that ask something."""
        return {key: line for key, line in self.shown.items() if isinstance(line, Question)}


@dataclass
class TypedRow:
    """A row as it is drawn: what the inputs show, and the sentences beside them."""

    row: RowOfGroup
    initial: Mapping[str, Any]
    errors: dict[str, list[str]] = field(default_factory=dict)
    more: bool = False


class RowForm(forms.Form):
    """Draws the inputs of one row; judged by `RepeatField`."""

    use_required_attribute = False

    def __init__(self, typed: TypedRow, labels: Labels, title: str, prefix: str) -> None:
        super().__init__(prefix=prefix, initial=dict(typed.initial))
        self.typed, self.title = typed, title
        for key, question in typed.row.questions.items():
            self.fields[key] = question.form_field(labels)
        errors = {key: self.error_class(sentences) for key, sentences in typed.errors.items() if key in self.fields}
        self._errors = ErrorDict(errors)

    @property
    def asked(self) -> str:
        """The keys that this row asks, for the hidden field that tells new questions from unanswered ones."""
        return " ".join(self.fields)

    @property
    def lines(self) -> Iterator[tuple[FieldType | None, forms.BoundField | None]]:
        """The statements and the inputs in order: one of each pair is None."""
        for key, line in self.typed.row.shown.items():
            yield (None, self[key]) if key in self.fields else (line, None)


class RepeatWidget(forms.Widget):
    """Rows of inputs, from stored rows or from ``{"name", "rows", "changed"}`` with what was typed."""

    template_name = "portal/repeat.html"
    use_fieldset = True
    needs_multipart_form = False

    def __init__(self, owner: "RepeatField") -> None:
        super().__init__()
        self.owner = owner

    def id_for_label(self, id_: str) -> str:
        return ""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        count = str(data.get(f"{name}-{COUNT}", ""))
        if not count.isascii() or not count.isdecimal():
            return None
        rows = [self._row(data, files, f"{name}-{n}") for n in range(min(int(count[:4]), self.owner.group.most + 1))]
        removed = str(data.get(f"{name}-{REMOVE}", ""))
        if removed.isascii() and removed.isdecimal() and int(removed[:4]) < len(rows):
            del rows[int(removed[:4])]
        if f"{name}-{ADD}" in data and len(rows) < self.owner.group.most:
            rows.append({})
        changed = f"{name}-{ADD}" in data or f"{name}-{REMOVE}" in data
        return {"name": name, "rows": rows, "changed": changed}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return f"{name}-{COUNT}" not in data

    def _row(self, data: Any, files: Any, prefix: str) -> dict[str, Any]:
        """Return what was typed in the row PREFIX by key; keys that were not on the page are left out."""
        widgets = {key: inner.widget for key, inner in self.owner.inputs.items()}
        sent = {
            key: widget.value_from_datadict(data, files, f"{prefix}-{key}")
            for key, widget in widgets.items()
            if not widget.value_omitted_from_data(data, files, f"{prefix}-{key}")
        }
        asked = f"{prefix}-{ASKED}"
        return sent | ({ASKED: str(data[asked]).split()} if asked in data else {})

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        owner, group = self.owner, self.owner.group
        rows = owner.typed_rows(value)
        forms_of_rows = [RowForm(row, owner.labels, group.title(n), f"{name}-{n}") for n, row in enumerate(rows)]
        context["widget"] |= {
            "rows": forms_of_rows,
            "sentences": owner.sentences,
            "may_add": len(rows) < group.most,
            "may_remove": len(rows) > group.needed,
            "add_label": _("Add another: %(one)s") % {"one": group.one or group.label},
            "full": _("At most %(most)d can be given here.") % {"most": group.most},
        }
        return context


class RepeatField(forms.Field):
    """Cleaned to the list of answers of the rows; rows without anything typed are left out if the rest is enough."""

    parts = True

    def __init__(self, *, group: "Repeat", labels: Labels, **options: Any) -> None:
        self.group, self.labels = group, labels
        self.inputs = {key: question.form_field(labels) for key, question in group.questions().items()}
        self.name, self.judged = "", dict[int, TypedRow]()
        self.sentences: list[str] = []
        super().__init__(widget=RepeatWidget(self), **options)

    def clean(self, value: Any) -> list[dict[str, Any]]:
        stored = value if self.group.fits(value) else []
        typed: dict[str, Any] = value if isinstance(value, dict) else {"rows": [self._shown(row) for row in stored]}
        self.name, rows = typed.get("name", ""), typed["rows"]
        if typed.get("changed"):
            raise ValidationError(_("Rows were added or removed. Please go on."), code=CHANGED)
        kept = self._kept(rows)
        self.judged = {number: self._judge(rows[number]) for number in kept}
        if errors := [*self._errors()]:
            raise ValidationError([sentence for _target, sentence in errors])
        if any(row.more for row in self.judged.values()):
            raise ValidationError(_("Your answer brings a few more questions. They are on this page now."), code=MORE)
        self._count(len(kept))
        return [row.row.answers for row in self.judged.values()]

    @property
    def error_lines(self) -> list[tuple[str, str]]:
        """The id of an input and the sentence, for each error, for the summary at the top of the page."""
        return [*self._errors(), *((f"id_{self.name}-{ADD}", sentence) for sentence in self.sentences)]

    def typed_rows(self, value: Any) -> list[TypedRow]:
        """Return the rows to draw for VALUE: at least one, and as many as are needed."""
        if isinstance(value, dict):
            rows = [self.judged.get(n) or self._judge(row, quiet=True) for n, row in enumerate(value["rows"])]
        else:
            stored = value if self.group.fits(value) else []
            rows = [TypedRow(self.group.judged_row(row), self._shown(row)) for row in stored]
        wanted = 0 if isinstance(value, dict) else max(self.group.needed, 0 if value else 1)
        blank = (TypedRow(self.group.judged_row({}), {}) for _row in range(wanted - len(rows)))
        return [*rows, *blank]

    def _shown(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return the stored answers of ROW as their inputs show them."""
        asked = self.group.questions()
        return {key: asked[key].load(answer) for key, answer in row.items() if key in asked and answer is not None}

    def _kept(self, rows: list[dict[str, Any]]) -> list[int]:
        """Return the numbers of the rows that count: filled in, or needed."""
        filled = [number for number, row in enumerate(rows) if _says({**row, ASKED: None})]
        blank = [number for number in range(len(rows)) if number not in filled]
        return sorted([*filled, *blank[: max(0, self.group.needed - len(filled))]])

    def _judge(self, raw: dict[str, Any], *, quiet: bool = False) -> TypedRow:
        """Return the row of what was typed, RAW: with every question that its own answers ask for."""
        answers: dict[str, Any] = {}
        row = self.group.judged_row(answers)
        errors: dict[str, list[str]] = {}
        for _round in range(len(self.inputs) + 1):
            answers, errors = self._cleaned(row, raw)
            before, row = row, self.group.judged_row(answers)
            if row.shown == before.shown:
                break
        asked = raw.get(ASKED)
        fresh = [key for key in row.questions if asked is not None and key not in asked and not _says(raw.get(key))]
        kept = {} if quiet else {key: one for key, one in errors.items() if key not in fresh and key in row.questions}
        return TypedRow(row, raw, kept, more=bool(fresh))

    def _cleaned(self, row: RowOfGroup, raw: dict[str, Any]) -> tuple[dict[str, Any], dict[str, list[str]]]:
        answers: dict[str, Any] = {}
        errors: dict[str, list[str]] = {}
        for key, question in row.questions.items():
            try:
                answers[key] = question.dump(question.form_field(self.labels).clean(raw.get(key)))
            except ValidationError as error:
                errors[key] = error.messages
        return answers, errors

    def _errors(self) -> Iterator[tuple[str, str]]:
        for number, typed in self.judged.items():
            for key, sentences in typed.errors.items():
                target = f"id_{self.name}-{number}-{key}"
                first = f"{target}_0" if self.inputs[key].widget.use_fieldset else target
                yield from ((first, f"{self.group.title(number)}: {sentence}") for sentence in sentences)

    def _count(self, rows: int) -> None:
        fewest = max(self.group.needed, self.group.fewest if rows else 0)
        if rows < fewest:
            self.sentences = [_("Please give at least %(n)d here.") % {"n": fewest}]
            if fewest == 1:
                self.sentences = [str(self.error_messages["required"])]
        elif rows > self.group.most:
            self.sentences = [_("At most %(most)d can be given here.") % {"most": self.group.most}]
        if self.sentences:
            raise ValidationError(self.sentences)


def _says(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_says, value.values()))
    if isinstance(value, list | tuple):
        return any(map(_says, value))
    return value not in (None, "", False)

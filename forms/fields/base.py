"""Base of the field types. A type is one class in one file: asking, storing, showing, masking, checking."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, ClassVar, Literal, Self

from django import forms
from django.utils.translation import gettext_lazy as _

from configuration.kinds import Complaint, Folder
from configuration.schema import Code, Part, Said
from forms.conditions import Condition, Known, holds
from forms.masks import HIDDEN
from portal.kit.words import Words

ITEM = "item"
Labels = Mapping[str, str]
"""Labels of what can be chosen where the form does not list it, e.g. names of service items, by `label_key`."""


def label_key(kind: str, code: str) -> str:
    """Return the key under which `Labels` hold the label of CODE of KIND: that of a service item is its code alone."""
    return code if kind == ITEM else f"{kind}:{code}"


def label_kind(key: str) -> tuple[str, str]:
    """Return kind and code to which the KEY of a label belongs."""
    kind, _colon, code = key.rpartition(":")
    return kind or ITEM, code


def one_key(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return LINES, each a mapping of one key; raises ValueError for another."""
    for line in lines:
        if len(line) != 1:
            raise ValueError("each field is one line with its key: '- phone: {type: …}'")
    return lines


EMPTY: tuple[Any, ...] = (None, "", [])
"""Stored values that are no answer."""

CurrentCode = Callable[[str, str], str]
"""What a code of a kind is today, as in `configuration.specs`."""


class AnswerAudience(Enum):
    """Reader of an answer. The applicant and an official document read it whole; staff and exports read masks."""

    CITIZEN = "citizen"
    STAFF = "staff"
    DOCUMENT = "document"
    EXPORT = "export"


READS_MASKS = (AnswerAudience.STAFF, AnswerAudience.EXPORT)


@dataclass(frozen=True)
class PaperBlank:
    """A field on a printed form: LINES for handwriting, boxes to tick with OPTIONS beside them, a TEXT.

    With COLUMNS the lines are the rows of a table.
    """

    lines: int = 0
    options: tuple[str, ...] = ()
    text: str = ""
    columns: tuple[str, ...] = ()


class FieldType(Part):
    """A line of a step. Subclasses set ``type`` to a literal; ``when`` says for which answers the line is there.

    What asks nothing, such as a note, is a `Statement`; what asks something is a `Question`.
    """

    type: str
    when: Condition | None = None

    in_groups: ClassVar[bool] = True
    """Whether the line may stand inside a group that can be repeated (forms/fields/repeat.py)."""

    def resolved(self, known: Known, today: dt.date) -> Self:
        """Return the line as it stands for KNOWN (answers and facts) on the day TODAY."""
        return self

    def check(self, folder: Folder) -> Iterator[Complaint]:
        """Yield the mistakes of this line beyond its schema; places are relative to the line."""
        yield from ()

    def paper_blank(self) -> PaperBlank:
        """Return how the line looks on paper."""
        return PaperBlank()


class Statement(FieldType):
    """A line that asks nothing: information for the reader."""

    title: Said = Words()
    text: Said = Words()

    style: ClassVar[str] = "notice"
    """How the page draws it (portal/templates/portal/statement.html)."""

    def paper_blank(self) -> PaperBlank:
        return PaperBlank(text="\n".join(str(words) for words in (self.title, self.text) if words))


class Question(FieldType):
    """A line that asks something.

    An answer has one stored shape for ever, plain JSON: `dump` makes it from what the Django field returned, `load`
    makes the initial value of the Django field from it. `freeze` gives its shape in the dossier, which is readable
    without the form: `read_frozen` does so.

    A condition in ``required`` asks for an answer only where it holds.
    """

    label: Said = Words()
    hint: Said = Words()
    required: bool | Condition = True
    personal: bool | Literal["sensitive"] = False
    purpose: Said = Words()

    last_keys: ClassVar[tuple[str, ...]] = ("when", "personal", "purpose")
    """The keys that a definition writes after those of the type itself."""
    compares: ClassVar[frozenset[str]] = frozenset({"equals", "given"})
    """What a condition may do with an answer: ``equals``, or one of `forms.conditions.COMPARISONS`."""
    equals: ClassVar[type] = str
    """The type of value to which a condition may compare an answer: str, bool, or float for any number."""
    stored_as: ClassVar[tuple[type, ...]] = ()
    """The types of stored answers; empty where a type does not say."""
    refers_to: ClassVar[str] = ""
    """The kind of definition whose codes the answer names; empty for other answers."""
    holds_files: ClassVar[bool] = False
    """Whether answers name files, which the page of the step takes (forms/filling/step_files.py)."""
    own_words: ClassVar[bool] = False
    """Whether the applicant explains in their own words: staff read that unmasked, to know what is wanted."""

    def form_field(self, labels: Labels) -> forms.Field:
        """Return the Django field that asks this question; LABELS are the choices that the form does not list."""
        raise NotImplementedError

    @property
    def finds(self) -> bool:
        """Whether a page offers a search for what can be chosen."""
        return False

    @property
    def holds_personal(self) -> bool:
        """Whether the answer is personal, or holds something that is."""
        return bool(self.personal)

    def resolved(self, known: Known, today: dt.date) -> Self:
        if isinstance(self.required, bool):
            return self
        return self.model_copy(update={"required": holds(self.required, known, today)})

    def fits(self, stored: Any) -> bool:
        """Return whether STORED, perhaps of an earlier version of the form, has the shape of an answer to this."""
        return not self.stored_as or isinstance(stored, self.stored_as)

    def judge(self, stored: Any) -> tuple[Any, tuple[str, ...]]:
        """Return what of a STORED answer counts, None for nothing, and the ends of the names of inputs that lack one.

        Only of a question that is resolved.
        """
        if stored not in EMPTY and self.fits(stored):
            return stored, ()
        return None, ("",) if self.required else ()

    def comparable(self, stored: Any) -> Any:
        """Return a STORED answer as conditions compare it."""
        return stored

    def with_current_codes(self, stored: Any, current: CurrentCode) -> Any:
        """Return a STORED answer with the codes in it as they are today."""
        return stored

    def codes(self, stored: Any) -> Iterator[tuple[str, str]]:
        """Yield kind and code of all that a STORED answer names."""
        yield from self.frozen_codes(stored)

    @classmethod
    def frozen_codes(cls, frozen: Any) -> Iterator[tuple[str, str]]:
        """Yield kind and code of all that a FROZEN answer names."""
        yield from ()

    def dump(self, value: Any) -> Any:
        """Return the cleaned VALUE as plain JSON."""
        return value

    def load(self, stored: Any) -> Any:
        """Return a STORED answer as the initial value of the Django field."""
        return stored

    def freeze(self, stored: Any) -> Any:
        """Return a STORED answer as the dossier keeps it: text, a number, codes, or texts by language."""
        return stored

    def files_in(self, stored: Any) -> Iterator[tuple[str, str]]:
        """Yield material (a code, or nothing) and UUID of each file that belongs to a STORED answer."""
        yield from ()

    @classmethod
    def with_own_words(cls, frozen: Any, stored: Any) -> Any:
        """Return a FROZEN answer with what the applicant wrote in their own words opened, from the STORED one."""
        return frozen

    @classmethod
    def read_frozen(cls, frozen: Any, labels: Labels) -> str:
        """Return a FROZEN answer as text in the active language; LABELS as for `form_field`."""
        return "" if frozen is None else str(frozen)

    def frozen_row(self, key: str, stored: Any) -> dict[str, Any]:
        """Return the row of the dossier for a STORED answer under KEY: its ``value``, or what is shown ``masked``."""
        row: dict[str, Any] = {"key": key, "label": dict(self.label), "type": self.type}
        return row | ({"masked": self.mask(stored)} if self.personal else {"value": self.freeze(stored)})

    def mask(self, stored: Any) -> str:
        """Return what may be shown of a personal answer by default; hidden whole where a type has no partial form."""
        return HIDDEN

    def display(self, stored: Any, audience: AnswerAudience, labels: Labels) -> str:
        """Return a STORED answer as AUDIENCE reads it in the active language; an empty string for no answer."""
        if stored in EMPTY:
            return ""
        opened = self.own_words and audience is AnswerAudience.STAFF
        if self.personal and audience in READS_MASKS and not opened:
            return self.mask(stored)
        return self.read_frozen(self.freeze(stored), labels)

    def paper_blank(self) -> PaperBlank:
        return PaperBlank(lines=1)

    def check(self, folder: Folder) -> Iterator[Complaint]:
        if not self.label:
            yield Complaint((), "D334", "a field without a label", "label: what the citizen reads")
        if self.personal == "sensitive" and not self.purpose:
            yield Complaint((), "D335", "a sensitive field without a purpose", "purpose: what it is needed for")

    @classmethod
    def label_of(cls, code: str, labels: Labels) -> str:
        """Return the label of CODE, of the kind to which this type refers, among LABELS; CODE where it is not there."""
        return labels.get(label_key(cls.refers_to, code), code)

    @classmethod
    def choices_among(cls, labels: Labels) -> list[tuple[str, str]]:
        """Return code and label of all of LABELS that are of the kind to which this type refers."""
        pairs = ((*label_kind(key), label) for key, label in labels.items())
        return [(code, label) for kind, code, label in pairs if kind == cls.refers_to]

    def common(self, *, choose: bool = False) -> dict[str, Any]:
        """Return the options that every Django field gets; CHOOSE words the errors for a choice."""
        sentence = _("Please choose: %(label)s") if choose else _("Please fill in: %(label)s")
        errors: dict[str, Any] = {"required": str(sentence) % {"label": self.label}}
        if choose:
            errors["invalid_choice"] = _("Please choose from the list.")
        return {
            "label": str(self.label),
            "help_text": str(self.hint),
            "required": self.required is True,
            "error_messages": errors,
        }


class OptionsQuestion(Question):
    """A question with a list of answers; ``explain`` adds a sentence to some of them."""

    options: dict[Code, Said] = {}
    explain: dict[Code, Said] = {}

    def choices(self) -> list[tuple[str, str]]:
        """Return code and label of every option."""
        return [(code, str(label)) for code, label in self.options.items()]

    def values(self) -> list[str]:
        """Return what a condition may compare the answer with."""
        return [*self.options]

    def explained(self) -> dict[str, str]:
        """Return the explanations by code."""
        return {code: str(text) for code, text in self.explain.items()}

    def fits(self, stored: Any) -> bool:
        chosen = stored if isinstance(stored, list) else [stored]
        return all(isinstance(one, str) and one in self.options for one in chosen)

    def freeze(self, stored: Any) -> list[dict[str, str]]:
        chosen = stored if isinstance(stored, list) else [stored]
        return [dict(self.options[one]) for one in chosen if one in self.options]

    @classmethod
    def read_frozen(cls, frozen: Any, labels: Labels) -> str:
        return str(_(", ")).join(str(Words(one)) for one in frozen or [])

    def paper_blank(self) -> PaperBlank:
        return PaperBlank(options=tuple(label for _code, label in self.choices()))

    def check(self, folder: Folder) -> Iterator[Complaint]:
        yield from super().check(folder)
        if not self.options:
            yield Complaint((), "D332", f"a {self.type} without options", "options: {code: label, …}")

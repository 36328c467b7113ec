"""Photos and files. An answer is a list of the UUIDs of stored uploads, which the server alone writes."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal, Self

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from pydantic import Field as Option

from forms.conditions import ONLINE, Known
from forms.fields.base import Labels, PaperBlank, Question
from forms.file_widgets import FilesInput, ShownFile

FileKind = Literal["photo", "pdf", "ofd", "word", "excel"]
MOST = 20  # files of one question


def shared_count(number: int) -> str:
    """Return how many files there are, in words."""
    return ngettext("%(n)d file", "%(n)d files", number) % {"n": number}


class FilesField(forms.Field):
    """The UUIDs of the files that are stored for this question; ``show`` gives their names and sizes to the page."""

    widget: FilesInput

    def __init__(self, *, most: int, **options: Any) -> None:
        self.most = most
        super().__init__(**options)

    def clean(self, value: Any) -> list[str]:
        found = [str(one) for one in value or []]
        if self.required and not found:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(found) > self.most:
            raise ValidationError(_("At most %(most)s files are taken here."), code="max", params={"most": self.most})
        return found

    def show(self, files: Sequence[ShownFile]) -> None:
        """Let the page show FILES, those that are stored."""
        self.widget.files = files


class FilesQuestion(Question):
    """Base of the questions whose answers are files: required online alone.

    At a window, on the telephone and on paper nobody has to send a file (Art. 15(9)); papers are handed over there.
    """

    holds_files = True
    in_groups = False

    def resolved(self, known: Known, today: dt.date) -> Self:
        made = super().resolved(known, today)
        return made if known.get("channel", ONLINE) == ONLINE else made.model_copy(update={"required": False})


class File(FilesQuestion):
    """``file_kinds`` are what it takes, ``max_files`` how many; with ``camera`` telephones offer no older photo."""

    type: Literal["file"]
    file_kinds: Annotated[list[FileKind], Option(min_length=1)] = ["photo", "pdf"]
    max_files: Annotated[int, Option(ge=1, le=MOST)] = 5
    camera: bool = False

    compares = frozenset({"given", "more_than", "at_least"})

    def form_field(self, labels: Labels) -> forms.Field:
        widget = FilesInput(kinds=self.file_kinds, camera=self.camera, most=self.max_files)
        return FilesField(most=self.max_files, widget=widget, **self.common(choose=True))

    def fits(self, stored: Any) -> bool:
        return isinstance(stored, list) and all(isinstance(one, str) for one in stored)

    def files_in(self, stored: Any) -> Iterator[tuple[str, str]]:
        yield from (("", str(one)) for one in stored or [])

    def freeze(self, stored: Any) -> int:
        return len(stored)

    @classmethod
    def read_frozen(cls, frozen: Any, labels: Labels) -> str:
        return shared_count(int(frozen)) if frozen else ""

    def paper_blank(self) -> PaperBlank:
        return PaperBlank(text=str(_("Please attach copies to this form.")))

"""A declaration that is ticked, never beforehand (Art. 6); its text and version are frozen with the case."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from django import forms
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from configuration.kinds import Complaint, Folder
from configuration.schema import Said
from forms.fields.base import Labels, PaperBlank, Question
from portal.kit.words import Words


class DeclarationQuestion(Question):
    """Stored as the version that was ticked; a new version of the text must be ticked again."""

    type: Literal["declaration"]
    text: Said = Words()
    version: Annotated[str, Field(min_length=1, max_length=40)] = "1"

    compares = frozenset({"given"})

    def form_field(self, labels: Labels) -> forms.Field:
        options = self.common()
        options["help_text"] = f"{self.text} {self.hint}".strip()
        sentence = _("Please read this and tick it: %(label)s")
        options["error_messages"]["required"] = str(sentence) % {"label": self.label}
        return forms.BooleanField(**options)

    def dump(self, value: bool) -> Any:  # noqa: FBT001  as the base class has it
        return self.version if value else None

    def load(self, stored: Any) -> Any:
        return stored == self.version

    def fits(self, stored: Any) -> bool:
        return stored == self.version

    def freeze(self, stored: Any) -> Any:
        return {"version": stored, "text": dict(self.text)}

    @classmethod
    def read_frozen(cls, frozen: Any, labels: Labels) -> str:
        return f"✓ {Words(frozen['text'])} ({frozen['version']})" if frozen else ""

    def paper_blank(self) -> PaperBlank:
        return PaperBlank(options=(str(self.text),))

    def check(self, folder: Folder) -> Iterator[Complaint]:
        yield from super().check(folder)
        if not self.text:
            yield Complaint((), "D334", "a declaration without a text", "text: what the citizen declares")

"""One of several options, or, where ``other`` has a label, an answer in words."""

from collections.abc import Iterator
from typing import Any, Literal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from configuration.kinds import Complaint, Folder
from configuration.schema import Said
from forms.fields.base import Labels, OptionsQuestion, PaperBlank
from forms.fields.typed import plain
from forms.widgets import OTHER, Radios, RadiosWithOther
from portal.kit.words import Words

LONGEST = 200  # code points of another answer


class ChoiceWithOtherField(forms.ChoiceField):
    """A code, or ``{"other": text}``. Words beside a chosen option are refused: neither is dropped silently."""

    def clean(self, value: Any) -> Any:
        typed = value if isinstance(value, dict) else {"chosen": value or "", OTHER: ""}
        chosen, words = typed.get("chosen", OTHER), plain(str(typed.get(OTHER) or ""), as_typed=True)
        if words and chosen not in {"", OTHER}:
            raise ValidationError(_("You chose an answer and wrote another one. Please keep one of them."), code="both")
        if chosen == OTHER and not words:
            raise ValidationError(_("You chose to answer in your own words. Please write them down."), code="other")
        if len(words) > LONGEST:
            raise ValidationError(_("Please write at most %(limit_value)d characters.") % {"limit_value": LONGEST})
        return {OTHER: words} if words else super().clean(chosen)


class Choice(OptionsQuestion):
    """``other`` is the label of the option after which one writes an answer; no option has the code ``other`` then."""

    type: Literal["choice"]
    other: Said = Words()

    def form_field(self, labels: Labels) -> forms.Field:
        common, explain = self.common(choose=True), self.explained()
        if not self.other:
            return forms.ChoiceField(choices=self.choices(), widget=Radios(explain=explain), **common)
        choices = [*self.choices(), (OTHER, str(self.other))]
        return ChoiceWithOtherField(choices=choices, widget=RadiosWithOther(explain=explain), **common)

    def fits(self, stored: Any) -> bool:
        if isinstance(stored, dict):
            return bool(self.other) and isinstance(stored.get(OTHER), str)
        return super().fits(stored)

    def comparable(self, stored: Any) -> Any:
        return OTHER if isinstance(stored, dict) else stored

    def values(self) -> list[str]:
        return [*super().values(), *([OTHER] if self.other else [])]

    def freeze(self, stored: Any) -> Any:
        return stored[OTHER] if isinstance(stored, dict) else super().freeze(stored)

    @classmethod
    def read_frozen(cls, frozen: Any, labels: Labels) -> str:
        return frozen if isinstance(frozen, str) else super().read_frozen(frozen, labels)

    def paper_blank(self) -> PaperBlank:
        options = super().paper_blank().options
        return PaperBlank(options=(*options, f"{self.other} ______") if self.other else options)

    def check(self, folder: Folder) -> Iterator[Complaint]:
        yield from super().check(folder)
        if self.other and OTHER in self.options:
            yield Complaint(("options", OTHER), "D331", f"the code '{OTHER}' is that of 'other'", "rename the option")

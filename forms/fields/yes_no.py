"""A question that is answered by yes or no."""

from typing import Any, Literal

from django import forms
from django.utils.translation import gettext as _

from forms.fields.base import Labels, PaperBlank, Question
from forms.widgets import Radios

ANSWERS = {"yes": True, "no": False}


class YesNo(Question):
    """Stored as a truth value. Nothing is chosen beforehand."""

    type: Literal["yes_no"]

    equals = bool
    stored_as = (bool,)

    def form_field(self, labels: Labels) -> forms.Field:
        choices = [("yes", _("yes")), ("no", _("no"))]
        return forms.ChoiceField(choices=choices, widget=Radios(), **self.common(choose=True))

    def dump(self, value: str) -> Any:
        return ANSWERS.get(value)

    def load(self, stored: Any) -> Any:
        return stored if not self.fits(stored) else "yes" if stored else "no"

    @classmethod
    def read_frozen(cls, frozen: Any, labels: Labels) -> str:
        return "" if frozen is None else _("yes") if frozen else _("no")

    def paper_blank(self) -> PaperBlank:
        return PaperBlank(options=(_("yes"), _("no")))

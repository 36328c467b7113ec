"""The form that writes a consultation down."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.access import CasePolicy
from cases.desk.entry import opening
from cases.enums import ENTERED, IntakeChannel
from forms.fields.mobile_or_fixed import PhoneField
from forms.fields.typed import Typed, plain
from forms.widgets import Radios

LONGEST = 2000  # characters of a question or an answer
A_DAY = 24 * 60  # minutes
NAME = 50


class ConsultationForm(forms.Form):
    """Nobody has to say a name or a number; the question and how long it took are enough."""

    use_required_attribute = False

    channel = forms.ChoiceField(
        label=_("How they came"),
        choices=[(one.value, one.label) for one in ENTERED if one != IntakeChannel.PAPER],
        widget=Radios(compact=True),
        error_messages={"required": _("Please choose how they came.")},
    )
    organisation = forms.ChoiceField(label=_("For which organisation"))
    phone = PhoneField(label=_("Telephone"), required=False, help_text=_("Only if they say it"))
    name = Typed(
        label=pgettext_lazy("of a person", "Name"),
        required=False,
        max_length=NAME,
        as_typed=True,
        help_text=_("Only if they say it"),
    )
    item = forms.ChoiceField(label=_("Service"), required=False, widget=Radios())
    word = Typed(label=_("Find a service: a word of its name"), required=False, max_length=40)
    question = Typed(
        label=_("What they asked"),
        max_length=LONGEST,
        lines=True,
        error_messages={"required": _("Please write what they asked.")},
    )
    answer = Typed(label=_("What you answered"), max_length=LONGEST, lines=True, required=False)
    minutes = forms.IntegerField(
        label=pgettext_lazy("that a talk took", "Minutes"),
        min_value=1,
        max_value=A_DAY,
        initial=5,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": _("Please enter a whole number."), "required": _("Please enter a whole number.")},
    )

    def __init__(self, *args: Any, policy: CasePolicy, **options: Any) -> None:
        super().__init__(*args, **options)
        self.heads = {head.code: head for head in policy.entry_heads()}
        self._choices("organisation", [(code, str(head.name)) for code, head in self.heads.items()])
        if len(self.heads) == 1:
            del self.fields["organisation"]
        sent = self.data.get if self.is_bound else self.initial.get
        chosen = opening.service(plain(str(sent("item", "") or ""))[:80])
        found = opening.services(chosen, plain(str(sent("word", "") or ""))[:40])
        self._choices("item", [("", _("No particular service")), *found.items()])

    def _choices(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def told(self) -> dict[str, Any]:
        """Return what was typed as the arguments of `actions.consult`."""
        typed = self.cleaned_data
        return {
            "organisation": self.heads[typed.get("organisation") or next(iter(self.heads))],
            "channel": IntakeChannel(typed["channel"]),
            "item": opening.service(typed["item"]),
            **{name: typed[name] for name in ("name", "phone", "question", "answer", "minutes")},
        }

"""The form that is no definition: the look-up. Those of a definition are made in steps.py."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from forms.fields.typed import Typed
from portal.kit import unsaved

TAIL = 4  # digits


class PublicForm(forms.Form):
    """A form in the citizen's order: label, hint, error, control; judged on the server alone."""

    use_required_attribute = False
    # Fields that the page draws itself.
    apart: tuple[str, ...] = ()

    @property
    def helper(self) -> FormHelper:
        """How crispy draws it: the fields alone, the page owns the form tag."""
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        helper.include_media = False
        helper.layout = Layout(*(name for name in self.fields if name not in self.apart))
        return helper

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc] # the stubs leave this hook out
        if sentence := unsaved.refusal():
            self.add_error(None, sentence)


class TrackForm(PublicForm):
    number = Typed(
        label=_("Number"),
        help_text=_("It is on your receipt and looks like XX-7K3M-9QXW-4T2H-C"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Please enter the number of your case.")},
    )
    tail = Typed(
        label=_("Last four digits of your telephone"),
        help_text=_("Of the telephone that you gave in the form"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "class": "short"}),
        error_messages={"required": _("Please enter the last four digits of your telephone.")},
    )

    def clean_tail(self) -> str:
        digits = "".join(c for c in self.cleaned_data["tail"] if c in "0123456789")
        if len(digits) < TAIL:
            raise ValidationError(_("Please enter the last four digits of your telephone."), code="tail")
        # Whoever types the whole number means its end.
        return digits[-TAIL:]

"""From a field of a definition to a field of a Django form."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from forms import identity
from forms.fields.typed import PhoneField, Typed
from forms.spec import Field
from forms.widgets import Radios, Ticks
from portal.kit import clock

LINE, LONG = 200, 1000  # code points, where the definition sets no limit
MOST_ITEMS = 10
CODE = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
# What a browser may fill in by itself, and the keyboard that a phone shows (WCAG 1.3.5).
FOR_BROWSERS: Mapping[str, Mapping[str, str]] = {
    "person_name": {"autocomplete": "name"},
    "organisation_name": {"autocomplete": "organization"},
    "address": {"autocomplete": "street-address"},
    "number": {"inputmode": "numeric"},
}
WRONG_IDENTITY = {
    "old": _("This is an old number of 15 digits. Please enter the one of 18 characters on your present card."),
    "shape": _("An identity number has 18 characters: digits, the last one may be X."),
    "birth": _("The date of birth in this number does not exist. Please compare it with your card."),
    "check": _("One character is wrong or two are swapped. Please compare it with your card."),
}
WRONG_CREDIT_CODE = {
    "shape": _("A credit code has 18 characters, without the letters I, O, S, V and Z."),
    "check": _("One character is wrong or two are swapped. Please compare it with the licence."),
}


class IdentityField(Typed):
    """The number of an identity document; what looks like a resident identity number is checked as one."""

    def __init__(self, *, only_card: bool, **options: Any) -> None:
        self.only_card = only_card
        super().__init__(max_length=40, widget=forms.TextInput(attrs=CODE), **options)

    def to_python(self, value: Any) -> str:
        number = identity.plain(super().to_python(value))
        looks_like_one = len(number) in {15, 18} and number[:-1].isdecimal()
        if number and (self.only_card or looks_like_one):
            try:
                return identity.identity_number(number, clock.today())
            except ValueError as error:
                raise ValidationError(WRONG_IDENTITY[str(error)], code=str(error)) from None
        if number and not (number.isalnum() and 5 <= len(number) <= 20):  # noqa: PLR2004  passports, permits
            raise ValidationError(_("Please enter the number as it stands on the document."), code="shape")
        return number


class CreditCodeField(Typed):
    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        try:
            return identity.credit_code(text) if text else ""
        except ValueError as error:
            raise ValidationError(WRONG_CREDIT_CODE[str(error)], code=str(error)) from None


Choices = Mapping[str, str]


def form_field(field: Field, choices: Choices) -> forms.Field:
    """Return FIELD as a Django field; CHOICES are labels by code, for a field of items."""
    return MAKERS[field.type](field, choices)


def _common(field: Field, *, choose: bool = False) -> dict[str, Any]:
    sentence = _("Please choose: %(label)s") if choose else _("Please fill in: %(label)s")
    return {
        "label": str(field.label),
        "help_text": str(field.hint),
        "required": field.required,
        "error_messages": {"required": str(sentence) % {"label": field.label}},
    }


def _line(field: Field, _choices: Choices) -> forms.Field:
    widget = forms.TextInput(attrs=dict(FOR_BROWSERS.get(field.type, {})))
    return Typed(min_length=field.min, max_length=field.max or LINE, widget=widget, **_common(field))


def _paragraph(field: Field, _choices: Choices) -> forms.Field:
    return Typed(min_length=field.min, max_length=field.max or LONG, lines=True, **_common(field))


def _phone(field: Field, _choices: Choices) -> forms.Field:
    return PhoneField(**_common(field))


def _identity(field: Field, _choices: Choices) -> forms.Field:
    return IdentityField(only_card=field.kinds == ["id_card"], **_common(field))


def _credit_code(field: Field, _choices: Choices) -> forms.Field:
    return CreditCodeField(max_length=40, widget=forms.TextInput(attrs=CODE), **_common(field))


def _choice(field: Field, _choices: Choices) -> forms.Field:
    return forms.ChoiceField(choices=_pairs(field), widget=Radios(explain=_explained(field)), **_choosing(field))


def _several(field: Field, _choices: Choices) -> forms.Field:
    return forms.MultipleChoiceField(choices=_pairs(field), widget=Ticks(explain=_explained(field)), **_choosing(field))


def _items(field: Field, choices: Choices) -> forms.Field:
    return ItemsField(choices=[*choices.items()], widget=Ticks(), **_choosing(field))


class ItemsField(forms.MultipleChoiceField):
    def validate(self, value: Any) -> None:
        super().validate(value)
        if len(value) > MOST_ITEMS:
            raise ValidationError(_("Please choose at most %(max)d services."), code="max", params={"max": MOST_ITEMS})


def _pairs(field: Field) -> list[tuple[str, str]]:
    return [(code, str(label)) for code, label in field.options.items()]


def _explained(field: Field) -> dict[str, str]:
    return {code: str(text) for code, text in field.explain.items()}


def _choosing(field: Field) -> dict[str, Any]:
    common = _common(field, choose=True)
    common["error_messages"]["invalid_choice"] = _("Please choose from the list.")
    return common


def _date(field: Field, _choices: Choices) -> forms.Field:
    common = _common(field)
    common["error_messages"]["invalid"] = _("Please write the date as 2026-12-08.")
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(widget=widget, input_formats=["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日"], **common)


def _number(field: Field, _choices: Choices) -> forms.Field:
    common = _common(field)
    common["error_messages"]["invalid"] = _("Please enter a whole number.")
    widget = forms.TextInput(attrs=dict(FOR_BROWSERS["number"]))
    return forms.IntegerField(min_value=0, max_value=999_999_999, widget=widget, **common)


MAKERS: Mapping[str, Callable[[Field, Choices], forms.Field]] = {
    "text": _line,
    "person_name": _line,
    "organisation_name": _line,
    "address": _line,
    "paragraph": _paragraph,
    "mobile_or_fixed": _phone,
    "identity_document": _identity,
    "uscc": _credit_code,
    "choice": _choice,
    "choices": _several,
    "items": _items,
    "date": _date,
    "number": _number,
}

"""Groups of inputs: choices that explain themselves (`portal/choices.html`), answers in parts (`portal/parts.html`)."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

OTHER = "other"
"""The code of the option after which one writes another answer."""


class Explaining:
    """A group of inputs whose options may carry an explanation, or be shown but not offered.

    ``explain``: text by value. ``closed``: values that are shown disabled. ``compact``: in columns, for times and days.
    """

    def __init__(
        self,
        *args: Any,
        explain: Mapping[str, str] | None = None,
        closed: Collection[str] = (),
        compact: bool = False,
        **options: Any,
    ) -> None:
        self.explain = explain or {}
        self.closed = closed
        self.compact = compact
        super().__init__(*args, **options)

    def create_option(self, name: str, value: Any, *args: Any, **options: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *args, **options)  # type: ignore[misc]
        option["explain"] = self.explain.get(str(value), "")
        # Of the roles in a group only the group may be invalid.
        option["attrs"].pop("aria-invalid", None)
        if str(value) in self.closed:
            option["attrs"]["disabled"] = True
        return option


class Radios(Explaining, forms.RadioSelect):
    pass


class Ticks(Explaining, forms.CheckboxSelectMultiple):
    pass


class RadiosWithOther(Radios):
    """Radio buttons and an input for another answer. The value is a code, or ``{"chosen": code, "other": text}``."""

    with_other = True
    words = ""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        chosen, words = data.get(name), data.get(f"{name}-{OTHER}")
        return {"chosen": chosen or "", OTHER: words or ""} if words or chosen == OTHER else chosen

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and f"{name}-{OTHER}" not in data

    def format_value(self, value: Any) -> list[str]:
        # Drawn option by option (portal/choices.html), a widget is never asked for its context.
        self.words = value.get(OTHER, "") if isinstance(value, dict) else ""
        chosen = (value.get("chosen") or OTHER) if isinstance(value, dict) else value
        return super().format_value(chosen)


class Parts(forms.MultiWidget):
    """Several inputs of one answer, each with its own short label, in one group."""

    template_name = "portal/parts.html"
    labels: Mapping[str, Any]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for part, label in zip(context["widget"]["subwidgets"], self.labels.values(), strict=True):
            part["label"] = label
        return context

    def decompress(self, value: Any) -> list[Any]:
        return value if isinstance(value, list) else [None for _label in self.labels]


class DateParts(Parts):
    """Year, month and day; for a BIRTHDAY the browser may fill in that of its owner (WCAG 1.3.5)."""

    labels = {
        "year": pgettext_lazy("part of a date", "Year"),
        "month": pgettext_lazy("part of a date", "Month"),
        "day": pgettext_lazy("part of a date", "Day"),
    }

    def __init__(self, *, birthday: bool = False) -> None:
        inputs: dict[str, forms.Widget | type[forms.Widget]] = {
            part: forms.TextInput(
                attrs={
                    "inputmode": "numeric",
                    "autocomplete": f"bday-{part}" if birthday else "off",
                    "class": "digits-4" if part == "year" else "digits-2",
                }
            )
            for part in self.labels
        }
        super().__init__(inputs)


class AddressParts(Parts):
    """A territory of CHOICES, and the rest of the address."""

    labels = {
        "territory": _("District, street or community"),
        "detail": _("Road, building and room"),
    }

    def __init__(self, choices: Sequence[tuple[str, str]]) -> None:
        listed = [("", _("Please choose")), *choices]
        detail = forms.TextInput(attrs={"autocomplete": "address-line1"})
        super().__init__({"territory": forms.Select(choices=listed), "detail": detail})

"""Groups of choices that explain themselves; `portal/choices.html` draws them."""

from collections.abc import Collection, Mapping
from typing import Any

from django import forms


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

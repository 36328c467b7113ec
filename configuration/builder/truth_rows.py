"""Yes, no, or only if: a choice, and the rows of a condition below it."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from configuration.builder.rows import Row, RowsField, RowsWidget

YES, NO, IF = "yes", "no", "if"
TRUTH, ROWS = "truth", "rows"


class TruthOrRowsWidget(RowsWidget):
    """The value is ``{"truth": yes, no or if, "rows": rows}``."""

    template_name = "configuration/builder/truth_rows.html"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        if name not in data:
            return None
        return {TRUTH: data.get(name), ROWS: super().value_from_datadict(data, files, name) or []}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        held = value if isinstance(value, dict) else {TRUTH: value, ROWS: []}
        context = super().get_context(name, held[ROWS], attrs)
        labels = {YES: _("yes"), NO: _("no"), IF: _("only if")}
        context["widget"]["truths"] = [(one, label, one == held[TRUTH]) for one, label in labels.items()]
        return context


class TruthOrRowsField(RowsField):
    """Cleaned to True, False or a condition; ``write`` makes it of the rows. Without an answer it is DEFAULT."""

    widget = TruthOrRowsWidget

    def __init__(
        self,
        columns: Mapping[str, forms.Field],
        write: Callable[[list[Row]], Any],
        *,
        default: bool,
        **options: Any,
    ) -> None:
        super().__init__(columns, write, ordered=False, initial=YES if default else NO, **options)
        self.default = default

    def clean(self, value: Any) -> Any:
        held = value if isinstance(value, dict) else {TRUTH: YES if self.default else NO, ROWS: []}
        condition = super().clean(held[ROWS])
        if held[TRUTH] == IF:
            if condition is None:
                raise ValidationError(_("Write the condition under “only if”."))
            return condition
        if condition is not None and any(any(row.values()) for row in held[ROWS] if isinstance(row, dict)):
            raise ValidationError(_("A condition counts only with “only if”. Choose it, or remove the condition."))
        return held[TRUTH] == YES

"""A list of equal things in a form: a row each, and one blank row. Works without JavaScript."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MOST_ROWS = 300
PLACE = "place"
COUNT = "rows"
Row = dict[str, Any]


class RowsWidget(forms.Widget):
    """Draws COLUMNS (fields by name) once a row; ``ordered`` adds a number by which the rows are sorted."""

    template_name = "configuration/builder/rows.html"
    use_fieldset = True

    def __init__(self, columns: Mapping[str, forms.Field], *, ordered: bool) -> None:
        super().__init__()
        self.columns, self.ordered = columns, ordered

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Row] | None:
        count = str(data.get(f"{name}-{COUNT}", ""))
        if not count.isdecimal():
            return None
        rows = []
        for number in range(min(int(count[:4]), MOST_ROWS + 1)):
            place = str(data.get(f"{name}-{number}-{PLACE}", ""))
            row: Row = {PLACE: place if place.isdecimal() else ""}
            for column, field in self.columns.items():
                row[column] = field.widget.value_from_datadict(data, files, f"{name}-{number}-{column}")
            rows.append(row)
        return rows

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return f"{name}-{COUNT}" not in data

    def id_for_label(self, id_: str) -> str:
        return ""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        filled = [row for row in value or [] if not _is_empty(row)]
        rows = [self._row(name, number, row) for number, row in enumerate([*filled, {}])]
        context["widget"] |= {"rows": rows, "ordered": self.ordered, "count": len(rows)}
        return context

    def _row(self, name: str, number: int, row: Row) -> dict[str, Any]:
        cells = []
        for column, field in self.columns.items():
            own, identity = f"{name}-{number}-{column}", f"id_{name}-{number}-{column}"
            value = row.get(column, field.initial)
            shown = field.widget.get_context(own, field.prepare_value(value), {"id": identity})["widget"]
            cells.append({"label": field.label, "id": identity, "widget": shown, "group": field.widget.use_fieldset})
        place = row.get(PLACE) or (number + 1 if row else "")
        return {"number": number + 1, "cells": cells, "place": place, "name": f"{name}-{number}-{PLACE}"}


class RowsField(forms.Field):
    """Cleans each row that is not empty, and hands the list to ``write``, which may raise ValidationError."""

    widget = RowsWidget

    def __init__(
        self,
        columns: Mapping[str, forms.Field],
        write: Callable[[list[Row]], Any],
        *,
        ordered: bool = True,
        **options: Any,
    ) -> None:
        self.columns, self.write = columns, write
        super().__init__(widget=self.widget(columns, ordered=ordered), **options)

    def clean(self, value: Any) -> Any:
        rows = [row for row in value or [] if not _is_empty(row)]
        if len(rows) > MOST_ROWS:
            raise ValidationError(_("At most %(max)d rows.") % {"max": MOST_ROWS})
        # Sorting is stable: a row without a number stays behind those with one.
        rows.sort(key=lambda row: int(row[PLACE]) if row.get(PLACE) else MOST_ROWS * 10)
        cleaned, errors = [], []
        for number, row in enumerate(rows, 1):
            found: Row = {}
            for column, field in self.columns.items():
                try:
                    found[column] = field.clean(row.get(column))
                except ValidationError as error:
                    errors += [_row_error(number, field, sentence) for sentence in error.messages]
            cleaned.append(found)
        if errors:
            raise ValidationError(errors)
        return self.write(cleaned)


ROW_ERROR = gettext_lazy("Row %(row)d, %(column)s: %(sentence)s")


def _row_error(number: int, field: forms.Field, sentence: str) -> str:
    return str(ROW_ERROR) % {"row": number, "column": field.label, "sentence": sentence}


def _is_empty(row: Row) -> bool:
    """A ticked box alone makes no row: it may be ticked in a blank one."""
    return not any(_says(value) for name, value in row.items() if name != PLACE)


def _says(value: Any) -> bool:
    if isinstance(value, list | tuple):
        return any(map(_says, value))
    if isinstance(value, dict):
        return any(map(_says, value.values()))
    return value not in (None, "", True, False)

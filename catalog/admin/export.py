"""Exports that a spreadsheet takes as text: Wagtail's CSV hands `=1+1` on as a formula."""

from typing import Any

from portal.kit.spreadsheets import harmless


class SafeExport:
    """Stands before a view that exports CSV."""

    def write_csv_row(self, writer: Any, row_dict: dict[str, Any]) -> Any:
        row = {name: harmless(value) for name, value in row_dict.items()}
        return super().write_csv_row(writer, row)  # type: ignore[misc]

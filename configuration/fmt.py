"""``definitions fmt``: each file in its canonical form, its meaning unchanged."""

import csv
import io

from configuration.layers import kind_of
from configuration.text import comments, csv_lists, source
from configuration.text.folder import DefinitionFile
from configuration.text.format import mapping_text
from configuration.text.problems import DefinitionsError, Problem, TextPlace


def formatted(text: DefinitionFile) -> str:
    """Return TEXT in canonical form; DefinitionsError if it cannot be read or would change its meaning."""
    kind = kind_of(text.path)
    if kind is None:
        raise DefinitionsError([Problem(TextPlace(text.shown), "D110", "no kind of definition lives here")])
    if text.path.endswith(".csv"):
        return _list(text)
    top = source.parse(text.content, text.shown)
    new = mapping_text(top, kind.schema, kind.name, comments.collect(text.content, top))
    if source.parse(new, text.shown).data() != top.data():
        message = "cannot be laid out without changing its meaning; the file stays as it is"
        raise DefinitionsError([Problem(TextPlace(text.shown), "D117", message, "report this file")])
    return new


def _list(text: DefinitionFile) -> str:
    """Return a CSV list with quotes only where needed and without empty rows."""
    rows = list(csv_lists.rows(text.content, text.shown))
    if torn := [row for row in rows if isinstance(row, csv_lists.BrokenRow)]:
        raise DefinitionsError(row.problem for row in torn)
    cells = [list(row.cells.values()) for row in rows if isinstance(row, csv_lists.CsvRow)]
    return table(csv_lists.header(text.content), cells)


def table(names: list[str], rows: list[list[str]]) -> str:
    """Return the CSV text of ROWS under NAMES; no NAMES, no header."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([names, *rows] if names else rows)
    return out.getvalue()

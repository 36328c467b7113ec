"""The public index in SQLite: an FTS5 table beside the rows, in the same transaction. The default."""

from collections.abc import Iterator, Sequence

from django.db import connection

from search.index.engines.base import FIELDS, EngineQuery, IndexDocument, Phrase, Way
from search.index.engines.embedded import Embedded

# Tokens hold a-z, 0-9 and common Han alone: nothing to cut, nothing to fold. Beginnings of one and two signs are
# indexed too, because a single character (证) is asked for often and begins thousands of pairs.
TABLE = (
    "CREATE VIRTUAL TABLE search_tokens USING fts5("
    "title, body, sound, initials, tokenize=\"unicode61 remove_diacritics 0\", prefix='1 2')"
)

MERGED = 200  # pages that one step of settling writes

FROM = "FROM search_tokens f CROSS JOIN search_indexentry e{index} ON e.number = f.rowid WHERE f.search_tokens MATCH %s"


class SqliteEngine(Embedded):
    name = "SQLite FTS5"
    _from = FROM.format(index="")
    _numbers = "SELECT rowid AS number FROM search_tokens WHERE search_tokens MATCH %s ORDER BY rowid"
    _counted = FROM.format(index=" INDEXED BY search_entry_bucket")
    _order = "f.rowid"
    _place_of = "instr"

    def _expression(self, question: EngineQuery) -> str:
        return expression(question)

    def _insert(self, entries: Sequence[IndexDocument]) -> None:
        super()._insert(entries)
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO search_tokens(rowid, title, body, sound, initials) VALUES (%s, %s, %s, %s, %s)",
                [(entry.number, *(" ".join(entry.tokens[name]) for name in FIELDS)) for entry in entries],
            )

    def _forget(self, numbers: Sequence[int]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany("DELETE FROM search_tokens WHERE rowid = %s", [(number,) for number in numbers])

    def _fits(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'search_tokens'")
            return cursor.fetchone() == (TABLE,)

    def _make_tokens(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS search_tokens")
            cursor.execute(TABLE)

    def _settling(self) -> Iterator[object]:
        """Merge the pieces of the index into one: a negative number begins, positive ones go on to the end."""
        pages, changed = -MERGED, True
        while changed:
            before = connection.connection.total_changes
            with connection.cursor() as cursor:
                cursor.execute("INSERT INTO search_tokens(search_tokens, rank) VALUES ('merge', %s)", [pages])
            pages, changed = MERGED, connection.connection.total_changes - before > 1
            yield changed


def expression(question: EngineQuery) -> str:
    """Return QUESTION in the language of FTS5; tokens are letters and digits, so nothing in it can be a sign."""
    groups = (" OR ".join(_way(question, way) for way in group) for group in question.groups)
    return " AND ".join(f"({group})" for group in groups)


def _way(question: EngineQuery, way: Way) -> str:
    return f"({' AND '.join(_phrase(question, phrase) for phrase in way)})"


def _phrase(question: EngineQuery, phrase: Phrase) -> str:
    fields = " ".join(question.fields(phrase))
    return f'{{{fields}}} : "{" ".join(phrase.tokens)}"{"*" if phrase.prefix else ""}'

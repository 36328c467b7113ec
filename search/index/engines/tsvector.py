"""The public index in PostgreSQL: one tsvector a row, whose weights are the fields, under one GIN index."""

from collections.abc import Sequence
from itertools import count

from django.db import connection

from search.index.engines.base import FIELDS, EngineQuery, IndexDocument, Phrase, Way
from search.index.engines.embedded import Embedded

WEIGHTS = dict(zip(FIELDS, "ABCD", strict=True))
COLUMN = (
    "ALTER TABLE search_indexentry ADD COLUMN tokens tsvector",
    "CREATE INDEX search_indexentry_tokens ON search_indexentry USING gin (tokens)",
)
FROM = "FROM search_indexentry e WHERE e.tokens @@ %s::tsquery"
LAST = 16_383  # positions that PostgreSQL tells apart
MOST_PLACES = 255  # positions that it keeps of a token


class PostgresEngine(Embedded):
    name = "PostgreSQL"
    _from = _counted = FROM
    _numbers = f"SELECT e.number {FROM} ORDER BY e.number"
    _order = "e.number"
    _place_of = "strpos"

    def _expression(self, question: EngineQuery) -> str:
        return expression(question)

    def _insert(self, entries: Sequence[IndexDocument]) -> None:
        super()._insert(entries)
        with connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE search_indexentry SET tokens = %s::tsvector WHERE number = %s",
                [(vector(entry), entry.number) for entry in entries],
            )

    def _make_tokens(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE search_indexentry DROP COLUMN IF EXISTS tokens")
            for statement in COLUMN:
                cursor.execute(statement)

    def _alone(self) -> None:
        """In the order in which `write` takes them. Without this, an older entry could overwrite a newer one."""
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE search_indexentry, search_facetbucket IN SHARE ROW EXCLUSIVE MODE")


def vector(entry: IndexDocument) -> str:
    """Return the tokens of ENTRY with their places and weights, as PostgreSQL writes them."""
    places: dict[str, list[str]] = {}
    place = count(1)
    for name in FIELDS:
        for token in entry.tokens[name]:
            known = places.setdefault(token, [])
            at = next(place)
            if at <= LAST and len(known) < MOST_PLACES:
                known.append(f"{at}{WEIGHTS[name]}")
        next(place)  # no phrase stands in two fields
    return " ".join(f"'{token}':{','.join(at)}" if at else f"'{token}'" for token, at in places.items())


def expression(question: EngineQuery) -> str:
    """Return QUESTION as a tsquery; tokens are letters and digits, so nothing in it can be a sign."""
    groups = (" | ".join(_way(question, way) for way in group) for group in question.groups)
    return " & ".join(f"({group})" for group in groups)


def _way(question: EngineQuery, way: Way) -> str:
    return f"({' & '.join(_phrase(question, phrase) for phrase in way)})"


def _phrase(question: EngineQuery, phrase: Phrase) -> str:
    weights = "".join(WEIGHTS[name] for name in question.fields(phrase))
    *whole, last = phrase.tokens
    tokens = [f"'{token}':{weights}" for token in whole]
    end = f"'{last}':{'*' if phrase.prefix else ''}{weights}"
    return f"({' <-> '.join([*tokens, end])})"

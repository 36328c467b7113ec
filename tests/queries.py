"""Kinds of captured queries."""

import re
from collections.abc import Iterable, Mapping

# PostgreSQL reads long answers through a cursor. Reading the published version inside a transaction, as every test
# is one, sets a savepoint: portal.kit.published.
_READS = re.compile(
    r"(DECLARE \S+ NO SCROLL CURSOR FOR )?SELECT(?!.* FOR UPDATE)|(SAVEPOINT|RELEASE SAVEPOINT) ", re.DOTALL
)


def statements_that_write(queries: Iterable[Mapping[str, str]]) -> list[str]:
    """Return the SQL of all QUERIES, as `CaptureQueriesContext` keeps them, that change or lock a row."""
    return [query["sql"] for query in queries if not _READS.match(query["sql"])]

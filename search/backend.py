"""Wagtail's database search with our tokens, on SQLite (FTS5) and PostgreSQL; the admin's search boxes use it too.

Objects are handed to the index behind a face whose fields give tokens instead of text; queries become phrases of
tokens. Nothing a person types reaches the engine as syntax.
"""

import copy
from functools import reduce
from operator import and_
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from modelsearch.backends.database.postgres import postgres
from modelsearch.backends.database.sqlite import sqlite
from modelsearch.backends.database.sqlite.query import Lexeme, SearchQueryExpression
from modelsearch.index import AutocompleteField, RelatedFields, SearchField
from modelsearch.query import PlainText

from search.tokens import Term, index_tokens, query_terms


class Tokenised:
    """An object as the index sees it: same key, same fields, their values as tokens."""

    def __init__(self, row: Any) -> None:
        self.pk = row.pk
        self.row = row

    def get_search_fields(self) -> list[Any]:
        return [_tokenised(field, of=self.row) for field in self.row.get_search_fields()]


def _tokenised(field: Any, of: Any = None) -> Any:
    """Return a copy of FIELD that answers for the row OF, or for whatever row it is asked about, in tokens."""
    clone = copy.copy(field)
    if isinstance(field, RelatedFields):
        clone.get_value = lambda row: field.get_value(row if of is None else of)
        clone.fields = [_tokenised(inner) for inner in field.fields]
    elif isinstance(field, SearchField | AutocompleteField):
        clone.get_value = lambda row: " ".join(index_tokens(_text(field.get_value(row if of is None else of))))
    return clone


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(_text(one) for one in value.values())
    if isinstance(value, list | tuple | set):
        return " ".join(_text(one) for one in value)
    return "" if value is None else str(value)


class _Terms:
    """What both compilers share: a query without a token finds nothing."""

    query: Any
    queryset: Any

    def search(self, config: Any, start: Any, stop: Any, score_field: Any = None) -> Any:
        if isinstance(self.query, PlainText) and not query_terms(self.query.query_string):
            return self.queryset.none()
        return super().search(config, start, stop, score_field)  # type: ignore[misc]


class _SQLiteTerms(_Terms):
    def build_search_query_content(self, query: Any, config: Any = None) -> Any:
        if not isinstance(query, PlainText):
            return super().build_search_query_content(query, config)  # type: ignore[misc]
        lexemes = [Lexeme(" ".join(term.tokens), prefix=term.prefix) for term in query_terms(query.query_string)]
        return SearchQueryExpression(reduce(and_, lexemes), config=config)


class SQLiteCompiler(_SQLiteTerms, sqlite.SQLiteSearchQueryCompiler):
    pass


class SQLiteAutocompleteCompiler(_SQLiteTerms, sqlite.SQLiteAutocompleteQueryCompiler):
    pass


class SQLiteIndex(sqlite.SQLiteIndex):
    def add_items(self, model: Any, objs: Any) -> None:
        super().add_items(model, [Tokenised(row) for row in objs])


class SQLiteBackend(sqlite.SQLiteSearchBackend):
    query_compiler_class = SQLiteCompiler
    autocomplete_query_compiler_class = SQLiteAutocompleteCompiler
    index_class = SQLiteIndex


class _PostgresTerms(_Terms):
    def build_tsquery_content(self, query: Any, config: Any = None, invert: bool = False) -> Any:  # noqa: FBT001, FBT002
        if not isinstance(query, PlainText):
            return super().build_tsquery_content(query, config, invert)  # type: ignore[misc]
        raw = " & ".join(_tsquery(term) for term in query_terms(query.query_string))
        return SearchQuery(raw, search_type="raw", config="simple", invert=invert)


def _tsquery(term: Term) -> str:
    """Return TERM in PostgreSQL's syntax; tokens hold letters and digits only."""
    phrase = " <-> ".join(f"'{token}'" for token in term.tokens)
    return f"{phrase}:*" if term.prefix else f"({phrase})"


class PostgresCompiler(_PostgresTerms, postgres.PostgresSearchQueryCompiler):
    pass


class PostgresAutocompleteCompiler(_PostgresTerms, postgres.PostgresAutocompleteQueryCompiler):
    pass


class PostgresIndex(postgres.PostgresIndex):
    def add_items(self, model: Any, objs: Any) -> None:
        super().add_items(model, [Tokenised(row) for row in objs])


class PostgresBackend(postgres.PostgresSearchBackend):
    query_compiler_class = PostgresCompiler
    autocomplete_query_compiler_class = PostgresAutocompleteCompiler
    index_class = PostgresIndex

    def __init__(self, params: dict[str, Any]) -> None:
        # Our tokens are whole words already: no stemming, no stop words.
        super().__init__({"SEARCH_CONFIG": "simple", "AUTOCOMPLETE_SEARCH_CONFIG": "simple"} | params)


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802  the name that modelsearch looks for
    """Return the backend for the database in use."""
    return PostgresBackend(params) if connection.vendor == "postgresql" else SQLiteBackend(params)

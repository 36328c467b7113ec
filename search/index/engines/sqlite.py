"""SQLite FTS5, inside the application's database: written in the same transaction as the record."""

from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import F
from modelsearch.backends.database.sqlite import sqlite
from modelsearch.backends.database.sqlite.query import Lexeme, MatchExpression, SearchQueryExpression
from modelsearch.query import Phrase, PlainText
from modelsearch.utils import get_descendants_content_types_pks

from search.index.engines.tokenised import TokenCompiler, TokenIndex, TokenSearch, terms_of


class SqliteIndex(TokenIndex, sqlite.SQLiteIndex):
    """Rows of tokens."""


class SqliteCompiler(TokenCompiler, sqlite.SQLiteSearchQueryCompiler):
    def build_search_query_content(self, query: Any, config: Any = None) -> Any:
        if not isinstance(query, PlainText | Phrase):
            return super().build_search_query_content(query, config=config)
        lexemes = [Lexeme(" ".join(term.tokens), prefix=term.prefix) for term in terms_of(query)]
        either = isinstance(query, PlainText) and query.operator.lower() == "or"
        return SearchQueryExpression(reduce(or_ if either else and_, lexemes), config=config)

    def search(self, config: Any, start: int | None, stop: int | None, score_field: str | None = None) -> Any:
        """Without ranking, ask FTS5 once: upstream's statement asks it once for every entry of the model."""
        if self.order_by_relevance or score_field or not isinstance(self.query, PlainText):
            return super().search(config, start, stop, score_field=score_field)
        match = MatchExpression(self.FTS_TABLE_FIELDS, self.build_search_query(self.query, config=config))
        # The sum keeps SQLite from beginning with the index of content types.
        entries = sqlite.SQLiteFTSIndexEntry.objects.filter(match).annotate(kind=F("index_entry__content_type_id") + 0)
        entries = entries.filter(kind__in=get_descendants_content_types_pks(self.queryset.model))
        found = self.queryset.filter(pk__in=entries.values("index_entry__object_id"))
        return (found if found.query.order_by else found.order_by("-pk"))[start:stop]


class SqliteAutocompleteCompiler(SqliteCompiler, sqlite.SQLiteAutocompleteQueryCompiler):
    """The same in the column of autocompletion."""


class SqliteBackend(TokenSearch, sqlite.SQLiteSearchBackend):
    index_class = SqliteIndex
    query_compiler_class = SqliteCompiler
    autocomplete_query_compiler_class = SqliteAutocompleteCompiler

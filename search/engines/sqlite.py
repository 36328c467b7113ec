"""SQLite FTS5, inside the application's database: written in the same transaction as the record."""

from functools import reduce
from operator import and_, or_
from typing import Any

from modelsearch.backends.database.sqlite import sqlite
from modelsearch.backends.database.sqlite.query import Lexeme, SearchQueryExpression
from modelsearch.query import Phrase, PlainText

from search.engines.tokenised import TokenCompiler, TokenIndex, TokenSearch, terms_of


class Index(TokenIndex, sqlite.SQLiteIndex):
    """Rows of tokens."""


class Compiler(TokenCompiler, sqlite.SQLiteSearchQueryCompiler):
    def build_search_query_content(self, query: Any, config: Any = None) -> Any:
        if not isinstance(query, PlainText | Phrase):
            return super().build_search_query_content(query, config=config)
        lexemes = [Lexeme(" ".join(term.tokens), prefix=term.prefix) for term in terms_of(query)]
        either = isinstance(query, PlainText) and query.operator.lower() == "or"
        return SearchQueryExpression(reduce(or_ if either else and_, lexemes), config=config)


class AutocompleteCompiler(Compiler, sqlite.SQLiteAutocompleteQueryCompiler):
    """The same in the column of autocompletion."""


class TokenBackend(TokenSearch, sqlite.SQLiteSearchBackend):
    index_class = Index
    query_compiler_class = Compiler
    autocomplete_query_compiler_class = AutocompleteCompiler

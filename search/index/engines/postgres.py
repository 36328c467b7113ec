"""PostgreSQL's own full-text search, with the ``simple`` configuration: our tokens need no stemming."""

from functools import reduce
from operator import and_, or_
from typing import Any

from django.contrib.postgres.search import SearchQuery
from modelsearch.backends.database.postgres import postgres
from modelsearch.backends.database.postgres.query import Lexeme
from modelsearch.query import Phrase, PlainText

from search.index.engines.tokenised import TokenCompiler, TokenIndex, TokenSearch, terms_of
from search.text.tokens import SearchTerm


class PostgresIndex(TokenIndex, postgres.PostgresIndex):
    """Rows of tokens."""


class PostgresRow(Lexeme):
    """The tokens of a term in a row, e.g. ``('社会' <-> '会保')``; tokens hold letters and digits only."""

    def __init__(self, term: SearchTerm, *, invert: bool) -> None:
        super().__init__(term.text, invert=invert, prefix=term.prefix)
        self.tokens = term.tokens

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[str]]:
        row = " <-> ".join(f"'{token}'" for token in self.tokens) + (":*" if self.prefix else "")
        return "%s", [f"{'!' if self.invert else ''}({row})"]


class PostgresCompiler(TokenCompiler, postgres.PostgresSearchQueryCompiler):
    def build_tsquery_content(self, query: Any, config: Any = None, invert: bool = False) -> Any:  # noqa: FBT001, FBT002  upstream's signature
        if not isinstance(query, PlainText | Phrase):
            return super().build_tsquery_content(query, config=config, invert=invert)
        rows = [PostgresRow(term, invert=invert) for term in terms_of(query)]
        either = isinstance(query, PlainText) and query.operator.lower() == "or"
        return SearchQuery(reduce(or_ if either != invert else and_, rows), search_type="raw", config=config)


class PostgresAutocompleteCompiler(PostgresCompiler, postgres.PostgresAutocompleteQueryCompiler):
    """The same in the column of autocompletion."""


class PostgresBackend(TokenSearch, postgres.PostgresSearchBackend):
    index_class = PostgresIndex
    query_compiler_class = PostgresCompiler
    autocomplete_query_compiler_class = PostgresAutocompleteCompiler

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__(params)
        self.config = self.autocomplete_config = "simple"

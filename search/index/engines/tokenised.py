"""Base of the engines of both databases: objects are indexed as tokens, hostile words find nothing."""

import copy
from collections.abc import Collection, Iterable
from typing import Any

from modelsearch.backends.base import EmptySearchResults
from modelsearch.index import RelatedFields
from modelsearch.utils import get_content_type_pk
from wagtail.search import index

from portal.kit import indexing
from search.text.flat import flat
from search.text.tokens import NOTHING, SearchTerm, index_tokens, query_terms

TITLE = 5  # fields with this boost or more are titles


class Tokenised:
    """Stands for OBJ while it is indexed: its fields give tokens instead of text.

    modelsearch has no hook for this; its indexers ask an object for fields and the fields for values, so we answer.
    """

    def __init__(self, obj: Any) -> None:
        self.obj = obj
        self.pk = obj.pk

    def get_search_fields(self) -> list[Any]:
        """Return the fields of the object, each giving tokens."""
        return [_giving_tokens(field) for field in self.obj.get_search_fields()]


def _giving_tokens(field: Any) -> Any:
    ours = copy.copy(field)
    if isinstance(field, RelatedFields):
        ours.get_value = lambda obj: field.get_value(_real(obj))
        ours.fields = [_giving_tokens(inner) for inner in field.fields]
    elif isinstance(field, index.SearchField | index.AutocompleteField):
        ours.get_value = lambda obj: " ".join(index_tokens(flat(field.get_value(_real(obj)))))
        if (getattr(field, "boost", None) or 0) >= TITLE:
            ours.field_name = "title"
    return ours


def _real(obj: Any) -> Any:
    return obj.obj if isinstance(obj, Tokenised) else obj


class TokenIndex:
    """Mixed into an engine's index."""

    def add_items(self, model: Any, objs: Iterable[Any]) -> None:
        """Index OBJS as tokens."""
        rows = list(objs)
        if indexing.postpone(model, [obj.pk for obj in rows]):
            return
        super().add_items(model, [Tokenised(obj) for obj in rows])  # type: ignore[misc]

    def delete_items(self, model: Any, keys: Collection[Any]) -> None:
        """Take the rows KEYS of MODEL, which are gone from the database, out of it at once."""
        own = self.entries.filter(content_type_id=get_content_type_pk(model), object_id__in=[str(key) for key in keys])  # type: ignore[attr-defined]
        own._raw_delete(using=self.write_connection.alias)  # type: ignore[attr-defined]

    def _refresh_title_norms(self, *, full: bool = False) -> None:
        """Do nothing: it reads the whole index at every save, for a ranking that search/query/find.py makes itself."""


class TokenCompiler:
    """Mixed into an engine's query compilers: always the whole entry, never single columns, which hold plain text."""

    def __init__(self, queryset: Any, query: Any, **options: Any) -> None:
        super().__init__(queryset, query, **options | {"fields": None})  # type: ignore[call-arg]


class TokenSearch:
    """Mixed into an engine's backend."""

    def _search(self, compiler: Any, query: Any, model_or_queryset: Any, **options: Any) -> Any:
        if isinstance(query, str) and not query_terms(query):
            return EmptySearchResults()
        return super()._search(compiler, query, model_or_queryset, **options)  # type: ignore[misc]

    def delete_bulk(self, model: Any, keys: Collection[Any]) -> None:
        """Take the rows KEYS of MODEL, which are deleted, out: the counterpart of modelsearch's `add_bulk`."""
        self.get_index_for_model(model).delete_items(model, keys)  # type: ignore[attr-defined]

    def keys(self, query: str, queryset: Any, limit: int, *columns: str) -> list[Any]:
        """Return the primary keys (or COLUMNS) of at most LIMIT rows of QUERYSET that QUERY finds.

        Unordered: both databases would ask the index once more for every hit, only to rank it.
        """
        results = self.search(query, queryset, operator="and", order_by_relevance=False)  # type: ignore[attr-defined]
        if isinstance(results, EmptySearchResults):
            return []
        return list(results.get_queryset().values_list(*(columns or ("pk",)), flat=not columns)[:limit])


def terms_of(query: Any) -> list[SearchTerm]:
    """Return the terms of a modelsearch QUERY of words; where there are none, one that nothing has."""
    return query_terms(query.query_string) or [SearchTerm("", (NOTHING,))]

"""The search page."""

import logging
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.items.facets import REGISTERED
from configuration import codes
from portal.kit.faults import fault_of
from search import facets, kinds, query_log
from search.promotions import promoted
from search.query import vocabulary
from search.query.find import find, suggest
from search.query.query import Query

PER_PAGE = 20
log = logging.getLogger(__name__)


@require_safe
@login_not_required
@codes.redirect_renamed(**REGISTERED)
def search(request: HttpRequest) -> HttpResponse:
    """Everything public that answers `?q=`, narrowed by kind and facets; without words, the box alone."""
    query = Query.parse(request.GET.dict())
    try:
        context = _answer(query)
    except DatabaseError as error:
        if fault_of(error):
            raise
        log.error("The search cannot answer, see /readyz: %s", error)  # noqa: TRY400  one line a search is enough
        return render(request, "search/down.html", {"query": query}, status=503)
    return render(request, "search/results.html", context)


def _answer(query: Query) -> dict[str, Any]:
    found = find(query)
    page = Paginator(found.hits, PER_PAGE).get_page(query.page)
    offered = facets.facets(found.tally, query) if found.tally.groups else []
    counts = facets.counts(found.tally, query)
    if query.words and not query.narrowed:
        query_log.note(query.words, counts.total() - found.near, vocabulary.current())
    return {
        "query": query,
        "found": found,
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "promoted": promoted(query.words) if page.number == 1 else [],
        "rows": kinds.shown(list(page.object_list)),
        "total": counts[query.kind] if query.kind else counts.total(),
        "everything": counts.total(),
        "kinds": [(kind, counts[kind.key]) for kind in kinds.every() if counts[kind.key] or kind.key == query.kind],
        "facets": offered,
        "chosen": [(facet, facet.chosen) for facet in offered if facet.chosen],
    }


@require_safe
@login_not_required
def suggestions(request: HttpRequest) -> JsonResponse:
    """Return completions of `?q=`, typed so far: names of things with their kind and address; at most eight."""
    try:
        rows = kinds.shown(suggest(Query.parse(request.GET.dict()).words))
    except DatabaseError as error:
        if fault_of(error):
            raise
        rows = []
    found = [{"text": row.text, "kind": str(row.kind.label), "address": row.address} for row in rows]
    answer = JsonResponse({"suggestions": found})
    answer["Cache-Control"] = "max-age=60"
    return answer

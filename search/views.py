"""The search page."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from search import facets, kinds
from search.find import find
from search.query import Query

PER_PAGE = 20


@require_safe
@login_not_required
def search(request: HttpRequest) -> HttpResponse:
    """Everything public that answers `?q=`, narrowed by kind and facets; without words, the box alone."""
    query = Query.parse(request.GET.dict())
    found = find(query)
    page = Paginator(found.hits, PER_PAGE).get_page(query.page)
    offered = facets.facets(found.tally, query) if found.tally.groups else []
    counts = facets.counts(found.tally, query)
    context = {
        "query": query,
        "found": found,
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "rows": kinds.shown(list(page.object_list)),
        "total": counts[query.kind] if query.kind else counts.total(),
        "everything": counts.total(),
        "kinds": [(kind, counts[kind.key]) for kind in kinds.KINDS if counts[kind.key] or kind.key == query.kind],
        "facets": offered,
        "chosen": [(facet, facet.chosen) for facet in offered if facet.chosen],
    }
    return render(request, "search/results.html", context)

"""The search page."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from search.find import find
from search.query import Query


@require_safe
@login_not_required
def search(request: HttpRequest) -> HttpResponse:
    """Everything public that answers `?q=`, one `?kind=` at a time; without words, the box alone."""
    results = find(Query.parse(request.GET.dict()))
    pages = (
        results.page.paginator.get_elided_page_range(results.page.number, on_each_side=1, on_ends=1)
        if results.page
        else ()
    )
    return render(request, "search/results.html", {"results": results, "page": results.page, "pages": pages})

"""The search page: everything findable, by kind."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from search.find import PER_PAGE, find
from search.query import Query

HEADINGS = {
    "items": _("Services"),
    "points": _("Service points"),
    "numbers": _("Telephone numbers"),
    "pages": _("Pages"),
}


@require_safe
@login_not_required
def results(request: HttpRequest) -> HttpResponse:
    """Show what `?q=` finds; one kind alone with `?kind=`, page by page."""
    query = Query.parse(request.GET)
    found = find(query)
    context = {
        "query": query,
        "found": [{"heading": HEADINGS[one.kind], "hits": one} for one in found],
        "total": sum(one.total for one in found),
    }
    if query.kind and found:
        # The rows of this page are found already; the paginator only counts.
        paginator = Paginator(range(found[0].total), PER_PAGE)
        context["page"] = paginator.get_page(query.page)
        context["pages"] = paginator.get_elided_page_range(query.page, on_each_side=1, on_ends=1)
    return render(request, "search/results.html", context)

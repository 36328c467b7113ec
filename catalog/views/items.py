"""The catalogue with its facets."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from catalog.facets import KEYS, REGISTERED, Catalogue
from portal.kit import former, published

PER_PAGE = 20
LONGEST_QUERY = 100  # characters; the search box allows no more


@require_safe
@login_not_required
@published.for_everybody
@former.moved(**REGISTERED)
def items(request: HttpRequest) -> HttpResponse:
    """All public items, narrowed by facets; words (`?q=`) are the matter of the search page."""
    words = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    if words and (search := _search_address()):
        chosen = {key: request.GET[key] for key in KEYS if key in request.GET}
        return HttpResponseRedirect(f"{search}?{urlencode({'q': words} | chosen)}")
    catalogue = Catalogue(request.GET.dict())
    facets = catalogue.facets()
    page = Paginator(catalogue.rows(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "facets": facets,
        "chosen": [(facet, facet.chosen) for facet in facets if facet.chosen],
    }
    return render(request, "catalog/items.html", context)


def _search_address() -> str:
    try:
        return reverse("search")
    except NoReverseMatch:
        return ""

"""The catalogue with its facets, the guide of an item, and the blank forms of its materials."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from catalog import blank_forms, schema_org
from catalog.enums import Audience, Mode, Need
from catalog.items.facets import KEYS, REGISTERED, Catalogue
from catalog.items.guide import needed_materials, numbers_for
from catalog.legal_basis import citations
from catalog.models import Material, ServiceItem
from catalog.points.open_now import with_states
from catalog.qr import qr
from catalog.territory import reach
from configuration import codes
from portal.kit import clock, filetypes, published
from portal.kit.addresses import absolute

PER_PAGE = 20
LONGEST_QUERY = 100  # characters; the search box allows no more
NEAREST = 4  # points shown on a guide; the others are one link away


@require_safe
@login_not_required
@published.for_everybody
@codes.redirect_renamed(**REGISTERED)
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


@require_safe
@login_not_required
@published.for_everybody
@codes.redirect_renamed(code="item")
def item(request: HttpRequest, code: str) -> HttpResponse:
    """The guide; a retired item answers 410 and says where to go on."""
    found = get_object_or_404(ServiceItem.objects.select_related("department"), code=code)
    if found.retired_at:
        return render(request, "catalog/item_gone.html", {"item": found}, status=410)
    if not found.live:
        return render(request, "errors/404.html", status=404)
    return render(request, "catalog/item.html", guide(found))


@require_safe
@login_not_required
@published.for_everybody
@codes.redirect_renamed(code="item")
def printed(request: HttpRequest, code: str) -> HttpResponse:
    """The guide as a sheet to take along: what the guide says, without what is only pressed, with a way back to it."""
    found = get_object_or_404(ServiceItem.objects.public().select_related("department"), code=code)
    address = absolute(reverse("item", args=[found.code]))
    context = guide(found) | {"address": address, "code": qr(address), "printed_on": clock.today()}
    return render(request, "catalog/item_print.html", context)


def guide(item: ServiceItem) -> dict[str, Any]:
    """Return the context of the guide; the preview in the admin uses the same."""
    materials = needed_materials(item)
    points = reach.points_for(item)
    numbers = numbers_for(item)
    return {
        "item": item,
        "audience": [Audience(code).label for code in item.audience],
        "modes": [Mode(code) for code in item.offered_as],
        "materials": materials,
        "to_bring": sum(m.need == Need.REQUIRED and not m.through_agent for m in materials),
        "citations": citations(item),
        "theme": item.themes.first(),
        "numbers": numbers,
        "points": with_states(points[:NEAREST], clock.now()),
        "points_count": points.count(),
        "updated_at": item.updated_at,
        "updated_by": item.department.name,
        "linked": schema_org.service(item, numbers),
    }


@require_safe
@login_not_required
@codes.redirect_renamed(code="material")
def download(request: HttpRequest, code: str, which: str) -> HttpResponseBase:
    """One file of a material in use, always saved and never opened in our pages' name."""
    if which not in blank_forms.LABELS:
        raise Http404
    found = get_object_or_404(Material.objects.current().exclude(**{which: ""}), code=code)
    file = getattr(found, which)
    try:
        content = file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    name = f"{found.name}（{blank_forms.LABELS[which]}）{filetypes.suffix(file)}"
    return FileResponse(
        content,
        as_attachment=True,
        filename=name,
        content_type=filetypes.BY_SUFFIX[filetypes.suffix(file)].mime,
        headers={"X-Content-Type-Options": "nosniff", "Cache-Control": "no-cache"},
    )

"""Every organisation's service and complaint number on one page (Art. 38)."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog import schema_org
from catalog.directory.numbers import directory
from catalog.models import Organisation
from catalog.territory import reach
from configuration import codes
from portal.kit import published

MOST = 600  # organisations on the first page; in a larger city the lowest level opens district by district
LONGEST_QUERY = 40  # characters


@require_safe
@login_not_required
@published.for_everybody
@codes.redirect_renamed(district="organisation")
def contacts(request: HttpRequest) -> HttpResponse:
    """All numbers by area; narrowed to one district (`?district=`) or to names that hold some words (`?q=`)."""
    districts = list(reach.districts())
    district = next((row for row in districts if row.code == request.GET.get("district")), None)
    words = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    rows: QuerySet[Organisation] = Organisation.objects.current()
    if district:
        rows = Organisation.objects.current().within(district)
    if words:
        rows = _named(rows, words)
    whole = bool(district or words)
    left_out = [] if whole else _lowest_levels(rows)
    city = Organisation.objects.current().filter(parent=None)
    areas = directory(rows.exclude(level__in=left_out), [district] if district else [*city, *districts])
    context = {
        "areas": areas,
        "count": sum(len(area.rows) for area in areas),
        "district": district,
        "districts": districts,
        "words": words,
        "shortened": bool(left_out),
        "linked": schema_org.directory(areas),
    }
    return render(request, "catalog/contacts.html", context)


def _named(rows: QuerySet[Organisation], words: str) -> QuerySet[Organisation]:
    """Keep ROWS whose name holds all of WORDS, in any language."""
    found = rows.alias(name_in_all=reach.lists("name"), short_in_all=reach.lists("short_name"))
    for word in words.split():
        found = found.filter(Q(name_in_all__icontains=word) | Q(short_in_all__icontains=word))
    return found


def _lowest_levels(rows: QuerySet[Organisation]) -> list[str]:
    """Return the levels to leave out, the lowest first, so that at most MOST of ROWS remain."""
    sizes = dict(rows.order_by().values_list("level").annotate(n=Count("pk")))
    left_out: list[str] = []
    for level in reversed(reach.levels()):
        if sum(sizes.values()) <= MOST:
            break
        left_out.append(level)
        sizes.pop(level, None)
    return left_out

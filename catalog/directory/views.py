"""Every organisation's service and complaint number on one page (Art. 38)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Replace
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from catalog import schema_org
from catalog.directory.numbers import DirectoryArea, directory
from catalog.enums import Purpose
from catalog.models import ContactNumber, Organisation, ServicePoint
from catalog.territory import reach
from configuration import codes
from portal.kit import clock, published, spreadsheets

MOST = 600  # organisations on the first page; in a larger city the lowest level opens district by district
LONGEST_QUERY = 40  # characters
DISTRICTS = "districts"
SHORTEST_NUMBER = 3  # digits, e.g. of a hotline


@dataclass(frozen=True)
class Selection:
    """Choice of a visitor: a district (`?district=`), the districts without what lies in them (`?only=districts`).

    Both with words of a name or digits of a number (`?q=`), or without.
    """

    districts: list[Organisation]
    district: Organisation | None
    words: str
    districts_only: bool = False

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        """Return what the address of REQUEST asks for."""
        districts = list(reach.districts())
        chosen = next((row for row in districts if row.code == request.GET.get("district")), None)
        only = chosen is None and request.GET.get("only") == DISTRICTS
        return cls(districts, chosen, request.GET.get("q", "").strip()[:LONGEST_QUERY], only)

    @property
    def query(self) -> str:
        """The selection as the query of an address, empty for all."""
        chosen = {
            "district": self.district.code if self.district else "",
            "only": DISTRICTS if self.districts_only else "",
            "q": self.words,
        }
        query = urlencode({key: value for key, value in chosen.items() if value})
        return f"?{query}" if query else ""

    def rows(self) -> QuerySet[Organisation]:
        """Return the chosen organisations."""
        rows: QuerySet[Organisation] = Organisation.objects.current()
        if self.district:
            rows = Organisation.objects.current().within(self.district)
        elif self.districts_only:
            rows = rows.filter(Q(parent=None) | Q(pk__in=[row.pk for row in self.districts]))
        return _found(rows, self.words) if self.words else rows

    def areas(self, rows: QuerySet[Organisation]) -> list[DirectoryArea]:
        """Return the numbers of ROWS by area."""
        city = Organisation.objects.current().filter(parent=None)
        if self.district:
            return directory(rows, [self.district])
        return directory(rows, [*city] if self.districts_only else [*city, *self.districts])


@require_safe
@login_not_required
@published.for_everybody
@codes.redirect_renamed(district="organisation")
def contacts(request: HttpRequest) -> HttpResponse:
    """All numbers by area, or those of a selection."""
    chosen = Selection.of(request)
    rows = chosen.rows()
    left_out = [] if chosen.district or chosen.words or chosen.districts_only else _lowest_levels(rows)
    areas = chosen.areas(rows.exclude(level__in=left_out))
    context = {
        "areas": areas,
        "count": sum(len(area.rows) for area in areas),
        "district": chosen.district,
        "districts": chosen.districts,
        "districts_only": chosen.districts_only,
        "words": chosen.words,
        "query": chosen.query,
        "shortened": bool(left_out),
        "as_of": clock.today(),
        "linked": schema_org.directory(areas),
    }
    return render(request, "catalog/contacts.html", context)


@require_safe
@login_not_required
@published.for_everybody
@codes.redirect_renamed(district="organisation")
def download(request: HttpRequest, suffix: str) -> HttpResponse:
    """The numbers of a selection as a file for spreadsheets, those of the lowest levels included."""
    chosen = Selection.of(request)
    head = [
        _("Area"),
        _("Organisation"),
        _("Purpose"),
        pgettext_lazy("telephone", "Number"),
        _("Hours"),
        _("Number of"),
    ]
    title = gettext("Telephone numbers")
    content = spreadsheets.table(suffix, head, _lines(chosen.areas(chosen.rows())), title)
    name = f"{title} {clock.today().isoformat()}.{suffix}"
    response = HttpResponse(content, content_type=spreadsheets.MIME[suffix])
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response


def _lines(areas: Iterable[DirectoryArea]) -> Iterator[list[str]]:
    for area in areas:
        for row in area.rows:
            for purpose, numbers in ((Purpose.SERVICE, row.service), (Purpose.COMPLAINT, row.complaint)):
                for line in numbers:
                    place = [str(area.organisation.name), str(row.organisation.name), str(purpose.label)]
                    yield [*place, line.number, str(line.hours), str(line.of)]


def _found(rows: QuerySet[Organisation], words: str) -> QuerySet[Organisation]:
    """Keep ROWS whose name holds all of WORDS, in any language, or one of whose numbers holds their digits."""
    named = rows.alias(name_in_all=reach.lists("name"), short_in_all=reach.lists("short_name"))
    condition: Q | Exists = Q()
    for word in words.split():
        condition &= Q(name_in_all__icontains=word) | Q(short_in_all__icontains=word)
    digits = re.sub(r"[\s()（）+-]", "", words)
    if digits.isascii() and digits.isdigit() and len(digits) >= SHORTEST_NUMBER:
        own = ContactNumber.objects.current().filter(organisation=OuterRef("pk"))
        points = ServicePoint.objects.public().filter(organisation=OuterRef("pk"))
        for holders, field in ((own, "number"), (points, "service_phone"), (points, "complaint_phone")):
            condition |= Q(Exists(holders.alias(digits=_digits(field)).filter(digits__contains=digits)))
    return named.filter(condition)


def _digits(field: str) -> Replace:
    return Replace(Replace(field, Value("-")), Value(" "))


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

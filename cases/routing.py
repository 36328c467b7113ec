"""Routing of applications (Art. 17): by the item's level and the place that the applicant names.

A form says in which order the rules are tried (``opens.route_by``). No rule looks at codes or names: an organisation
that is renamed or comes first in the alphabet answers as before.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Case, F, IntegerField, QuerySet, Value, When
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from catalog.models import Organisation, ServicePoint
from catalog.models.tree_path import TreePath
from catalog.territory import reach
from configuration import site
from forms.applied_for import AppliedFor
from forms.destinations import Route
from forms.spec import CaseOpening, RoutingRule

Sentence = str | Promise

CHOSEN = _("You chose this service point.")
CANNOT = _("The service point that you chose does not handle this service.")
PLACE = _("It handles this service for the place that you named: {place}.")
ABOVE = _("The level above the service point that you named answers, not the service point itself.")
ONLY = _("No other organisation handles this service.")
NO_WINDOW_THERE = _("No window for this service is known for the place that you named: {place}.")
TOO_WIDE = _("Several organisations handle this service in the place that you named: {place}.")
NO_WINDOW = _("No window for this service is known.")
AUTHORITY = _("So the competent authority answers, and tells you where to go.")
ALWAYS_AUTHORITY = _("The competent authority answers applications of this kind.")


def route(opens: CaseOpening, applied: AppliedFor) -> Route:
    """Return the route of an application: the result of the first rule of OPENS that finds one, else the authority.

    Raises `Organisation.DoesNotExist` only when the site names no competent authority.
    """
    candidates, tried = _Candidates(applied), set()
    for rule in opens.route_by:
        if rule == "authority":
            break
        tried.add(rule)
        if found := RULES[rule](candidates):
            return found
    return Route(
        Organisation.objects.get(code=site.current().competent_authority),
        None,
        _why_authority(candidates),
        asks_place="applicant.place" in tried and applied.place is None and candidates.place_decides,
    )


@dataclass(frozen=True)
class _Candidates:
    """The points that could answer the application ``applied``; each query is made once."""

    applied: AppliedFor

    @cached_property
    def points(self) -> QuerySet[ServicePoint]:
        return reach.points_for(*self.applied.items)

    @cached_property
    def chosen(self) -> ServicePoint | None:
        """The point that the applicant chose, if it can answer: it is public and handles every service."""
        point = self.applied.point
        if point is None or not point.live or point.retired_at:
            return None
        return point if not self.applied.items or self.points.filter(pk=point.pk).exists() else None

    @cached_property
    def two_organisations(self) -> list[Organisation]:
        """Organisations at the levels of every service, two at most: it matters whether it is one."""
        return self.two_within(TreePath())

    @cached_property
    def two_inside(self) -> list[Organisation]:
        """Of the organisations at these levels two at most that lie inside the place that was named."""
        return self.two_within(self.applied.place.path) if self.applied.place else []

    @property
    def several_inside(self) -> bool:
        """Whether the place that was named is too wide to know which organisation inside it answers."""
        place = self.applied.place
        if place is None or len(self.two_inside) < 2:  # noqa: PLR2004  more than one
            return False
        return self.points.filter(organisation__in=Organisation.objects.within(place)).exists()

    @property
    def place_decides(self) -> bool:
        """Whether several organisations could answer: it depends on the place which one does."""
        return len(self.two_organisations) > 1 and self.points.exists()

    def two_within(self, area: TreePath) -> list[Organisation]:
        """Return two organisations at most, with a window or not, inside AREA."""
        items = self.applied.items
        return [*reach.organisations_for(*items).within(area)[:2]] if items else []

    def window_of_one(self, organisations: list[Organisation]) -> tuple[Organisation, ServicePoint | None] | None:
        """Return the only one of ORGANISATIONS and its window; None if they are several or it has no window."""
        only = organisations[0] if len(organisations) == 1 else None
        return _nearest(self.points.filter(organisation=only)) if only else None

    def because(self, sentence: Sentence) -> tuple[Sentence, ...]:
        """Return SENTENCE, after another one where the applicant chose a point that cannot answer."""
        return (CANNOT, sentence) if self.applied.point and not self.chosen else (sentence,)


def _by_point(candidates: _Candidates) -> Route | None:
    point = candidates.chosen
    return Route(point.organisation, point, (CHOSEN,)) if point else None


def _by_place(candidates: _Candidates) -> Route | None:
    """The nearest that serves the place; else the only one inside it, for who named no more than their district."""
    place = candidates.applied.place
    if place is None or not candidates.applied.items:
        return None
    serving = place.serving()
    points = candidates.points.filter(organisation__path__in=serving)
    found = _nearest(points, serving) or candidates.window_of_one(candidates.two_inside)
    return Route(*found, candidates.because(format_lazy(PLACE, place=place))) if found else None


def _by_level(candidates: _Candidates) -> Route | None:
    found = candidates.window_of_one(candidates.two_organisations)
    return Route(*found, candidates.because(ONLY)) if found else None


def _above(candidates: _Candidates) -> Route | None:
    """The one whom a complaint is about neither answers nor sees it: scope reaches down, never up (Art. 9, 36)."""
    about = candidates.applied.point
    above = about.organisation.parent if about else None
    return Route(above, None, (ABOVE,)) if above else None


RULES: dict[RoutingRule, Callable[[_Candidates], Route | None]] = {
    "point": _by_point,
    "applicant.place": _by_place,
    "item.decided_at": _by_level,
    "above": _above,
}


def _nearest(
    points: QuerySet[ServicePoint], serving: list[TreePath] | None = None
) -> tuple[Organisation, ServicePoint | None] | None:
    """Return the organisation among those of POINTS that comes first in SERVING, and its window; None without POINTS.

    Its window is the first in the order that editors gave, of those at its own level; None if several are first.
    """
    ranks = [When(organisation__path=path, then=Value(rank)) for rank, path in enumerate(serving or [])]
    rank = [Case(*ranks, default=Value(0), output_field=IntegerField())] if ranks else []
    points = points.annotate(
        other_level=Case(When(level=F("organisation__level"), then=Value(0)), default=Value(1)),
    )
    two = [*points.order_by(*rank, "other_level", "order")[:2]]
    alike = [(row.organisation_id, row.other_level, row.order) for row in two]
    if not two:
        return None
    return two[0].organisation, None if alike[0] in alike[1:] else two[0]


def _why_authority(candidates: _Candidates) -> tuple[Sentence, ...]:
    place = candidates.applied.place
    if not candidates.applied.items:
        return candidates.because(ALWAYS_AUTHORITY)
    if place:
        sentence = TOO_WIDE if candidates.several_inside else NO_WINDOW_THERE
        return (*candidates.because(format_lazy(sentence, place=place)), AUTHORITY)
    if not candidates.points.exists():
        return (*candidates.because(NO_WINDOW), AUTHORITY)
    return candidates.because(ALWAYS_AUTHORITY)

"""The lines of an entry that are no question of the form: how they came, the service, where it is answered."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.access import ENTER, CasePolicy
from cases.enums import ENTERED, IntakeChannel
from catalog.models import Organisation, ServiceItem, ServicePoint, scope
from catalog.territory import reach
from configuration import codes, site
from forms.applied_for import AppliedFor, territory
from forms.fields.typed import Typed, plain
from forms.models.draft import PLACE
from forms.widgets import Radios

PREFIX = "_"  # no field of a form has such a name: codes begin with a letter or digit
CHANNEL = "_channel"
FOUND = 8  # services shown for a word
POINTS = 50  # of the own organisations


class OpeningLines(forms.Form):
    """``channel``; the ``word`` that looks for a service, and ``item``; ``point`` of the own ones."""

    use_required_attribute = False

    channel = forms.ChoiceField(
        label=gettext_lazy("How they came"),
        choices=[(one.value, one.label) for one in ENTERED],
        widget=Radios(compact=True),
        error_messages={"required": gettext_lazy("Please choose how they came.")},
    )
    item = forms.ChoiceField(label=gettext_lazy("Service"), required=False, widget=Radios())
    word = Typed(label=gettext_lazy("Find a service: a word of its name"), required=False, max_length=40)
    point = forms.ChoiceField(label=gettext_lazy("Your service point"), required=False)
    place = forms.ChoiceField(label=gettext_lazy("Where they live"), required=False)

    def __init__(
        self,
        data: QueryDict | None,
        *,
        initial: Mapping[str, Any],
        items: Mapping[str, str] | None,
        points: Mapping[str, str],
        places: Mapping[str, str],
    ) -> None:
        """ITEMS, POINTS and PLACES are names by code; a line without any is left out, that of ITEMS for None alone."""
        super().__init__(data, initial=dict(initial), prefix=PREFIX)
        if items is None:
            del self.fields["item"], self.fields["word"]
        else:
            self._choose("item", items, _("No particular service"))
        for name, choices, empty in (
            ("point", points, _("somewhere else, or on the telephone")),
            ("place", places, _("not known yet")),
        ):
            if choices:
                self._choose(name, choices, empty)
            else:
                del self.fields[name]

    def _choose(self, name: str, choices: Mapping[str, str], empty: str) -> None:
        self.fields[name].choices = [("", empty), *choices.items()]  # type: ignore[attr-defined]


def sent_value(data: Mapping[str, Any], name: str) -> str:
    """Return what was sent for the line NAME, made plain and not too long."""
    return plain(str(data.get(f"{PREFIX}-{name}", "")))[:80]


def channel_sent(data: Mapping[str, Any]) -> str:
    """Return the channel that was sent, or nothing."""
    value = sent_value(data, "channel")
    return value if value in {one.value for one in ENTERED} else ""


def service(code: str) -> ServiceItem | None:
    """Return the public service CODE that may be assisted (Art. 5), or None."""
    found = ServiceItem.objects.public().filter(exclusion="").select_related("department")
    return found.filter(code=codes.current_code("item", code)).first() if code else None


def services(chosen: ServiceItem | None, word: str) -> dict[str, str]:
    """Return services to choose from by code: CHOSEN, and those that people call WORD; without one, popular ones."""
    offered = ServiceItem.objects.public().filter(exclusion="").only("code", "name")
    rows = _called(offered, word)[:FOUND] if word else offered.filter(code__in=site.current().popular)
    found = {chosen.code: str(chosen.name)} if chosen else {}
    return found | {item.code: str(item.name) for item in rows}


def _called(offered: QuerySet[ServiceItem], word: str) -> QuerySet[ServiceItem]:
    """Return those of OFFERED with WORD in their name, in an everyday name, or in a question that people ask."""
    known = offered.alias(also=reach.lists("also_called"), asked=reach.lists("asked_as"))
    named = known.filter(Q(name__icontains=word) | Q(also__icontains=word) | Q(asked__icontains=word))
    return named.order_by("order", "sort_name", "code")


def own_points(policy: CasePolicy) -> dict[str, ServicePoint]:
    """Return the points of the organisations of this user's posts by code, that of a post first."""
    user = policy.actor.user
    if user is None:
        return {}
    posts = scope.posts_of(user, ENTER)
    mine = [post.point_id for post in posts if post.point_id]
    organisations = [post.organisation_id for post in posts]
    points = ServicePoint.objects.public().for_list().filter(organisation__in=organisations)[:POINTS]
    return {point.code: point for point in sorted(points, key=lambda point: point.pk not in mine)}


def usual_point(policy: CasePolicy) -> ServicePoint | None:
    """Return the point of this user's post, or the only one of their organisations; None if there are several."""
    points, user = own_points(policy), policy.actor.user
    posts = scope.posts_of(user, ENTER) if user else []
    named = {post.point_id for post in posts if post.point_id}
    usual = [point for point in points.values() if point.pk in named] or [*points.values()]
    return usual[0] if len(usual) == 1 or named else None


def places(applied: AppliedFor) -> dict[str, str]:
    """Return the places that may decide who answers APPLIED, by code: those of the area and of the named one."""
    path = reach.area_of(*applied.items)
    area = Organisation.objects.filter(path=path).first() if path else None
    if area is None:
        return {}
    found: dict[str, str] = {}
    named = [*applied.place.path.codes] if applied.place else []
    for place in reach.places_in(area):
        found[place.code] = str(place)
        if place.code in named:
            found |= {one.code: f"— {one}" for one in reach.places_in(place)}
    if applied.place and applied.place.code not in found and area.contains(applied.place):
        found[applied.place.code] = str(applied.place)
    return found


def place_sent(data: Mapping[str, Any], stored: Mapping[str, Any]) -> str:
    """Return the code of the place that was sent, else the stored one; nothing for one that is not there."""
    code = sent_value(data, "place") if f"{PREFIX}-place" in data else str(stored.get(PLACE) or "")
    return code if code and territory(code) else ""


def intake(code: str) -> IntakeChannel:
    """Return the channel CODE, at the window before one is chosen."""
    return IntakeChannel(code) if code else IntakeChannel.WINDOW

"""Services, named place and chosen service point of a draft.

Place and point are kept with the answers, sealed, under keys that no field has: codes begin with a letter or digit.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.models import Organisation, ServiceItem, ServicePoint
from configuration import site
from forms.evaluate import Answers, Evaluation
from forms.facts import speaks_of_place
from forms.models import Draft
from forms.models.draft import PLACE, POINT
from forms.spec import FormSpec


@dataclass(frozen=True)
class AppliedFor:
    """Values that decide the route of an application (Art. 17).

    The first of ``items`` is the one with which the form was begun, if it was kept. ``place`` is where the applicant
    lives or works, ``point`` the service point that they chose. ``gone`` says that a chosen service is not there any
    more.
    """

    items: Sequence[ServiceItem] = ()
    place: Organisation | None = None
    point: ServicePoint | None = None
    gone: bool = False

    @classmethod
    def by(cls, draft: Draft, evaluation: Evaluation, answers: Answers) -> "AppliedFor":
        """Return what DRAFT with ANSWERS applies for; EVALUATION says which of them count."""
        place, point = named_place(answers), chosen_point(draft, answers)
        asked = evaluation.chosen("point")
        if asked and answers.get(POINT) is None:
            point = ServicePoint.objects.for_list().filter(code=asked[0]).first() or point
        chosen = evaluation.chosen("item")
        if not chosen:
            return cls([draft.item] if draft.item else [], place, point)
        rows = ServiceItem.objects.filter(code__in=chosen).select_related("department")
        found = {item.code: item for item in rows}
        items = sorted((found[code] for code in chosen if code in found), key=lambda item: item != draft.item)
        return cls(items, place, point, gone=len(found) < len(chosen))


def named_place(answers: Answers) -> Organisation | None:
    """Return the place that was named in ANSWERS; None for one that is not there any more."""
    code = answers.get(PLACE)
    return territory(code) if code else None


def place_of_conditions(spec: FormSpec, answers: Answers) -> Organisation | None:
    """Return the place that was named in ANSWERS if a condition of SPEC asks for it; else it is not looked up."""
    return named_place(answers) if answers.get(PLACE) and speaks_of_place(spec) else None


def territory(code: str) -> Organisation | None:
    """Return the territory CODE with those above it, or None."""
    places = Organisation.objects.current().with_hosts().filter(level__in=site.current().territories)
    return places.filter(code=code).first()


def chosen_point(draft: Draft, answers: Answers) -> ServicePoint | None:
    """Return the service point that was chosen in ANSWERS, else that with which DRAFT was begun."""
    if answers.get(POINT) is None:
        return draft.point
    return ServicePoint.objects.for_list().filter(code=answers[POINT]).first() if answers[POINT] else None

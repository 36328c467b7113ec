"""The ways that need no computer: on every step whom to call and where to go (Art. 9, 15(9), 38)."""

from dataclasses import dataclass

from catalog.directory.authority import authority
from catalog.enums import Purpose
from catalog.models import ContactNumber, Organisation, ServicePoint
from configuration import site
from forms import destinations
from forms.applied_for import AppliedFor
from forms.destinations import Route
from forms.evaluate import Evaluation
from forms.models import Draft


@dataclass(frozen=True)
class Contact:
    """Contact details: ``phone`` for questions, ``complaint`` for complaints; ``point`` is the window, if known."""

    phone: str = ""
    complaint: str = ""
    point: ServicePoint | None = None


def contact(*, point: ServicePoint | None = None, organisation: Organisation | None = None) -> Contact:
    """Return the numbers of POINT, else of ORGANISATION or the nearest above it, else of the competent authority."""
    found = {}
    if point:
        found = {Purpose.SERVICE: point.service_phone, Purpose.COMPLAINT: point.complaint_phone}
    if organisation and not all(found.values() or [""]):
        found = _numbers(organisation) | {key: number for key, number in found.items() if number}
    general = _general()
    phone, complaint = (
        found.get(purpose) or general.get(purpose, "") for purpose in (Purpose.SERVICE, Purpose.COMPLAINT)
    )
    return Contact(phone, complaint, point)


def route_of(draft: Draft, applied: AppliedFor) -> Route:
    """Return the route of the application APPLIED with DRAFT."""
    spec = draft.form_version.read()
    return destinations.of(spec).route(spec, applied)


def responsible_contact(route: Route) -> Contact:
    """Return the contact for a form that takes ROUTE (Art. 2: no form without a window)."""
    return contact(point=route.point, organisation=route.organisation)


def contact_for(draft: Draft, evaluation: Evaluation) -> Contact:
    """Return the contact for DRAFT; EVALUATION says which of its answers count."""
    return responsible_contact(route_of(draft, AppliedFor.by(draft, evaluation, draft.read())))


def _numbers(organisation: Organisation) -> dict[Purpose, str]:
    """Return number by purpose: that of ORGANISATION, or of the nearest above it that has one."""
    rows = (
        ContactNumber.objects.current()
        .filter(organisation__in=Organisation.objects.containing(organisation))
        .order_by("organisation__path", "-order", "-sort_name", "-code")
        .values_list("purpose", "number")
    )
    # The nearest comes last and stays.
    return {Purpose(purpose): number for purpose, number in rows}


def _general() -> dict[Purpose, str]:
    hotline, head = site.current().hotline, authority()
    numbers = {Purpose.SERVICE: hotline.number} if hotline else {}
    return numbers | {line.purpose: line.number for line in reversed(head.numbers if head else ())}

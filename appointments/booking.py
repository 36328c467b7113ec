"""One seat at one time for one person; the database decides who gets the last one."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from appointments.effects import FreeSeat
from appointments.models import AppointmentKind, Booking
from appointments.offer import is_offered
from appointments.spec import AppointmentKindSpec, elapsed_time
from cases.access import spec_of
from cases.actions import parties
from cases.actions.errors import CaseError, NotAllowed
from cases.actions.moving import move
from cases.actions.opening import open_case
from cases.enums import IntakeChannel
from cases.models import Case
from cases.workflow.actor import THE_APPLICANT, Actor
from cases.workflow.engine import moves_from
from catalog.models import ServiceItem, ServicePoint
from forms import masks
from portal.kit import clock
from portal.kit.speaking import in_all_languages

# The dossier is frozen in all languages, so its labels are not looked up when it is read.
NAME = pgettext_lazy("of a person", "Name")
PHONE = gettext_lazy("Telephone")


class SlotTaken(CaseError):
    """The time is no longer free."""


def book(
    *,
    kind: AppointmentKind,
    point: ServicePoint,
    starts_at: dt.datetime,
    person: parties.Person,
    by: Actor = THE_APPLICANT,
    item: ServiceItem | None = None,
    channel: IntakeChannel = IntakeChannel.ONLINE,
    form_token: str | None = None,
) -> Booking:
    """Book the time that begins at STARTS_AT for PERSON; the booking is a case in the queue of the point (Art. 15(7)).

    FORM_TOKEN is the hash of the one-off token of the page that was sent: a second call with the same token returns the
    same booking, also when both run at once. Other bookings of the same telephone play no part: a refusal because of
    them would tell a stranger that they exist (appointments/public/limits.py limits how many there can be).

    Raises SlotTaken when the time is not offered or has no seat left.
    """
    try:
        with transaction.atomic():
            if same := booked_with(form_token):
                return same
            spec = kind.current.read()
            _check_offered(spec, point, starts_at)
            wanted = Booking(
                case=_open(spec, point, person, item, channel, by=by, visit_at=starts_at),
                kind_version=kind.current,
                kind=spec.appointment,
                point=point,
                starts_at=starts_at,
                ends_at=starts_at + elapsed_time(spec.length),
                form_token=form_token,
            )
            return _seated(wanted, spec.capacity_of(point.code))
    except SlotTaken:
        # The same page was sent twice at the same moment, and the other call was faster.
        if same := booked_with(form_token):
            return same
        raise


def booked_with(form_token: str | None) -> Booking | None:
    """Return the booking of the page whose token has the hash FORM_TOKEN, or None."""
    if not form_token:
        return None
    return Booking.objects.select_related("case").filter(form_token=form_token).first()


def _check_offered(spec: AppointmentKindSpec, point: ServicePoint, starts_at: dt.datetime) -> None:
    if not is_offered(spec, point, starts_at, clock.now()):
        raise SlotTaken(_("This time can no longer be booked. Please choose another."))


def _seated(wanted: Booking, capacity: int) -> Booking:
    """Store WANTED on the lowest free seat; the constraint notices a faster booking, then the next seat is tried."""
    same = Booking.objects.filter(kind=wanted.kind, point=wanted.point, starts_at=wanted.starts_at, cancelled_at=None)
    occupied = set(same.values_list("seat", flat=True))
    for seat in range(1, capacity + 1):
        if seat in occupied:
            continue
        wanted.seat = seat
        try:
            with transaction.atomic():
                wanted.save(force_insert=True)
        except IntegrityError:
            continue
        return wanted
    raise SlotTaken(_("This time has just been taken. Please choose another."))


def _open(
    spec: AppointmentKindSpec,
    point: ServicePoint,
    person: parties.Person,
    item: ServiceItem | None,
    channel: IntakeChannel,
    *,
    by: Actor,
    visit_at: dt.datetime,
) -> Case:
    return open_case(
        by=by,
        workflow=spec.workflow,
        subject=item.name if item else spec.title,
        person=person,
        organisation=point.organisation,
        point=point,
        channel=channel,
        items=[item] if item else [],
        dossier=_dossier(spec, person),
        visit_at=visit_at,
    )


def _dossier(spec: AppointmentKindSpec, person: parties.Person) -> list[dict[str, object]]:
    rows = [
        {"key": "name", "label": in_all_languages(NAME), "type": "person_name", "masked": masks.name(person.name)},
        {
            "key": "phone",
            "label": in_all_languages(PHONE),
            "type": "mobile_or_fixed",
            "masked": masks.phone(person.phone),
        },
    ]
    return [{"title": dict(spec.title), "rows": rows}]


@transaction.atomic
def cancel(*, booking: Booking, by: Actor = THE_APPLICANT) -> None:
    """Give the seat back on the applicant's word, until the kind's last moment; NotAllowed afterwards."""
    if clock.now() > booking.kind_version.read().last_cancellation(booking.starts_at):
        raise NotAllowed(_("It is too late to cancel here. Please call us."))
    case = Case.objects.select_related("workflow_version", "organisation").get(pk=booking.case_id)
    leaving = next(iter(cancelling_moves(case)), None)
    if leaving is None:
        raise NotAllowed(_("This appointment is over or was cancelled already."))
    move(case=case, move=leaving, by=by, version=case.version, answers={})


def cancelling_moves(case: Case) -> list[str]:
    """Return the codes of the moves from the state of CASE that give the booked time back."""
    moves = moves_from(spec_of(case), case.state).items()
    return [code for code, step in moves if any(use.name == FreeSeat.name for use in step.does)]

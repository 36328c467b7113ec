"""One seat at one time for one person; the database decides who gets the last one."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions import clocks, parties
from cases.actions.errors import AlreadyBooked, NotAllowed, SlotTaken
from cases.actions.moving import move
from cases.enums import EntryKind, IntakeChannel
from cases.models import Appointment, AppointmentKind, AppointmentKindVersion, Case, Entry, Workflow
from cases.numbers import new_number
from cases.slots import is_offered, span
from cases.spec import masks
from cases.spec.appointment import AppointmentKindSpec
from cases.spec.workflow import APPLICANT
from cases.workflow import moves_from
from catalog.enums import Mode
from catalog.models import ServiceItem, ServicePoint
from portal.kit import clock
from portal.kit.words import Words

# The dossier is frozen in all languages, so its labels are not looked up when it is read.
NAME = {"zh-hans": "姓名", "en": "Name"}
PHONE = {"zh-hans": "电话", "en": "Telephone"}


@transaction.atomic
def book(
    *,
    kind: AppointmentKind,
    point: ServicePoint,
    starts_at: dt.datetime,
    person: parties.Person,
    item: ServiceItem | None = None,
    channel: IntakeChannel = IntakeChannel.ONLINE,
) -> Appointment:
    """Book the time that begins at STARTS_AT for PERSON; the booking is a case in the queue of the point (Art. 15(7)).

    Raises SlotTaken when the time is not offered or has no seat left, AlreadyBooked when the same telephone holds a
    booking of this kind on that day.
    """
    spec = kind.current.read()
    if not is_offered(spec, point, starts_at, clock.now()):
        raise SlotTaken(_("This time can no longer be booked. Please choose another."))
    if _holds_one(spec, person, starts_at):
        raise AlreadyBooked(_("You already have an appointment on this day. Cancel it first, or choose another day."))
    case = _open(spec, point, person, item, channel)
    return _seat(spec, kind.current, point, starts_at, case)


def _holds_one(spec: AppointmentKindSpec, person: parties.Person, starts_at: dt.datetime) -> bool:
    day = timezone.localtime(starts_at).replace(hour=0, minute=0, second=0, microsecond=0)
    return Appointment.objects.filter(
        kind=spec.appointment,
        cancelled_at=None,
        starts_at__gte=day,
        starts_at__lt=day + dt.timedelta(days=1),
        case__applicant__phone_index=parties.phone_index(person.phone),
    ).exists()


def _seat(
    spec: AppointmentKindSpec, version: AppointmentKindVersion, point: ServicePoint, starts_at: dt.datetime, case: Case
) -> Appointment:
    """Take the lowest free seat; whoever was faster on it is noticed by the constraint, and the next one is tried."""
    same = Appointment.objects.filter(kind=spec.appointment, point=point, starts_at=starts_at, cancelled_at=None)
    occupied = set(same.values_list("seat", flat=True))
    for seat in range(1, spec.capacity_of(point.code) + 1):
        if seat in occupied:
            continue
        try:
            with transaction.atomic():
                return Appointment.objects.create(
                    case=case,
                    kind_version=version,
                    kind=spec.appointment,
                    point=point,
                    starts_at=starts_at,
                    ends_at=starts_at + span(spec.length),
                    seat=seat,
                )
        except IntegrityError:
            continue
    raise SlotTaken(_("This time has just been taken. Please choose another."))


def _open(
    spec: AppointmentKindSpec,
    point: ServicePoint,
    person: parties.Person,
    item: ServiceItem | None,
    channel: IntakeChannel,
) -> Case:
    workflow = Workflow.objects.select_related("current").get(code=spec.workflow).current
    flow = workflow.read()
    case = Case.objects.create(
        number=new_number(flow.prefix),
        subject=Words(item.name if item else spec.title),
        mode=Mode.ASSISTANCE,
        channel=channel,
        organisation=point.organisation,
        point=point,
        workflow_version=workflow,
        state=flow.start,
        dossier=_dossier(spec, person),
        submitted_at=clock.now(),
    )
    if item is not None:
        case.items.add(item)
    parties.add_applicant(case, person)
    clocks.enter(case, flow, state=flow.start, leaving=None, at=case.submitted_at, item=item)
    Entry.objects.create(case=case, at=case.submitted_at, by=APPLICANT, kind=EntryKind.SUBMITTED, to_state=case.state)
    return case


def _dossier(spec: AppointmentKindSpec, person: parties.Person) -> list[dict[str, object]]:
    rows = [
        {"key": "name", "label": NAME, "type": "person_name", "masked": masks.name(person.name)},
        {"key": "phone", "label": PHONE, "type": "mobile_or_fixed", "masked": masks.phone(person.phone)},
    ]
    return [{"title": dict(spec.title), "rows": rows}]


@transaction.atomic
def cancel(*, appointment: Appointment) -> None:
    """Give the seat back on the applicant's word, until the kind's last moment; NotAllowed afterwards."""
    spec = appointment.kind_version.read()
    if clock.now() > appointment.starts_at - span(spec.cancel_until):
        raise NotAllowed(_("It is too late to cancel here. Please call us."))
    case = Case.objects.select_related("workflow_version").get(pk=appointment.case_id)
    spec_of_case = case.workflow_version.read()
    leaving = next((code for code, step in moves_from(spec_of_case, case.state).items() if step.frees_seat), None)
    if leaving is None:
        raise NotAllowed(_("This appointment is over or was cancelled already."))
    move(case=case, move=leaving, by=None, version=case.version, answers={})

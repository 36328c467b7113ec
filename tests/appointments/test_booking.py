"""One seat for one person: the database decides."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from appointments.booking import SlotTaken, book, cancel
from appointments.models import AppointmentKind, Booking
from cases.access import actor_of
from cases.actions import Conflict, NotAllowed, move
from cases.actions.parties import Person
from cases.models import Case
from tests import shipped
from tests.factories.post import PostFactory
from tests.moments import local

THURSDAY = "2026-11-26 09:30"
SEATS, ATTEMPTS, AT_ONCE = 10, 200, 16


def _book(point, moment=THURSDAY, phone="13900000120", **more):
    kind = AppointmentKind.objects.select_related("current").get(code="window")
    person = Person(name="欧阳示例", phone=phone)
    return book(kind=kind, point=point, starts_at=local(moment), person=person, **more)


def test_booking_is_a_case_of_the_point(town):
    case = _book(town).case
    assert (case.point, case.organisation, case.state) == (town, town.organisation, "booked")


def test_second_seat_is_given(town):
    _book(town)
    assert _book(town, phone="13900000121").seat == 2


def test_third_of_two_seats_is_refused(town):
    _book(town)
    _book(town, phone="13900000121")
    with pytest.raises(SlotTaken):
        _book(town, phone="13900000122")


def test_refused_booking_leaves_no_case(town):
    _book(town)
    _book(town, phone="13900000121")
    with pytest.raises(SlotTaken):
        _book(town, phone="13900000122")
    assert Case.objects.count() == 2


def test_same_page_books_once(town):
    assert _book(town, form_token="t") == _book(town, "2026-11-26 10:00", form_token="t")
    assert Case.objects.count() == 1


def test_other_bookings_of_a_telephone_play_no_part(town):
    _book(town)
    assert _book(town, "2026-11-26 10:00").seat == 1


@pytest.mark.parametrize(
    "moment",
    [
        "2026-11-26 09:10",  # between two slots
        "2026-11-26 14:00",  # closed in the afternoon
        "2026-11-28 09:30",  # a Saturday
        "2026-11-24 11:30",  # begins in less than two hours
        "2026-12-09 09:30",  # more than 14 days ahead
        "2026-11-23 09:30",  # yesterday
    ],
)
@pytest.mark.article("15")
def test_time_that_is_not_offered_is_refused(town, moment):
    with pytest.raises(SlotTaken):
        _book(town, moment)


def test_cancelled_seat_comes_free(town):
    cancel(booking=_book(town))
    assert _book(town, phone="13900000121").seat == 1


def test_seat_cancelled_at_the_desk_comes_free(town):
    clerk = PostFactory(organisation=town.organisation).user
    booking = _book(town)
    move(case=booking.case, move="cancel", by=actor_of(clerk), version=1, answers={})
    booking.refresh_from_db()
    assert booking.cancelled_at is not None


def test_booked_case_knows_when_the_applicant_comes(town):
    assert _book(town).case.visit_at == local(THURSDAY)


@pytest.mark.parametrize("by_the_desk", [True, False])
def test_cancelled_case_expects_nobody(town, by_the_desk):
    booking = _book(town)
    if by_the_desk:
        clerk = PostFactory(organisation=town.organisation).user
        move(case=booking.case, move="cancel", by=actor_of(clerk), version=1, answers={})
    else:
        cancel(booking=booking)
    assert Case.objects.get().visit_at is None


def test_nobody_has_missed_an_appointment_before_it_begins(town, at):
    booking, clerk = _book(town), actor_of(PostFactory(organisation=town.organisation).user)
    at(local("2026-11-26 09:29"))
    with pytest.raises(NotAllowed, match="以后才能办"):
        move(case=booking.case, move="miss", by=clerk, version=1, answers={})
    at(local(THURSDAY))
    assert move(case=booking.case, move="miss", by=clerk, version=1, answers={}).state == "missed"


def test_appointment_is_cancelled_once(town):
    booking = _book(town)
    cancel(booking=booking)
    with pytest.raises((NotAllowed, Conflict)):
        cancel(booking=booking)


def test_cancelling_too_late_is_refused(town, at):
    booking = _book(town)
    at(local("2026-11-26 08:45"))
    with pytest.raises(NotAllowed):
        cancel(booking=booking)


def _attempt(point, number, **more):
    try:
        _book(point, phone=f"139{number:08}", **more)
    except SlotTaken:
        return "taken"
    finally:
        connection.close()
    return "booked"


@pytest.mark.slow
def test_two_hundred_attempts_get_exactly_ten_seats(shared_town):
    kind = shipped.KINDS[2]
    kind.save(shipped.appointment("window").model_copy(update={"seats": SEATS}))
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = Counter(pool.map(lambda number: _attempt(shared_town, number), range(ATTEMPTS)))
    assert answers == {"booked": SEATS, "taken": ATTEMPTS - SEATS}
    assert Booking.objects.count() == SEATS


@pytest.mark.slow
def test_one_page_sent_many_times_at_once_books_once(shared_town):
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = Counter(pool.map(lambda number: _attempt(shared_town, number, form_token="t"), range(AT_ONCE * 4)))
    assert answers == {"booked": AT_ONCE * 4}
    assert (Booking.objects.count(), Case.objects.count()) == (1, 1)

"""Appointments: what for, where, when, who; the loser of a race gets the same page with fresh times."""

import datetime as dt
import re

import pytest
from django.test import Client

from appointments.models import Booking
from cases.public import opened_cases
from catalog.models import ServiceItem, ServicePoint
from portal.kit import clock
from tests.city import city  # noqa: F401  the fixture
from tests.forms.filling.walk import CONTACT, ITEM, shown, sound

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city"), pytest.mark.article("15(7)")]
POINT = "laoshan-centre"
TIME = f"/book/time/?kind=window&point={POINT}"


def first_free(client, address=TIME):
    """Return the first time that the page offers."""
    text = sound(client.get(address))
    return next(tag for tag in re.findall(r'<input type="radio"[^>]*>', text) if "disabled" not in tag)


def value(tag):
    return re.search(r'value="([^"]+)"', tag)[1].replace("&#x27;", "'")


def answers(client, **more):
    return CONTACT | {"at": value(first_free(client))} | more


def token_of(client, data):
    """Return the one-off token of the page to check, as this browser gets it for DATA."""
    found = re.search(r'name="_token" value="([^"]+)"', sound(client.post(TIME, data)))
    return found[1] if found else ""


def confirm(client, data, token=None):
    """Press the button on the page to check: on a new one, or once more on that with TOKEN."""
    token = token or token_of(client, data)
    return client.post(TIME, data | {"confirm": "yes", "shown": shown(), "_token": token})


def test_districts_come_before_points(client):
    text = sound(client.get("/book/"))
    assert "district=laoshan" in text
    assert POINT not in text


def test_points_of_a_district_lead_to_times(client):
    assert f"point={POINT}" in sound(client.get("/book/?district=laoshan"))


def test_service_of_a_level_is_booked_at_points_of_that_level(client):
    """Art. 17: a window that cannot handle the service takes no appointment for it."""
    levels = {code: ServicePoint.objects.get(code=code).level for code in (POINT, "city-centre")}
    assert set(levels.values()) == {"district", "city"}
    ServiceItem.objects.filter(code=ITEM).update(decided_at=["district"])
    text = sound(client.get(f"/book/?kind=window&item={ITEM}"))
    assert "district=laoshan" in text
    top = f"district={ServicePoint.objects.get(code='city-centre').organisation.path.top(2).codes[-1]}"
    assert top in sound(client.get("/book/?kind=window"))
    assert top not in text
    ServiceItem.objects.filter(code=ITEM).update(decided_at=["village"])
    assert sound(client.get(f"/book/?kind=window&item={ITEM}")).count("district=") > 1


def test_preset_point_leads_to_its_times(client):
    assert client.get(f"/book/?point={POINT}&item={ITEM}").headers["Location"].startswith("/book/time/")


def test_unknown_point_leads_back_to_the_choice(client):
    assert client.get("/book/time/?point=nowhere").headers["Location"].startswith("/book/")


def test_first_press_shows_it_once_more_and_books_nothing(client):
    text = sound(client.post(TIME, answers(client)))
    assert "王秀英" in text
    assert not Booking.objects.exists()


def test_confirming_books_and_shows_the_number(client):
    response = confirm(client, answers(client))
    text = sound(client.get(response.headers["Location"]))
    case = Booking.objects.get().case
    assert all(group in text for group in case.number.split("-"))
    assert "王秀英" not in text


def test_pressing_twice_books_once(client):
    data = answers(client)
    token = token_of(client, data)
    assert confirm(client, data, token).headers["Location"] == confirm(client, data, token).headers["Location"]
    assert Booking.objects.count() == 1


def test_pressing_twice_books_once_whatever_else_was_changed(client):
    data = answers(client)
    token = token_of(client, data)
    first = confirm(client, data, token)
    assert confirm(client, data | {"name": "李梅", "phone": "13900005678"}, token).headers == first.headers


def test_retry_leads_to_the_booking_when_its_time_has_no_seat_left_or_is_over(client, monkeypatch):
    data = answers(client)
    token = token_of(client, data)
    first = confirm(client, data, token)
    confirm(Client(), data | {"phone": "13900000001"})
    assert confirm(client, data, token).headers["Location"] == first.headers["Location"]
    later = clock.now() + dt.timedelta(days=20)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert confirm(client, data, token).headers["Location"] == first.headers["Location"]


@pytest.mark.parametrize("token", ["", "made-up", "made-up:signature"])
def test_page_without_its_token_is_shown_again_and_books_nothing(client, token):
    data = answers(client)
    text = sound(client.post(TIME, data | {"confirm": "yes", "shown": shown(), "_token": token}))
    assert "data-error-summary" in text
    assert 'name="confirm"' in text
    assert not Booking.objects.exists()


def test_loser_of_a_race_sees_the_page_again_with_fresh_times(client):
    data = answers(client)
    for number in range(2):
        confirm(Client(), data | {"phone": f"1390000000{number}"})
    response = confirm(client, data)
    text = sound(response)
    assert "data-error-summary" in text
    assert "王秀英" in text
    assert re.search(rf'value="{re.escape(data["at"])}"[^>]* disabled', text)
    assert Booking.objects.count() == 2


def test_time_that_is_not_offered_is_refused(client):
    text = sound(confirm(client, answers(client, at="2020-01-01T09:00:00+08:00")))
    assert "data-error-summary" in text
    assert not Booking.objects.exists()


def test_change_returns_to_the_times_with_what_was_typed(client):
    text = sound(client.post(TIME, answers(client, change="yes")))
    assert 'value="王秀英"' in text
    assert "data-error-summary" not in text


def test_cancelling_gives_the_seat_back(client):
    confirm(client, answers(client))
    appointment = Booking.objects.select_related("case").get()
    visitor = Client()
    visitor.post("/track/", {"number": appointment.case.number, "tail": "1234"})
    assert "/track/cancel/" in sound(visitor.get("/track/"))
    sound(visitor.get("/track/cancel/"))
    visitor.post("/track/cancel/")
    appointment.refresh_from_db()
    assert appointment.cancelled_at
    sound(visitor.get("/track/"))


def test_appointment_of_the_page_is_cancelled_whatever_another_tab_looked_up(client):
    visitor, bookings = Client(), []
    for browser in (client, Client()):
        confirm(browser, answers(browser))
        bookings.append(Booking.objects.select_related("case").latest("pk"))
        visitor.post("/track/", {"number": bookings[-1].case.number, "tail": "1234"})
    page = sound(visitor.get(opened_cases.address_of(bookings[0].case.uuid)))
    address = re.search(r'href="(/track/cancel/\?case=\w+)"', page)[1]
    token = re.search(r'name="_case" value="(\w+)"', sound(visitor.get(address)))[1]
    visitor.post("/track/cancel/", {"_case": token})
    assert [Booking.objects.get(pk=one.pk).cancelled_at is None for one in bookings] == [False, True]


def test_too_late_there_is_no_other_way_to_cancel(client, monkeypatch):
    confirm(client, answers(client))
    booking = Booking.objects.select_related("case").get()
    visitor = Client()
    visitor.post("/track/", {"number": booking.case.number, "tail": "1234"})
    moment = booking.starts_at - dt.timedelta(minutes=5)
    monkeypatch.setattr(clock, "now", lambda: moment)
    page = sound(visitor.get("/track/"))
    assert not [way for way in ("/track/cancel/", "/track/do/cancel/") if way in page]
    for way in ("/track/cancel/", "/track/do/cancel/"):
        assert visitor.post(way).headers["Location"].startswith("/track/?case=")
    booking.refresh_from_db()
    assert booking.cancelled_at is None


def test_cancelling_needs_the_tracking_page_first(client):
    assert client.post("/track/cancel/").headers["Location"] == "/track/"


@pytest.mark.parametrize("query", ["?day=x", "?day=2026-13-40", "?day=1900-01-01", "?kind=%00", "?item=%F0%9F%90%9F"])
def test_strange_addresses_are_answered(client, query):
    sound(client.get(f"{TIME}&{query[1:]}"))


@pytest.mark.parametrize(("address", "most"), [("/book/", 6), ("/book/?district=laoshan", 6), (TIME, 8)])
def test_pages_ask_the_database_little(client, django_assert_max_num_queries, address, most):
    client.get(address)
    with django_assert_max_num_queries(most):
        client.get(address)


def test_nothing_bookable_says_whom_to_call(client):
    ServicePoint.objects.update(live=False)
    text = sound(client.get("/book/"))
    assert "0532-0555" in text or "12345" in text

"""Strangers who know a name, telephone and time, flood the forms, or plant a cookie: they learn and change nothing."""

import re

import pytest
from django.test import Client

from appointments.models import Booking
from appointments.public import limits as booking_limits
from cases.models import Case
from forms import masks
from tests.appointments.public.test_book import TIME, answers, confirm, token_of, value
from tests.city import city  # noqa: F401  the fixture
from tests.forms.filling.walk import (
    CONTACT,
    shown,
    sound,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city", "stopped"), pytest.mark.article("15(7)")]
# What differs between any two answers: tokens, numbers and addresses made at random.
RANDOM = re.compile(
    r'value="[\w:-]{30,}"'
    r"|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    r"|[A-Z]{2}(?:-(?:<wbr>)?[0-9A-Z]{4}){3}-(?:<wbr>)?[0-9A-Z]"
    r"|[0-9A-Z]{4}-[0-9A-Z]{4}"
    r'|viewBox="[\d ]+" aria-hidden="true" focusable="false">.*?</svg>'
)


def fixed(response):
    """Return what a stranger can compare: status, names of headers and cookies, and the page without its tokens."""
    names = sorted(response.headers), sorted(response.cookies)
    return response.status_code, names, RANDOM.sub("…", response.content.decode())


# --- Bookings ---------------------------------------------------------------------------------------------------------
def test_same_data_in_another_browser_opens_no_receipt(client):
    data = answers(client)
    receipt = confirm(client, data).headers["Location"]
    stranger = Client()
    posted = stranger.post(TIME, data | {"confirm": "yes", "shown": shown()})
    assert posted.status_code == 200
    assert confirm(stranger, data).headers["Location"] != receipt
    assert stranger.get(receipt).status_code == 404


def test_token_of_another_browser_opens_no_receipt(client):
    data = answers(client)
    token = token_of(client, data)
    receipt = confirm(client, data, token).headers["Location"]
    stranger = Client()
    token_of(stranger, data)
    posted = confirm(stranger, data, token)
    assert (posted.status_code, "Location" in posted.headers) == (200, False)
    assert stranger.get(receipt).status_code == 404


@pytest.mark.parametrize("same_day", [True, False])
def test_telephone_with_a_booking_is_answered_like_one_without(client, same_day):
    data = answers(client)
    confirm(client, data)
    offered = re.findall(r"day=([\d-]+)", sound(client.get(TIME)))
    address = f"{TIME}&day={offered[0 if same_day else 1]}"
    # The last time of the day has both seats free: nothing of the other booking can be seen in it.
    at = value(re.findall(r'<input type="radio"[^>]*>', sound(client.get(address)))[-1])
    known, unknown = (walk(address, data | {"at": at, "phone": phone}) for phone in (CONTACT["phone"], "13900004321"))
    assert known == unknown


def walk(address, data):
    """Book with a fresh browser; return what a stranger can compare of each answer, the telephone left out."""
    visitor = Client()
    check = visitor.post(address, data)
    token = re.search(r'name="_token" value="([^"]+)"', sound(check))[1]
    booked = visitor.post(address, data | {"confirm": "yes", "shown": shown(), "_token": token})
    receipt = visitor.get(booked.headers["Location"])
    masked = masks.phone(data["phone"])
    return [
        line.replace(data["phone"], "…").replace(masked, "…")
        for answer in (check, booked, receipt)
        for line in map(str, (*fixed(answer)[:2], *fixed(answer)[2].splitlines()))
    ]


HERE = "127.0.0.1"


def use_up(*rules, but=0, where=HERE):
    """Count under RULES until WHERE has BUT attempts left."""
    for rule in rules:
        for _number in range(rule.times - but):
            assert rule.take(where)


def book_once(number, **browser):
    """Book with a fresh browser for the invented telephone of NUMBER."""
    visitor = Client(**browser)
    return confirm(visitor, answers(visitor, phone=f"139{number:08}"))


def test_sixty_invented_telephones_of_one_network_take_no_more_than_the_limit():
    hour = booking_limits.BOOKINGS[0].times
    assert [book_once(number).status_code for number in range(60)] == [302] * hour + [429] * (60 - hour)
    assert Booking.objects.count() == Case.objects.count() == hour


def test_a_day_has_a_limit_of_its_own(stopped):
    use_up(booking_limits.BOOKINGS[1], but=1)
    assert [book_once(number).status_code for number in range(2)] == [302, 429]
    stopped(hours=24)
    assert book_once(3).status_code == 302


def test_refusal_names_a_telephone_and_when_to_come_back_and_takes_no_seat():
    use_up(booking_limits.BOOKINGS[0])
    answer = book_once(1)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 3600
    text = sound(answer)
    assert "0532-0555" in text
    assert "13900000001" not in text
    assert not Booking.objects.exists()


def test_refusal_is_the_same_for_a_telephone_with_a_booking_and_one_without():
    book_once(1)
    use_up(booking_limits.BOOKINGS[0], but=1)
    assert fixed(book_once(1)) == fixed(book_once(2))


def test_other_networks_book_on():
    use_up(*booking_limits.BOOKINGS)
    assert book_once(1, REMOTE_ADDR="198.51.100.7").status_code == 302


def test_refused_and_failed_bookings_are_not_counted(client):
    data = answers(client)
    for number in range(2):
        confirm(Client(), data | {"phone": f"1390000000{number}"})
    late = Client()
    token = token_of(late, answers(late))
    use_up(*booking_limits.BOOKINGS, but=5)
    for _number in range(3):
        assert confirm(late, data, token).status_code == 200
    assert confirm(Client(), answers(Client())).status_code == 302


def test_one_telephone_books_a_few_times_a_day_from_one_network(client):
    most = booking_limits.BOOKINGS_OF_A_PHONE.times
    statuses = [confirm(v, answers(v)).status_code for v in (Client() for _ in range(most + 1))]
    assert statuses == [302] * most + [429]
    elsewhere = Client(REMOTE_ADDR="198.51.100.7")
    assert confirm(elsewhere, answers(elsewhere)).status_code == 302


def test_terminals_of_a_service_hall_may_book_more(settings):
    use_up(*booking_limits.BOOKINGS)
    assert book_once(1).status_code == 429
    settings.SERVICE_HALLS = frozenset({HERE})
    assert book_once(1).status_code == 302

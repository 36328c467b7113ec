"""Limits on bookings from one network; forms/filling/abuse.py defines how they are counted and the text of a refusal.

- Seats are scarce: 20 an hour and 40 a day let a whole bus of people book, and take no more than a small part of what
  a service hall offers in two weeks.
- One telephone books three times a day from one network: a couple, and a change of mind. It is counted by network and
  telephone together. A count by telephone alone could be used to keep somebody from booking, would tell strangers that
  somebody booked, and stops nobody who invents numbers. Other bookings of the telephone are never looked at.
"""

from django.http import HttpRequest

from cases.actions.parties import phone_index
from forms.filling.abuse import A_DAY, AN_HOUR, attempts, network
from portal.kit.limits import Attempt, Limit

BOOKINGS = (Limit("book", times=20, seconds=AN_HOUR), Limit("book-day", times=40, seconds=A_DAY))
BOOKINGS_OF_A_PHONE = Limit("book-phone", times=3, seconds=A_DAY)


def booking_attempts(request: HttpRequest, kind: str, phone: str, *, weight: int = 1) -> list[Attempt]:
    """Return what a booking of KIND (a code) for PHONE counts under; WEIGHT times under those of the network alone."""
    who = f"{kind} {phone_index(phone)}@{network(request)}"
    return [*attempts(request, *BOOKINGS, weight=weight), (BOOKINGS_OF_A_PHONE, who)]

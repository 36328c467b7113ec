"""A citizen with Django's client: fills in the shipped form step by step, books, tracks."""

from typing import Any

from django.test import Client
from django.urls import reverse

from cases.models import Case
from forms.filling import abuse
from portal.kit import clock

PERSON = {"mode": "assistance", "applicant_kind": "natural_person"}
CONTACT = {"name": "王秀英", "phone": "13900001234"}
WISH = {"wish": "", "visit": "window"}
DECLARED = {"privacy": "on", "truth": "on"}
START = "/apply/assistance/"
ITEM = "social-card-replace"
PLACE = "laoshan"


def shown(seconds_ago: int = 10) -> str:
    """Return the hidden field of a page that has been open for SECONDS_AGO."""
    return abuse._signer.sign(str(int(clock.now().timestamp()) - seconds_ago))


def sound(response: Any) -> str:
    """Return the text of RESPONSE after checking what holds for every page of the door."""
    text = response.content.decode()
    assert response.status_code < 500
    assert "UNDEFINED VARIABLE" not in text
    assert "no-store" in response.headers["Cache-Control"]
    return text


def begin(client: Client, item: str = ITEM) -> str:
    """Begin an application for somebody in the district PLACE; return the address of its first step."""
    response = client.post(START, {"item": item, "point": "", "shown": shown()})
    while "/place/" in response.headers["Location"]:
        # Asked for the town, too, they do not know it.
        response = client.post(response.headers["Location"], {"place": PLACE})
    assert response.status_code == 302
    return response.headers["Location"]


def filled(client: Client, item: str = ITEM) -> None:
    """Begin and answer every step, up to the page to check."""
    address = begin(client, item)
    for answers in (PERSON, CONTACT, WISH):
        response = client.post(address, answers)
        assert response.status_code == 302, sound(response)
        address = response.headers["Location"]
    assert address == reverse("apply_check", args=["assistance"])


def send(client: Client) -> Any:
    """Press the button on the page to check."""
    return client.post(reverse("apply_check", args=["assistance"]), DECLARED | {"shown": shown()})


def applied(client: Client, item: str = ITEM) -> Case:
    """Return the case of a whole application."""
    filled(client, item)
    before = set(Case.objects.values_list("pk", flat=True))
    assert send(client).status_code == 302
    return Case.objects.exclude(pk__in=before).get()

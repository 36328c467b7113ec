"""The page that every form promises: call us and we fill it in with you; linked from each of its pages."""

import re

import pytest
from django.test import Client

from forms.models import Form
from tests.city import city  # noqa: F401  the fixture
from tests.forms.filling.walk import CONTACT, ITEM, PERSON, START, begin, filled, sound

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city"), pytest.mark.article("15.9")]
CALL = "/apply/assistance/call/"


def test_says_number_window_time_and_what_to_have_at_hand(client):
    text = sound(client.get(CALL, {"item": ITEM}))
    assert 'class="tel big"' in text
    assert "/apply/assistance/blank.pdf" in text
    assert re.search(r'href="/points/[\w-]+/"', text)
    assert re.search(r'class="(open|shut)"', text)
    assert f"/apply/assistance/?item={ITEM}" in text


def test_start_step_and_check_lead_to_it(client):
    assert CALL in sound(client.get(START))
    first = begin(client)
    assert f"{CALL}?item={ITEM}" in sound(client.get(first))
    second = client.post(first, PERSON).headers["Location"]
    assert CALL in sound(client.post(second, CONTACT | {"phone": "1"}))
    other = Client()
    filled(other)
    assert CALL in sound(other.get("/apply/assistance/check/"))


def test_works_in_care_mode(client):
    client.cookies["display"] = "large.care"
    assert "data-care" in sound(client.get(CALL))


@pytest.mark.parametrize("item", ["no-such", "x" * 3000, "\0", "%27", "²"])
def test_unknown_service_is_left_out(client, item):
    assert client.get(CALL, {"item": item}).status_code == 200


def test_form_that_is_closed_has_no_such_page(client):
    Form.objects.filter(code="assistance").update(retired_at="2026-11-01T00:00Z")
    assert client.get(CALL).status_code == 404


def test_only_reads(client):
    assert client.post(CALL).status_code == 405

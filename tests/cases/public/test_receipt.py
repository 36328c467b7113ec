"""The receipt: the way to tracking, its files, and what another browser gets."""

import re
import subprocess

import icalendar
import pytest
from django.test import Client

from cases.models import Case
from cases.public import opened_cases, receipts
from cases.public.receipt_codes import receipt_code
from tests.city import city  # noqa: F401  the fixture
from tests.forms.filling.walk import applied, filled, send, sound

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city", "stopped"), pytest.mark.article("22")]
FILES = ("calendar.ics", "receipt.pdf")


@pytest.fixture
def case(client):
    return applied(client)


def address(case, file=""):
    return receipts.address_of(case) + file


def test_receipt_says_what_is_next_by_when_and_whom_to_call(client, case):
    text = sound(client.get(address(case)))
    assert case.number in text.replace("<wbr>", "")
    assert receipt_code(case.uuid) in text
    assert re.search(r"\d+月\d+日（周.）", text)
    assert "0532-0555" in text
    assert "王秀英" not in text
    assert "13900001234" not in text


def test_receipt_opens_tracking_without_the_telephone(client, case):
    client.get(address(case))
    answer = client.post(address(case, "track/"))
    assert answer.headers["Location"] == opened_cases.address_of(case.uuid)
    assert case.number in sound(client.get(answer.headers["Location"])).replace("<wbr>", "")
    assert case.uuid.hex not in answer.headers["Location"]


def test_receipt_of_another_browser_opens_nothing(case):
    stranger = Client()
    assert stranger.post(address(case, "track/")).status_code == 404
    assert {stranger.get(address(case, file)).status_code for file in FILES} == {404}
    assert not [name for name in stranger.cookies if name.startswith("track-")]


def test_calendar_file_has_the_day_of_our_answer_and_nobody_in_it(client, case):
    answer = client.get(address(case, "calendar.ics"))
    assert answer.headers["Content-Type"].startswith("text/calendar")
    (event,) = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert event["dtstart"].dt == case.clock_runs.get().due_on
    written = answer.content.decode()
    assert case.number not in written
    assert "王秀英" not in written


def test_case_without_dates_has_no_calendar_file(client, case):
    Case.objects.filter(pk=case.pk).update(next_due_on=None)
    assert client.get(address(case, "calendar.ics")).status_code == 404
    assert "calendar.ics" not in sound(client.get(address(case)))


def test_paper_is_a_pdf_of_one_page_with_the_number(client, case, tmp_path):
    answer = client.get(address(case, "receipt.pdf"))
    assert answer.headers["Content-Type"] == "application/pdf"
    file = tmp_path / "receipt.pdf"
    file.write_bytes(answer.content)
    assert answer.content.count(b"/Type /Page\n") + answer.content.count(b"/Type/Page/") <= 1
    try:
        text = subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True, check=True).stdout
    except FileNotFoundError:
        return
    assert case.number in text


def test_receipt_that_cannot_be_set_says_what_to_do(client, case, monkeypatch):
    def fail(_case):
        raise receipts.FontMissing

    monkeypatch.setattr(receipts, "receipt_paper", fail)
    answer = client.get(address(case, "receipt.pdf"))
    assert answer.status_code == 503
    assert address(case) in answer.content.decode()


def test_second_press_leads_to_the_same_receipt(client):
    filled(client)
    first, second = send(client), send(client)
    assert first.headers["Location"] == second.headers["Location"]
    assert Case.objects.count() == 1

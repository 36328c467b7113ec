"""A county of another continent from definitions alone: applied for, booked, tracked; nothing of the shipped city."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import OperationalError
from django.test import Client
from django.utils import translation
from wagtail.users.models import UserProfile

from appointments.models import Booking
from cases.models import Case
from catalog.models import ServiceItem, ServicePoint
from catalog.points import sign
from configuration.check import check
from configuration.layers import read
from configuration.plan import plan
from content.models import TextPage
from forms.models import Form
from portal import errors, plain_pages
from portal.kit import clock, published
from tests.city import SAGUARO, city  # noqa: F401  a fixture
from tests.forms.filling.walk import shown
from tests.moments import local

CITY = SAGUARO
pytestmark = [pytest.mark.usefixtures("city", "open_day"), pytest.mark.django_db]
# Chinese characters and punctuation, the telephone plan of China, and words of the shipped city.
FOREIGN = re.compile(
    "[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]|\\+86|12345|0532|qingdao|shandong|china\\b|chinese|village"
    "|social security|\\bArt\\. ?\\d|shanghai|UNDEFINED VARIABLE",
    re.I,
)
PUBLIC = (
    *("/", "/items/", "/items/well-permit/", "/items/well-permit/print/", "/search/?q=well"),
    *("/search/?q=nothing+of+it", "/points/", "/points/county-desk/", "/contacts/", "/book/", "/track/", "/about/"),
    *("/apply/well/?item=well-permit", "/nowhere/", "/changes.atom", "/look.css", "/mark.svg"),
)
WITHOUT_LANGUAGE = ("/robots.txt", "/sitemap.xml")
ADMIN = (
    *(
        "/admin/",
        "/admin/cases/",
        "/admin/pages/",
        "/admin/account/",
        "/admin/reports/workflow/",
        "/admin/workflows/list/",
    ),
    *("/admin/snippets/catalog/serviceitem/", "/admin/snippets/catalog/servicepoint/", "/admin/supervision/"),
)
PERSON = {"who": "natural_person", "how": "assistance", "name": "Ada Example", "phone": "(201) 555-0177"}


@pytest.fixture
def open_day(monkeypatch):
    """A Sunday, a working day of the county, at nine in its morning, which is midnight in China."""
    monkeypatch.setattr(clock, "now", lambda: local("2026-11-22 09:00"))


def clean(response, *statuses):
    """Return the text of RESPONSE after looking for what is not of this place."""
    assert response.status_code in (statuses or (200,))
    # Any time zone can be chosen for an account.
    text = response.content.decode().replace('<option value="Asia/Shanghai">Asia/Shanghai</option>', "")
    found = FOREIGN.search(text)
    assert not found, f"{found[0]!r} in {text[max(0, found.start() - 200) : found.end() + 100]!r}"
    return text


def applied(client):
    answer = client.post("/apply/well/", {"item": "well-permit", "point": "county-desk", "shown": shown()})
    address = answer.headers["Location"]
    clean(client.get(address))
    clean(client.post(address, PERSON | {"card": "123", "phone": "12"}), 422, 200)
    answer = client.post(address, PERSON | {"card": "a90817263"})
    clean(client.get(answer.headers["Location"]))
    answer = client.post(answer.headers["Location"], {"privacy": "on", "shown": shown()})
    clean(client.get(answer.headers["Location"]))
    return Case.objects.get()


@pytest.mark.parametrize("language", ["", "/sw"])
def test_public_pages_hold_nothing_of_another_place(client, language):
    for address in PUBLIC:
        text = clean(client.get(f"{language}{address}"), 200, 404)
        if address == "/items/well-permit/":
            assert ("Kibali cha kisima" if language else "Permit for a well") in text


def test_pages_for_machines_hold_nothing_of_another_place(client):
    for address in WITHOUT_LANGUAGE:
        clean(client.get(address), 200, 404)


def test_frame_says_language_and_direction(client):
    text = client.get("/sw/").content.decode()
    assert '<html lang="sw" dir="ltr"' in text
    assert "Kiswahili" in client.get("/").content.decode()


def test_desk_is_open_by_its_own_clock_and_week(client):
    assert "Open now" in client.get("/points/county-desk/").content.decode()


def test_application_is_sent_tracked_and_worked(client):
    case = applied(client)
    visitor = Client()
    answer = visitor.post("/track/", {"number": case.number, "tail": "0177"})
    clean(visitor.get(answer.headers["Location"]))
    clerk = Client()
    clerk.force_login(get_user_model().objects.get(username="sg-clerk"))
    text = clean(clerk.get(f"/admin/cases/{case.number}/"))
    assert "**…**263" in text
    assert "A90817263" not in text
    clean(clerk.get("/admin/cases/"))
    clean(clerk.get("/admin/"))


def test_application_in_the_language_without_a_catalogue_is_sent(client):
    answer = client.post("/sw/apply/well/", {"item": "well-permit", "point": "county-desk", "shown": shown()})
    text = clean(client.get(answer.headers["Location"]))
    assert "Jina lako" in text


def test_appointment_is_booked_in_the_hours_of_the_county(client):
    address = "/book/time/?kind=desk&point=county-desk"
    text = clean(client.get(address))
    moment = re.search(r'name="at"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="at"', text)
    data = {"name": "Ada Example", "phone": "(201) 555-0177", "at": moment[1] or moment[2]}
    text = clean(client.post(address, data))
    token = re.search(r'name="_token" value="([^"]+)"', text)[1]
    answer = client.post(address, data | {"confirm": "yes", "shown": shown(), "_token": token})
    clean(client.get(answer.headers["Location"]))
    booking = Booking.objects.get()
    assert clock.local(booking.starts_at).hour == 10  # booking closes an hour before
    assert clock.local(booking.starts_at).weekday() not in {4, 5}
    assert booking.case.dossier[0]["rows"][0]["label"] == {"en": "Name", "sw": "Name"}


def test_admin_holds_nothing_of_another_place(admin_client):
    item, point = ServiceItem.objects.get(), ServicePoint.objects.get()
    page, form = TextPage.objects.filter(locale__language_code="en").first(), Form.objects.get()
    for address in (
        *ADMIN,
        f"/admin/snippets/catalog/serviceitem/edit/{item.pk}/",
        f"/admin/snippets/catalog/servicepoint/edit/{point.pk}/",
        f"/admin/pages/{page.pk}/edit/",
        f"/admin/snippets/forms/form/edit/{form.pk}/",
    ):
        clean(admin_client.get(address), 200, 302, 404)


def test_admin_shows_times_of_the_place(admin_client, admin_user):
    profile = UserProfile.get_for_user(admin_user)
    assert profile.get_current_time_zone() == "America/Phoenix"
    with translation.override("sw"):
        assert profile.get_preferred_language() == "en"
    assert ">That of the site: English<" in admin_client.get("/admin/account/").content.decode()


def test_text_in_a_language_without_a_catalogue_is_not_lost_in_the_admin(admin_client):
    item = ServiceItem.objects.get()
    text = admin_client.get(f"/admin/snippets/catalog/serviceitem/edit/{item.pk}/").content.decode()
    assert "Kibali cha kisima" in text
    assert "Swahili" in text


def test_errors_and_front_door_are_of_the_place(client, rf):
    client.get("/")
    assert "(201) 555-0100" in clean(errors.broken(rf.get("/")), 500)
    assert not FOREIGN.search(plain_pages.page(plain_pages.NOT_STORED))


def test_paper_holds_nothing_of_another_place(client, monkeypatch):
    seen = []
    monkeypatch.setattr(sign, "pdf", lambda page, values: seen.append(values) or b"%PDF")
    for language in ("", "/sw"):
        assert client.get(f"{language}/points/county-desk/sign.pdf").status_code == 200
    values = seen[0] | {"mark": "", "qr": ""}
    assert not FOREIGN.search(repr(values)), values


@pytest.mark.parametrize("verb", ["check", "schema"])
def test_definitions_are_read_without_a_database(verb, monkeypatch, tmp_path, capsys):
    def refuse(*_args, **_options):
        raise OperationalError("no such table")

    published.forget()
    monkeypatch.setattr("django.db.models.sql.compiler.SQLCompiler.execute_sql", refuse)
    call_command("definitions", verb, str(tmp_path if verb == "schema" else SAGUARO[0]))
    assert capsys.readouterr().err == ""


def test_second_apply_plans_nothing(db):
    assert plan(check(read(SAGUARO))).steps == []

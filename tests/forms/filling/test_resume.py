"""Save and come back: a code and a telephone open the begun form in another browser; guessing does not."""

import datetime as dt
import re

import pytest
from django.test import Client

from cases.models import Case
from forms.filling import expiry
from forms.filling.browser_drafts import KEPT
from forms.models import Draft
from portal.kit import clock
from tests.city import city  # noqa: F401  the fixture
from tests.forms.filling.walk import CONTACT, PERSON, START, WISH, applied, begin, send, sound

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city", "stopped")]
RESUME, LATER = "/apply/resume/", "/apply/assistance/later/"
PHONE = "13900001234"


def typed(client, address, data):
    """Send DATA with the hidden fields of the page at ADDRESS, as a browser does."""
    page = sound(client.get(address))
    hidden = dict(re.findall(r'name="(_\w+)" value="([^"]*)"', page))
    return client.post(address, hidden | data)


def code_of(response):
    return re.search(r'class="number">([0-9A-Z-]{14})<', sound(response))[1]


@pytest.fixture
def begun(client):
    """Return a browser with the first page answered, and the address of the second."""
    return client, client.post(begin(client), PERSON).headers["Location"]


def saved(client, second):
    assert client.post(second, {"name": "王秀英", "phone": "", "later": "yes"}).headers["Location"] == LATER
    return code_of(typed(client, LATER, {"phone": PHONE}))


def resumed(code, phone=PHONE, network="10.0.0.9"):
    other = Client(REMOTE_ADDR=network)
    return other, other.post(RESUME, {"code": code, "phone": phone})


def test_form_is_gone_on_with_in_another_browser(begun):
    code = saved(*begun)
    other, answer = resumed(code.lower().replace("-", " "), "139 0000 1234")
    assert answer.headers["Location"] == begun[1]
    assert "王秀英" in sound(other.get(begun[1]))
    assert other.post(begun[1], CONTACT).status_code == 302
    assert other.post("/apply/assistance/request/", WISH).status_code == 302
    assert send(other).status_code == 302
    assert Case.objects.get().applicant.name.open() == "王秀英"


def test_first_browser_keeps_the_form_as_it_was(begun):
    client, second = begun
    other, _answer = resumed(saved(client, second))
    assert "王秀英" in sound(client.get(second))
    client.post(second, CONTACT | {"name": "李梅"})
    assert "王秀英" in sound(other.get(second))
    assert "李梅" in sound(client.get(second))


def test_old_key_never_opens_what_was_typed_since(begun):
    client, second = begun
    other, _answer = resumed(saved(client, second))
    for name in ("李梅", "李小梅"):
        other.post(second, CONTACT | {"name": name})
    assert "李" not in sound(client.get(second))


def test_page_sent_twice_shows_one_code(begun):
    client, second = begun
    client.post(second, {"later": "yes"})
    page = sound(client.get(LATER))
    hidden = dict(re.findall(r'name="(_\w+)" value="([^"]*)"', page)) | {"phone": PHONE}
    assert code_of(client.post(LATER, hidden)) == code_of(client.post(LATER, hidden))


def test_newer_code_ends_the_older(begun):
    first = saved(*begun)
    second = code_of(typed(begun[0], LATER, {"phone": PHONE}))
    assert first != second
    assert [resumed(code)[1].status_code for code in (first, second)] == [200, 302]


@pytest.mark.parametrize("phone", ["13900001235", "1234", "0532-88001234"])
def test_wrong_telephone_is_answered_like_an_unknown_code(begun, phone):
    code = saved(*begun)
    pages = []
    for one in (code, "0" * 12):
        text = sound(resumed(one, phone)[1]).replace(one, "…")
        pages.append(re.sub(r'value="[\w-]{30,}"', "", text))
    assert pages[0] == pages[1]


def test_guesser_is_stopped_and_the_owner_is_not(begun):
    code = saved(*begun)
    guesses = [resumed(code, f"1390000{n:04}", "10.0.0.1")[1].status_code for n in range(6)]
    assert guesses == [200] * 5 + [429]
    assert resumed(code, network="10.0.0.1")[1].status_code == 429
    assert resumed(code, network="10.0.0.2")[1].status_code == 302


def test_neither_code_nor_telephone_is_kept(begun):
    code = saved(*begun)
    kept = str(Draft.objects.values().get())
    assert code not in kept
    assert code.replace("-", "") not in kept
    assert PHONE not in kept


def test_sent_form_is_not_taken_up(begun):
    client, second = begun
    code = saved(client, second)
    client.post(second, CONTACT)
    client.post("/apply/assistance/request/", WISH)
    assert send(client).status_code == 302
    assert resumed(code)[1].status_code == 200


def test_what_is_wrong_on_the_page_is_said_before_anything_is_put_off(begun):
    client, second = begun
    text = sound(client.post(second, {"name": "王秀英", "phone": "12", "later": "yes"}))
    assert "data-error-summary" in text
    assert 'value="12"' in text


def test_other_begun_form_of_the_browser_is_not_lost_without_a_word(begun):
    code = saved(*begun)
    other = Client()
    theirs = other.post(begin(other), PERSON).headers["Location"]
    other.post(theirs, CONTACT | {"name": "李梅"})
    assert 'name="replace"' in sound(other.post(RESUME, {"code": code, "phone": PHONE}))
    assert "李梅" in sound(other.get(theirs))
    assert other.post(RESUME, {"code": code, "phone": PHONE, "replace": "on"}).status_code == 302
    assert "王秀英" in sound(other.get(theirs))


def test_page_says_until_when_it_is_kept(begun):
    day = clock.date_of(clock.now() + KEPT)
    assert f"{day.month}月{day.day}日" in sound(begun[0].get(begun[1]))


@pytest.mark.parametrize(("days", "left"), [(29, 1), (31, 0)])
def test_begun_form_goes_after_thirty_days(begun, days, left):
    Draft.objects.update(updated_at=clock.now() - dt.timedelta(days=days))
    expiry.delete_old_drafts()
    expiry.delete_old_drafts()
    assert Draft.objects.count() == left


def test_sent_form_stays_with_its_case(client):
    case = applied(client)
    Draft.objects.update(updated_at=clock.now() - dt.timedelta(days=300))
    expiry.delete_old_drafts()
    case.refresh_from_db()
    assert case.draft is not None


def test_start_page_leads_to_the_saved_form(client):
    assert RESUME in sound(client.get(START))
    sound(client.get(RESUME))

"""Hostile input in every field: an answer, never an error of the server, never a personal value in a log."""

import logging

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms.fields.typed import plain
from tests.city import city  # noqa: F401  the fixture
from tests.forms.filling.walk import CONTACT, DECLARED, PERSON, START, WISH, applied, begin, filled, shown, sound

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
HOSTILE = st.one_of(
    st.text(max_size=60),
    st.sampled_from(["\x00", "'\"<script>", "${7*7}{{7*7}}", "%s%n", "＝1+1", "𠮷" * 300, "1" * 5000, "\u202e", "-1"]),
)
quickly = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)


@quickly
@given(st.dictionaries(st.sampled_from([*PERSON, *CONTACT, *WISH, "uscc", "organisation", "_asked", "_find"]), HOSTILE))
def test_steps_answer_whatever_is_typed(data):
    client = Client()
    begin(client)
    for step in ("service", "applicant", "request"):
        assert client.post(f"{START}{step}/", PERSON | data).status_code < 500


@quickly
@given(st.dictionaries(st.sampled_from([*DECLARED, "website", "shown"]), HOSTILE))
def test_check_page_answers_whatever_is_typed(data):
    client = Client()
    filled(client)
    assert client.post(f"{START}check/", data).status_code < 500


@quickly
@given(HOSTILE, HOSTILE, HOSTILE)
def test_start_page_answers_whatever_is_asked(item, point, shown_value):
    client = Client()
    assert client.get(START, {"item": item, "point": point}).status_code < 500
    assert client.post(START, {"item": item, "point": point, "shown": shown_value}).status_code < 500


@quickly
@given(HOSTILE, HOSTILE)
def test_tracking_answers_whatever_is_typed(number, tail):
    assert Client().post("/track/", {"number": number, "tail": tail}).status_code < 500


@quickly
@given(HOSTILE, HOSTILE, HOSTILE)
def test_booking_answers_whatever_is_typed(at, name, phone):
    data = {"at": at, "name": name, "phone": phone, "confirm": "yes", "shown": shown()}
    address = "/book/time/?kind=window&point=laoshan-centre"
    assert Client().post(address, data).status_code < 500


@quickly
@given(st.sampled_from(["draft-zh-hans", "track-zh-hans", "receipt-zh-hans"]), st.text("abc:%-_0", max_size=80))
def test_forged_cookies_open_nothing(name, text):
    client = Client()
    client.cookies[name] = text
    assert client.get(f"{START}service/").status_code == 404
    assert client.get("/track/").status_code == 200


@given(st.text(max_size=80))
def test_plain_text_has_no_control_characters_and_stays_plain(text):
    cleaned = plain(text)
    assert cleaned == plain(cleaned)
    assert all(character.isprintable() for character in cleaned)


# Letters newer than the tables of this Python, private use, a relative that NFC would replace, full-width brackets.
@pytest.mark.parametrize("name", ["示\U0002ebf0例", "示\U00031350例", "示\ue863", "示\ufa1e", "示例（青岛）有限公司"])
def test_name_is_kept_exactly_as_typed(name):
    assert plain(name, as_typed=True) == name
    assert plain(f"\u202e{name}\x0b\ufffe", as_typed=True) == name


def test_markup_is_shown_as_text(client):
    address = client.post(begin(client), PERSON).headers["Location"]
    client.post(address, CONTACT | {"name": "<b>王</b>"})
    assert "<b>王</b>" not in sound(client.get(address))


@pytest.mark.article("33")
def test_personal_values_reach_no_log(client, caplog):
    with caplog.at_level(logging.DEBUG):
        case = applied(client)
        Client().post("/track/", {"number": case.number, "tail": "1234"})
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith("django.db")]
    assert not [line for line in ours if "王秀英" in line or "13900001234" in line]

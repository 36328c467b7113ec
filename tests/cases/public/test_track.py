"""Tracking by number and phone tail: a right pair opens the case, a wrong one tells nothing."""

import datetime as dt
import re
from unittest import mock
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.models import Case, ClockRun, JournalEntry
from cases.numbers import new_number
from cases.public import opened_cases, receipt_codes
from portal.kit import clock
from tests import shipped
from tests.city import city  # noqa: F401  the fixture
from tests.forms.filling.walk import applied, sound

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city"), pytest.mark.article("22")]
TRACK = "/track/"


@pytest.fixture
def case(client):
    return applied(client)


def look_up(client, number, tail="1234"):
    return client.post(TRACK, {"number": number, "tail": tail})


def without_token(response):
    return re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", response.content)


def test_right_pair_shows_the_case(case):
    visitor = Client()
    assert look_up(visitor, case.number).headers["Location"] == opened_cases.address_of(case.uuid)
    text = sound(visitor.get(TRACK)).replace("<wbr>", "")
    for word in (case.number, "王*", "0532-0555"):
        assert word in text
    assert "王秀英" not in text


@pytest.mark.parametrize("typed", [str.lower, lambda n: n.replace("-", " "), lambda n: n.replace("0", "O")])
def test_number_is_understood_as_people_type_it(case, typed):
    assert look_up(Client(), typed(case.number), "１２３４").status_code == 302


def test_wrong_tail_and_unknown_number_look_the_same(case):
    known = look_up(Client(), case.number, "9999")
    Case.objects.filter(pk=case.pk).update(number=new_number("BD"))
    unknown = look_up(Client(), case.number, "9999")
    assert known.status_code == unknown.status_code == 200
    assert without_token(known) == without_token(unknown)


def test_known_and_unknown_numbers_ask_the_database_the_same(case):
    look_up(Client(), new_number("BD"), "9999")  # what a process reads once is read
    asked = []
    for number in (case.number, new_number("BD"), "no number at all"):
        with CaptureQueriesContext(connection) as queries:
            look_up(Client(), number, "9999")
        asked.append([re.sub(r"'[^']*'", "…", one["sql"]) for one in queries])
    assert asked[0] == asked[1] == asked[2]


def test_unknown_number_costs_a_blind_index_too(client):
    with mock.patch("cases.public.tracking.tail_index", return_value="x") as index:
        look_up(client, new_number("BD"))
    index.assert_called_once()


def test_owner_is_let_in_however_often_others_tried_the_number(case):
    for network in range(8):
        for _try in range(5):
            look_up(Client(REMOTE_ADDR=f"10.0.0.{network}"), case.number, "9999")
    assert look_up(Client(REMOTE_ADDR="10.0.1.1"), case.number).status_code == 302


def test_sixth_try_on_a_number_is_refused_in_its_network_even_with_the_right_tail(case):
    guesser = Client(REMOTE_ADDR="10.0.0.1")
    assert [look_up(guesser, case.number, f"000{n}").status_code for n in range(5)] == [200] * 5
    response = look_up(guesser, case.number)
    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) > 0
    assert "0532-0555" in sound(response) or "12345" in sound(response)


def test_right_pairs_are_not_counted(case):
    visitor = Client()
    assert {look_up(visitor, case.number).status_code for _time in range(25)} == {302}


def test_guesses_of_one_network_reach_the_comparison_twenty_times_an_hour(case):
    with mock.patch("cases.public.tracking.tail_index", return_value="x") as index:
        for guess in range(60):
            look_up(Client(), case.number if guess % 2 else new_number("BD"), f"{guess:04}")
    assert index.call_count <= 20


def test_code_on_the_receipt_opens_the_case_without_a_telephone(case):
    code = receipt_codes.receipt_code(case.uuid)
    visitor = Client()
    typed = {"number": case.number, "tail": "", "code": code.lower().replace("-", " ")}
    assert visitor.post(TRACK, typed).headers["Location"] == opened_cases.address_of(case.uuid)
    assert "王*" in sound(visitor.get(TRACK))


def test_wrong_code_and_unknown_number_look_the_same(case):
    wrong = Client().post(TRACK, {"number": case.number, "tail": "1234", "code": "AAAA-AAAA"})
    Case.objects.filter(pk=case.pk).update(number=new_number("BD"))
    unknown = Client().post(TRACK, {"number": case.number, "tail": "1234", "code": "AAAA-AAAA"})
    assert wrong.status_code == unknown.status_code == 200
    assert without_token(wrong) == without_token(unknown)


def test_qr_code_keeps_number_and_code_from_every_server(case):
    sent = urlsplit(receipt_codes.paper_address(case))
    assert case.number not in sent.path + sent.query
    assert receipt_codes.receipt_code(case.uuid) not in sent.path + sent.query


@pytest.fixture
def two(client, case):
    """Return a visitor with two cases open in two tabs, the older one first."""
    later = applied(Client())
    visitor = Client()
    look_up(visitor, case.number)
    look_up(visitor, later.number)
    return visitor, case, later


def token(page):
    return re.search(r'name="_case" value="(\w+)"', page)[1]


def test_each_tab_shows_its_own_case_when_it_is_loaded_again(two):
    visitor, *cases = two
    for case in cases:
        text = sound(visitor.get(opened_cases.address_of(case.uuid))).replace("<wbr>", "")
        assert [one.number in text for one in cases] == [one == case for one in cases]


def test_move_is_made_on_the_case_of_its_page_whatever_another_tab_looked_up(two):
    visitor, older, newer = two
    page = sound(visitor.get(f"/track/do/withdraw/?case={opened_cases.token_of(older)}"))
    assert older.number in page
    answer = visitor.post("/track/do/withdraw/", {"_case": token(page)})
    assert answer.headers["Location"] == opened_cases.address_of(older.uuid)
    assert [Case.objects.get(pk=one.pk).state for one in (older, newer)] == ["withdrawn", "submitted"]


@pytest.mark.parametrize("named", [{}, {"_case": ""}, {"_case": "0" * 32}, {"_case": "王"}])
def test_move_that_names_no_case_is_made_on_none_of_several(two, named):
    visitor, *cases = two
    assert visitor.post("/track/do/withdraw/", named).status_code == 302
    assert {Case.objects.get(pk=one.pk).state for one in cases} == {"submitted"}


def test_token_of_a_case_opens_nothing_in_another_browser(case):
    assert case.number not in sound(Client().get(opened_cases.address_of(case.uuid))).replace("<wbr>", "")
    Client().post("/track/do/withdraw/", {"_case": opened_cases.token_of(case)})
    case.refresh_from_db()
    assert case.state == "submitted"


def test_many_cases_one_after_another_leave_a_short_cookie(client, case):
    visitor = Client()
    for _time in range(6):
        look_up(visitor, case.number)
    kept = visitor.cookies["track-zh-hans"].value
    assert len(kept.split(".")) == 1


def test_twenty_first_try_of_a_network_is_refused(client):
    answers = [look_up(client, new_number("BD")).status_code for _ in range(21)]
    assert answers == [200] * 20 + [429]


def test_page_closes_after_thirty_minutes(case):
    visitor = Client()
    look_up(visitor, case.number)
    with mock.patch("django.core.signing.time.time", return_value=clock.now().timestamp() + 31 * 60):
        assert "王*" not in sound(visitor.get(TRACK))


def test_leaving_closes_the_page(case):
    visitor = Client()
    look_up(visitor, case.number)
    visitor.post("/track/leave/")
    assert "王*" not in sound(visitor.get(TRACK))


def test_public_notes_are_shown_and_internal_ones_are_not(case):
    notes = {"public_note": "请补一样材料", "internal_note": "内部备注"}
    JournalEntry.objects.create(case=case, at=clock.now(), by="x", kind="note", **notes)
    visitor = Client()
    look_up(visitor, case.number)
    text = sound(visitor.get(TRACK))
    assert "请补一样材料" in text
    assert "内部备注" not in text


def test_way_shows_where_the_case_stands(case):
    visitor = Client()
    look_up(visitor, case.number)
    assert 'aria-current="step"' in sound(visitor.get(TRACK))


@pytest.mark.article("6")
def test_applicant_withdraws_from_the_tracking_page(case):
    visitor = Client()
    look_up(visitor, case.number)
    sound(visitor.get("/track/do/withdraw/"))
    visitor.post("/track/do/withdraw/")
    case.refresh_from_db()
    assert case.state == "withdrawn"
    sound(visitor.get(TRACK))


WHY = {"why": {"type": "paragraph", "label": "为什么撤回", "min": 4}}


@pytest.fixture
def asked(client):
    """Return a visitor who looks at a case that asks why it is withdrawn, and the case."""
    text = {"explain": {"zh-hans": "撤回以后由别人接着办。"}, "asks": WHY, "danger": False}
    shipped.KINDS[0].save(shipped.workflow_with("assistance", {"withdraw": text}))
    case = applied(client)
    visitor = Client()
    look_up(visitor, case.number)
    return visitor, case


@pytest.mark.article("6")
def test_move_of_the_applicant_asks_its_questions_and_shows_its_own_text(asked):
    text = sound(asked[0].get("/track/do/withdraw/"))
    assert ("为什么撤回" in text, 'name="why"' in text, "撤回以后由别人接着办。" in text) == (True, True, True)
    assert "我们不再办理" not in text


def test_answer_to_the_question_of_a_move_reaches_the_desk(asked):
    visitor, case = asked
    address = visitor.post("/track/do/withdraw/", {"why": "已经办好了"}).headers["Location"]
    assert address == opened_cases.address_of(case.uuid)
    case.refresh_from_db()
    assert (case.state, case.entries.first().internal_note) == ("withdrawn", "为什么撤回: 已经办好了")


@pytest.mark.parametrize("why", ["", "短", "长" * 1001])
def test_refused_answer_is_shown_again_beside_the_error(asked, why):
    visitor, case = asked
    text = sound(visitor.post("/track/do/withdraw/", {"why": why}))
    assert "data-error-summary" in text
    assert f">{why}</textarea>" in text.replace("\n", "").replace(">\r", ">")
    case.refresh_from_db()
    assert case.state == "submitted"


@pytest.mark.parametrize("move", ["accept", "nothing"])
def test_applicant_makes_no_move_of_the_desk(case, move):
    visitor = Client()
    look_up(visitor, case.number)
    assert visitor.post(f"/track/do/{move}/").headers["Location"] == opened_cases.address_of(case.uuid)
    case.refresh_from_db()
    assert case.state == "submitted"


def test_withdrawing_needs_the_look_up_first(case):
    Client().post("/track/do/withdraw/")
    case.refresh_from_db()
    assert case.state == "submitted"


def test_provisional_due_date_says_so(case):
    ClockRun.objects.filter(case=case).update(due_on=dt.date(2027, 1, 8), provisional=True)
    visitor = Client()
    look_up(visitor, case.number)
    assert "暂" in sound(visitor.get(TRACK))


def test_neither_number_nor_tail_stands_in_an_address_or_cookie(case):
    visitor = Client()
    response = look_up(visitor, case.number)
    written = response.headers["Location"] + "".join(cookie.value for cookie in visitor.cookies.values())
    assert case.number not in written


def test_pages_ask_the_database_little(case, django_assert_max_num_queries):
    visitor = Client()
    look_up(visitor, case.number)
    visitor.get(TRACK)
    with django_assert_max_num_queries(6):
        visitor.get(TRACK)

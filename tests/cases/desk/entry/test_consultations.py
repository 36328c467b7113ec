"""Consultations: written down, sealed, found again, and made a case without typing anything once more."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.access import actor_of
from cases.actions import NotAllowed, consult
from cases.enums import IntakeChannel
from cases.models import Case, Consultation, EnteredDraft
from portal.kit import clock
from tests.cases.desk.entry.conftest import DECLARED, TYPED, Desk

pytestmark = pytest.mark.article("10.1")
WRITE = "/admin/cases/consultations/new/"
TOLD = {"channel": "phone", "phone": "13900000120", "name": "欧阳示例", "question": "社保卡丢了怎么办", "minutes": "7"}


@pytest.fixture
def talk(agent, town):
    return consult(
        by=actor_of(agent),
        organisation=town.organisation,
        channel=IntakeChannel.PHONE,
        question="社保卡丢了怎么办",
        answer="带身份证来补办",
        minutes=7,
        name="欧阳示例",
        phone="13900000120",
    )


def address(talk):
    return reverse("desk_consultation", args=[talk.uuid])


def listed(client, **query):
    page = client.get(reverse("desk_consultations"), query).content.decode()
    assert "UNDEFINED VARIABLE" not in page
    return page


def test_written_down_with_who_and_where(desk, agent, town):
    answer = desk.client.post(WRITE, TOLD)
    row = Consultation.objects.get()
    assert answer.headers["Location"] == address(row)
    assert (row.by, row.organisation, row.minutes, row.channel) == (agent, town.organisation, 7, "phone")


def test_nobody_has_to_say_a_name(desk):
    desk.client.post(WRITE, {"channel": "window", "question": "几点开门", "minutes": "1"})
    row = Consultation.objects.get()
    assert (row.name_masked, row.phone_masked, row.phone_index) == ("", "", "")


def test_what_was_said_is_sealed_and_the_list_masks(desk, talk):
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, phone, question, answer FROM cases_consultation")
        stored = " ".join(cursor.fetchone())
    assert not [text for text in ("欧阳示例", "13900000120", "社保卡", "身份证") if text in stored]
    page = listed(desk.client)
    assert "欧阳*" in page
    assert not [text for text in ("欧阳示例", "13900000120") if text in page]


@pytest.mark.parametrize("words", ["139 0000 0120", "欧阳示例", "社保卡丢了", "身份证来"])
def test_found_by_number_name_and_words(desk, talk, words):
    assert str(talk.uuid) in listed(desk.client, q=words)


@pytest.mark.parametrize("words", ["13900000121", "欧阳", "驾驶证", "\0", "%", "x" * 500])
def test_other_words_find_nothing(desk, talk, words):
    assert str(talk.uuid) not in listed(desk.client, q=words) or words in {"\0"}


@pytest.mark.article("3.1")
def test_neighbour_finds_nothing_of_it(neighbour, as_user, talk):
    client = as_user(neighbour)
    assert str(talk.uuid) not in listed(client)
    assert str(talk.uuid) not in listed(client, q="13900000120")
    assert [client.get(address(talk)).status_code, client.post(address(talk)).status_code] == [404, 404]


def test_nobody_writes_for_an_organisation_that_is_not_theirs(neighbour, as_user, town):
    as_user(neighbour).post(WRITE, TOLD | {"organisation": town.organisation.code})
    assert not Consultation.objects.filter(organisation=town.organisation).exists()
    with pytest.raises(NotAllowed):
        consult(
            by=actor_of(neighbour),
            organisation=town.organisation,
            channel=IntakeChannel.PHONE,
            question="?",
            answer="",
            minutes=1,
        )


def test_made_a_case_without_typing_again_and_kept(desk, talk):
    answer = desk.client.post(address(talk), {"form": "assistance"})
    page = desk.client.get(answer.headers["Location"]).content.decode()
    assert all(said in page for said in ("欧阳示例", "13900000120", "社保卡丢了怎么办"))
    desk.uuid = str(EnteredDraft.objects.get().uuid)
    typed = TYPED | {"phone": "13900000120", "wish": "社保卡丢了怎么办"}
    desk.send("save", **typed, **DECLARED, _read=desk.read(**typed), _read_back="on")
    talk.refresh_from_db()
    assert talk.case == Case.objects.get()
    assert talk.case.number in listed(desk.client)


def test_second_case_of_one_consultation_is_not_begun(desk, talk, case):
    Consultation.objects.update(case=case)
    desk.client.post(address(talk), {"form": "assistance"})
    assert not EnteredDraft.objects.exists()


@pytest.mark.parametrize("form", ["", "no-such", "\0", "x" * 500])
def test_form_that_is_not_there_leads_nowhere(desk, talk, form):
    assert desk.client.post(address(talk), {"form": form}).status_code == 404


def test_case_page_leads_back_to_the_consultation(desk, talk, case):
    Consultation.objects.update(case=case)
    assert address(talk) in desk.client.get(reverse("desk_case", args=[case.number])).content.decode()


def test_an_entry_becomes_a_consultation_and_is_given_up(desk):
    answer = desk.send("note", **TYPED)
    page = desk.client.get(answer.headers["Location"]).content.decode()
    assert all(said in page for said in ("欧阳示例", "13900007777", "老人行动不便"))
    desk.client.post(WRITE, TOLD | {"entry": desk.uuid})
    assert (Consultation.objects.count(), EnteredDraft.objects.count()) == (1, 0)


def test_entry_of_somebody_else_is_not_taken_over(desk, supervisor, as_user):
    desk.send(**TYPED)
    other = as_user(supervisor)
    assert other.get(WRITE, {"entry": desk.uuid}).status_code == 404
    assert other.post(WRITE, TOLD | {"entry": desk.uuid}).status_code == 404
    assert EnteredDraft.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"question": ""}, {"minutes": "0"}, {"minutes": "9" * 99}, {"channel": "paper"},
                                   {"phone": "12"}, {"item": "no-such"}, {"question": "x" * 2001}])  # fmt: skip
def test_what_is_wrong_is_named_and_nothing_is_kept(desk, wrong):
    page = desk.client.post(WRITE, TOLD | wrong)
    assert page.status_code == 200
    assert 'class="desk-alert"' in page.content.decode()
    assert not Consultation.objects.exists()


def test_looking_for_a_service_keeps_what_was_typed(desk):
    page = desk.client.post(WRITE, TOLD | {"find": "yes", "word": "卡"}).content.decode()
    assert "社保卡丢了怎么办" in page
    assert not Consultation.objects.exists()


def test_longer_log_costs_no_query_more(desk, agent, town, talk):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            listed(desk.client)
        return len(seen)

    queries()
    few = queries()
    rows = [
        Consultation(organisation=town.organisation, by=agent, at=clock.now(), question="问", channel="window")
        for _ in range(40)
    ]
    for row in rows:
        row.save()
    assert queries() == few


def test_older_ones_are_on_the_next_page(desk, agent, town, talk):
    for _ in range(30):
        Consultation.objects.create(
            organisation=town.organisation, by=agent, at=clock.now(), question="问", channel="window"
        )
    first = listed(desk.client)
    assert str(talk.uuid) not in first
    oldest = Consultation.objects.order_by("pk")[1].pk
    assert str(talk.uuid) in listed(desk.client, before=str(oldest))


@pytest.mark.parametrize("before", ["-1", "9" * 30, "x", "\0", "²"])
def test_nonsense_of_a_position_means_the_start(desk, talk, before):
    assert str(talk.uuid) in listed(desk.client, before=before)


def test_left_post_closes_the_log_at_once(desk, agent, log_address):
    agent.posts.update(ends=dt.date(2026, 11, 23))
    assert desk.client.get(log_address).status_code == 302


def test_two_entries_at_once_are_one(desk, agent):
    other = Desk(desk.client)
    other.uuid = desk.uuid
    desk.send(**TYPED)
    other.send(**TYPED | {"name": "示例二"})
    assert EnteredDraft.objects.count() == 1

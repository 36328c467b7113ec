"""The online application, step by step, as a browser without a script meets it."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case
from catalog.models import ServiceItem
from forms.evaluate import evaluate
from forms.filling import abuse, step_form
from forms.models import Draft, Form
from portal.kit import clock
from portal.kit.models import Bucket
from tests.city import city  # noqa: F401  the fixture
from tests.forms.filling.walk import CONTACT, DECLARED, ITEM, PERSON, START, applied, begin, filled, send, shown, sound

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
CHECK = "/apply/assistance/check/"


def test_start_page_says_what_is_needed(client):
    text = sound(client.get(f"{START}?item={ITEM}"))
    for word in ("授权委托书", "0532-0555", 'name="shown"'):
        assert word in text


@pytest.mark.article("26")
def test_every_step_shows_telephone_and_window(client):
    address = begin(client)
    for answers in (PERSON, CONTACT):
        text = sound(client.get(address))
        assert "0532-0555" in text
        assert "帮办代办专窗" in text
        address = client.post(address, answers).headers["Location"]


def test_unknown_form_is_not_found(client):
    assert client.get("/apply/nothing/").status_code == 404


def test_retired_form_is_not_found(client):
    Form.objects.update(retired_at=clock.now())
    assert client.get(START).status_code == 404


def test_reading_pages_stores_nothing(client):
    client.get(START)
    client.get(CHECK)
    assert not Draft.objects.exists()


def test_errors_come_first_and_lead_to_the_control(client):
    text = sound(client.post(begin(client), {}))
    assert 'href="#id_mode_0"' in text
    assert 'id="id_mode_0"' in text
    assert text.index("data-error-summary") < text.index("<h1>")


def test_title_of_a_page_with_errors_says_so(client):
    text = sound(client.post(begin(client), {}))
    assert "<title>错误：" in text


def test_what_was_typed_is_kept_beside_an_error(client):
    address = client.post(begin(client), PERSON).headers["Location"]
    text = sound(client.post(address, {"name": "王秀英", "phone": "12"}))
    assert 'value="王秀英"' in text
    assert 'id="id_phone_error"' in text


def test_full_width_digits_are_understood(client):
    address = client.post(begin(client), PERSON).headers["Location"]
    assert client.post(address, {"name": "王秀英", "phone": "１３９ ００００ １２３４"}).status_code == 302
    assert Draft.objects.get().read()["phone"] == "13900001234"


def test_questions_follow_the_answers(client):
    address = client.post(begin(client), PERSON | {"applicant_kind": "legal_person"}).headers["Location"]
    assert 'name="uscc"' in sound(client.get(address))


def test_answers_of_hidden_questions_are_dropped(client):
    first = begin(client)
    second = client.post(first, PERSON | {"applicant_kind": "other_organisation"}).headers["Location"]
    client.post(second, CONTACT | {"organisation": "示例合作社"})
    client.post(first, PERSON)
    client.post(second, CONTACT)
    assert not Draft.objects.get().read().get("organisation")


def test_check_page_leads_to_the_first_gap(client):
    client.post(begin(client), PERSON)
    assert client.get(CHECK).headers["Location"] == reverse("apply_step", args=["assistance", "applicant"])


def test_check_page_shows_answers_in_words(client):
    filled(client)
    text = sound(client.get(CHECK))
    for word in ("王秀英", "13900001234", "帮办", "到窗口"):
        assert word in text


@pytest.mark.article("6")
def test_no_declaration_is_ticked_beforehand(client):
    filled(client)
    assert " checked" not in sound(client.get(CHECK))


@pytest.mark.article("6")
def test_without_declarations_nothing_is_sent(client):
    filled(client)
    assert client.post(CHECK, {"shown": shown()}).status_code == 200
    assert not Case.objects.exists()


def test_change_link_returns_to_the_check_page(client):
    filled(client)
    address = reverse("apply_step", args=["assistance", "applicant"])
    assert client.post(f"{address}?check=yes", CONTACT | {"name": "李梅"}).headers["Location"] == CHECK


def test_sending_makes_a_case_and_a_receipt(client):
    case = applied(client)
    response = client.get(reverse("receipt", args=[case.uuid]))
    assert all(group in sound(response) for group in case.number.split("-"))


def test_pressing_twice_gives_the_same_case(client):
    filled(client)
    assert send(client).headers["Location"] == send(client).headers["Location"]
    assert Case.objects.count() == 1


def test_receipt_shows_personal_data_masked_only(client):
    text = sound(client.get(reverse("receipt", args=[applied(client).uuid])))
    assert "王*" in text
    assert "王秀英" not in text
    assert "13900001234" not in text


def test_receipt_opens_in_no_other_browser(client):
    address = reverse("receipt", args=[applied(client).uuid])
    response = Client().get(address)
    assert response.status_code == 404
    assert reverse("track") in sound(response)


def test_receipt_opens_in_the_other_language(client):
    address = reverse("receipt", args=[applied(client).uuid])
    assert client.get(f"/en{address}").status_code == 200


def test_foreign_draft_is_not_shown(client):
    address = begin(client)
    response = Client().get(address)
    assert response.status_code == 404
    assert START in sound(response)


def test_expired_draft_is_not_shown(client):
    address = begin(client)
    Draft.objects.update(updated_at=clock.now() - dt.timedelta(days=31))
    assert client.get(address).status_code == 404


def test_start_page_offers_to_continue(client):
    client.post(begin(client), PERSON)
    assert reverse("apply_step", args=["assistance", "applicant"]) in sound(client.get(START))


@pytest.mark.article("5")
@pytest.mark.parametrize(("method", "status"), [("get", 200), ("post", 403)])
def test_excluded_item_is_refused_with_whom_to_call(client, method, status):
    ServiceItem.objects.filter(code=ITEM).update(exclusion="secret")
    response = getattr(client, method)(START, {"item": ITEM, "shown": shown()})
    assert response.status_code == status
    assert "0532-0555" in sound(response)
    assert not Draft.objects.exists()


@pytest.mark.article("5")
def test_item_excluded_meanwhile_cannot_be_sent(client):
    filled(client)
    ServiceItem.objects.filter(code=ITEM).update(exclusion="security")
    assert send(client).status_code == 403
    assert not Case.objects.exists()


def test_item_withdrawn_meanwhile_is_explained_and_answers_kept(client):
    filled(client)
    ServiceItem.objects.filter(code=ITEM).update(retired_at=clock.now())
    sound(client.get(CHECK))
    assert send(client).status_code == 403
    assert Draft.objects.get().read()["name"] == "王秀英"


@pytest.mark.parametrize("seconds", [0, 50_000])
def test_page_sent_quickly_or_late_is_taken_and_counts_several_times(client, seconds):
    filled(client)
    assert client.post(CHECK, DECLARED | {"shown": shown(seconds)}).status_code == 302
    assert Case.objects.count() == 1
    counted = Bucket.objects.filter(key__startswith="apply-submit:").values_list("n", flat=True)
    assert list(counted) == [abuse.UNUSUAL]


def test_quick_machine_reaches_the_limit_of_its_network_after_five_forms(client):
    answers = []
    for _number in range(6):
        filled(client)
        answers.append(client.post(CHECK, DECLARED | {"shown": shown(0)}).status_code)
    assert answers == [302] * 5 + [429]
    assert Case.objects.count() == 5


@pytest.mark.parametrize("hidden", [{"website": "http://x"}, {"shown": ""}])
def test_machine_presses_in_vain(client, hidden):
    filled(client)
    assert " checked" in sound(client.post(CHECK, DECLARED | {"shown": shown()} | hidden))
    assert not Case.objects.exists()


def test_no_personal_value_stands_in_a_cookie(client):
    applied(client)
    written = " ".join(cookie.value for cookie in client.cookies.values())
    assert not [value for value in CONTACT.values() if value in written]


def test_draft_is_sealed_in_the_database(client):
    filled(client)
    stored = Draft.objects.values_list("answers", flat=True).get()
    assert "13900001234" not in str(stored)


@pytest.mark.parametrize(
    ("address", "most"), [(f"{START}?item={ITEM}", 12), ("/apply/assistance/service/", 6), (CHECK, 6)]
)
def test_pages_ask_the_database_little(client, django_assert_max_num_queries, address, most):
    filled(client)
    client.get(address)
    with django_assert_max_num_queries(most):
        client.get(address)


@pytest.mark.parametrize("address", ["/apply/assistance/applicant/", CHECK])
def test_form_is_evaluated_once_a_request(client, monkeypatch, address):
    filled(client)
    asked = []

    def counted(*arguments):
        asked.append(arguments)
        return evaluate(*arguments)

    monkeypatch.setattr(step_form, "evaluate", counted)
    sound(client.get(address))
    assert len(asked) == 1


def test_all_published_forms_are_listed(client, django_assert_max_num_queries):
    client.get("/apply/")
    with django_assert_max_num_queries(8):
        text = sound(client.get("/apply/"))
    for form in Form.objects.published():
        assert reverse("apply", args=[form.code]) in text
    Form.objects.filter(code="complaint").update(retired_at=clock.now())
    assert "/apply/complaint/" not in sound(client.get("/apply/"))

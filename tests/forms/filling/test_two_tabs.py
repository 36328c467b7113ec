"""Two services or two tries in one browser: each page belongs to one draft, and none writes into another."""

import re

import pytest
from django.test import Client, RequestFactory

from cases.models import Case
from catalog.models import ServiceItem
from configuration import codes
from configuration.models import AppliedDefinition
from forms.filling import browser_drafts, form_token
from forms.models import Draft
from portal.kit import published
from tests.city import city  # noqa: F401  the fixture
from tests.forms.filling.walk import CONTACT, DECLARED, ITEM, PERSON, START, WISH, begin, filled, send, shown, sound

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
OTHER = "adoption"
APPLICANT = "/apply/assistance/applicant/"
CHECK = "/apply/assistance/check/"


def hidden(text: str) -> dict[str, str]:
    """Return the hidden fields of our own on a page."""
    return dict(re.findall(r'<input type="hidden" name="(_token|_draft)" value="([^"]*)">', text))


def page(client: Client, address: str) -> dict[str, str]:
    """Open ADDRESS as a tab does; return what its form sends by itself."""
    return hidden(sound(client.get(address)))


def name(code: str) -> str:
    return str(ServiceItem.objects.get(code=code).name)


def test_two_services_are_filled_in_side_by_side(client):
    first = begin(client, ITEM)
    tab_one = page(client, first)
    second = begin(client, OTHER)
    tab_two = page(client, second)
    client.post(first, PERSON | tab_one)
    client.post(second, PERSON | {"mode": "agency"} | tab_two)
    modes = {draft.item.code: draft.read()["mode"] for draft in Draft.objects.all()}
    assert modes == {ITEM: "assistance", OTHER: "agency"}


def test_each_service_is_sent_with_what_was_typed_for_it(client):
    wishes = {ITEM: "补卡", OTHER: "收养"}
    tabs = {}
    for code in wishes:
        address = begin(client, code)
        tabs[code] = (address, page(client, address))
    for answers in (lambda _code: PERSON, lambda _code: CONTACT, lambda code: WISH | {"wish": wishes[code]}):
        for code, (address, fields) in tabs.items():
            following = client.post(address, answers(code) | fields).headers["Location"]
            tabs[code] = (following, page(client, following))
    for address, fields in tabs.values():
        client.post(address, DECLARED | {"shown": shown()} | fields)
    opened = {case.items.get().code: case.applicant.answers.open() for case in Case.objects.all()}
    assert opened.keys() == wishes.keys()
    assert all(wishes[code] in answers for code, answers in opened.items())


def test_step_of_a_draft_that_was_begun_anew_is_refused_and_keeps_what_was_typed(client):
    first = begin(client)
    client.post(first, PERSON | page(client, first))
    old = page(client, APPLICANT)
    client.post(begin(client), PERSON)
    answer = client.post(APPLICANT, CONTACT | old)
    text = sound(answer)
    assert answer.status_code == 409
    assert "没有保存" in text
    assert name(ITEM) in text
    assert f'value="{CONTACT["name"]}"' in text
    assert not any(draft.read().get("name") for draft in Draft.objects.all())
    # Pressing once more keeps it in the new draft, now that the citizen knows.
    assert client.post(APPLICANT, CONTACT | hidden(text)).status_code == 302
    assert Draft.objects.order_by("pk").last().read()["name"] == CONTACT["name"]


def test_page_to_check_of_another_draft_sends_nothing(client):
    filled(client)
    old = page(client, CHECK)
    filled(client)
    answer = client.post(CHECK, DECLARED | {"shown": shown()} | old)
    assert answer.status_code == 409
    assert "没有保存" in sound(answer)
    assert not Case.objects.exists()


def test_address_without_a_service_shows_the_newest_draft_and_names_it(client):
    begin(client, OTHER)
    begin(client, ITEM)
    assert name(ITEM) in sound(client.get("/apply/assistance/service/"))
    assert name(OTHER) in sound(client.get(f"/apply/assistance/service/?item={OTHER}"))


def test_check_page_names_the_service(client):
    filled(client)
    assert name(ITEM) in sound(client.get(CHECK))


def test_start_page_names_the_service_with_which_one_can_go_on(client):
    client.post(begin(client, ITEM), PERSON)
    box = sound(client.get(START)).split('class="notice"')[1].split("</div>")[0]
    assert name(ITEM) in box
    client.post(begin(client, OTHER), PERSON)
    boxes = sound(client.get(START)).split('class="notice"')[1:]
    assert [name(OTHER) in boxes[0], name(ITEM) in boxes[1]] == [True, True]
    only = sound(client.get(f"{START}?item={OTHER}")).split('class="notice"')[1:]
    assert len(only) == 1


def test_beginning_another_service_does_not_offer_to_start_again(client):
    begin(client, ITEM)
    assert "重新" not in sound(client.get(f"{START}?item={OTHER}"))


def test_browser_keeps_a_limited_number_of_drafts(client):
    items = ServiceItem.objects.public().filter(exclusion="").exclude(form="").values_list("code", flat=True)
    for code in items[: browser_drafts.MOST + 2]:
        begin(client, code)
    request = RequestFactory().get(START)
    request.COOKIES = {key: cookie.value for key, cookie in client.cookies.items()}
    assert len(browser_drafts.held(request, "assistance")) == browser_drafts.MOST


# --- Storing and sending ----------------------------------------------------------------------------------------------
def request_with(client: Client, data: dict[str, str]):
    """Return a request of the browser CLIENT that sends DATA."""
    request = RequestFactory().post(APPLICANT, data)
    request.COOKIES = {key: cookie.value for key, cookie in client.cookies.items()}
    form_token.new(request)
    return request


def test_step_stored_after_the_application_was_sent_leaves_the_draft_empty(client):
    filled(client)
    request = request_with(client, CONTACT)
    opened = browser_drafts.find(request, "assistance")
    send(client)
    stored = browser_drafts.store(request, opened, {"name": "李梅"})
    assert stored.draft.sent_at
    draft = Draft.objects.get()
    assert not draft.answers
    assert not draft.previous_answers


def test_copy_under_an_old_key_is_not_refilled_once_the_draft_was_sent(client):
    filled(client)
    request = request_with(client, CONTACT)
    old = client.cookies[f"draft-zh-hans.{ITEM}"].value
    client.post(APPLICANT, CONTACT)
    request.COOKIES[f"draft-zh-hans.{ITEM}"] = old
    opened = browser_drafts.find(request, "assistance")
    send(client)
    assert browser_drafts.store(request, opened, {"name": "李梅"}) is None
    assert Draft.objects.count() == 1


def test_two_steps_stored_at_the_same_moment_are_both_kept(client):
    """Both requests read the draft before either writes, as the same page sent twice does."""
    client.post(begin(client), PERSON)
    request = request_with(client, CONTACT | page(client, APPLICANT))
    opened = [browser_drafts.find(request, "assistance") for _press in range(2)]
    first = browser_drafts.store(request, opened[0], {"name": "王秀英"})
    browser_drafts.store(request, opened[1], {"phone": "13900001234"})
    answers = Draft.objects.get(pk=first.origin).read()
    assert answers["mode"] == "assistance"
    assert answers["name"] == "王秀英"


def test_draft_of_a_renamed_service_is_found_under_its_address_of_today(client):
    begin(client, ITEM)
    ServiceItem.objects.filter(code=ITEM).update(code="card-again")
    AppliedDefinition.objects.filter(kind="item", code=ITEM).update(code="card-again")
    codes.record_renaming("item", ITEM, "card-again")
    published.forget()
    assert client.get(f"/apply/assistance/service/?item={ITEM}").status_code == 200

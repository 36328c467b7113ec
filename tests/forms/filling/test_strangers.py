"""Strangers who flood the forms or plant a cookie: they see nothing that somebody else types."""

import re

import pytest
from django.test import Client

from cases.models import Case
from forms.filling import abuse
from forms.models import Draft
from tests.city import city  # noqa: F401  the fixture
from tests.forms.filling.walk import (
    CONTACT,
    DECLARED,
    ITEM,
    PERSON,
    START,
    WISH,
    applied,
    begin,
    filled,
    send,
    shown,
    sound,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city", "stopped"), pytest.mark.article("15(7)")]
CHECK = "/apply/assistance/check/"
APPLICANT = "/apply/assistance/applicant/"
DRAFT = f"draft-zh-hans.{ITEM}"


HERE = "127.0.0.1"


def use_up(*rules, but=0, where=HERE):
    """Count under RULES until WHERE has BUT attempts left."""
    for rule in rules:
        for _number in range(rule.times - but):
            assert rule.take(where)


def test_network_sends_no_more_applications_than_the_limit(client):
    use_up(abuse.SUBMISSIONS[0], but=1)
    applied(Client())
    visitor = Client()
    filled(visitor)
    answer = send(visitor)
    assert answer.status_code == 429
    assert "0532-0555" in sound(answer)
    assert Case.objects.count() == 1
    assert "王秀英" in sound(visitor.get(CHECK))
    elsewhere = Client(REMOTE_ADDR="198.51.100.7")
    applied(elsewhere)


def planted(planter, victim):
    """Put the cookies of PLANTER into the browser of VICTIM."""
    for name, cookie in planter.cookies.items():
        victim.cookies[name] = cookie.value


def typed(client, address, data):
    """Send DATA with the hidden fields of the page at ADDRESS."""
    found = re.search(r'name="_token" value="([^"]+)"', sound(client.get(address)))
    return client.post(address, data | {"_token": found[1]})


@pytest.mark.parametrize("everything", [False, True], ids=["draft cookie", "all cookies"])
def test_planted_cookie_does_not_show_what_the_victim_types(everything):
    planter, victim = Client(), Client()
    typed(planter, begin(planter), PERSON)
    victim.get("/")
    if everything:
        planted(planter, victim)
    else:
        victim.cookies[DRAFT] = planter.cookies[DRAFT].value
    key = planter.cookies[DRAFT].value
    typed(victim, APPLICANT, CONTACT)
    typed(victim, "/apply/assistance/request/", WISH)
    assert "王秀英" in sound(victim.get(CHECK))
    for address in (START, APPLICANT, CHECK):
        assert "王秀英" not in sound(planter.get(address, follow=True))
    case = sent(victim)
    assert planter.cookies[DRAFT].value == key
    for address in (START, APPLICANT, CHECK):
        answer = planter.get(address, follow=True)
        assert case.number not in sound(answer).replace("<wbr>", "")
    assert planter.get(f"/receipts/{case.uuid}/").status_code == 404


def sent(client):
    assert typed(client, CHECK, DECLARED | {"shown": shown()}).status_code == 302
    return Case.objects.get()


def test_planter_who_types_on_changes_nothing_of_the_victim():
    planter, victim = Client(), Client()
    typed(planter, begin(planter), PERSON)
    planted(planter, victim)
    typed(victim, APPLICANT, CONTACT)
    typed(planter, APPLICANT, CONTACT | {"name": "李梅"})
    assert "王秀英" in sound(victim.get(APPLICANT))
    assert "李梅" in sound(planter.get(APPLICANT))


def test_beginning_never_takes_a_key_over(client):
    client.cookies[DRAFT] = "a key that somebody made up"
    begin(client)
    first = client.cookies[DRAFT].value
    begin(client)
    assert len({first, client.cookies[DRAFT].value, "a key that somebody made up"}) == 3


def test_key_is_fresh_after_every_stored_page(client):
    address, keys = begin(client), {client.cookies[DRAFT].value}
    for answered in (PERSON, CONTACT, WISH):
        address = typed(client, address, answered).headers["Location"]
        keys.add(client.cookies[DRAFT].value)
    assert len(keys) == 4
    assert {cookie.value for name, cookie in client.cookies.items() if name.startswith("draft-")} <= keys
    assert Draft.objects.count() == 1


def test_page_sent_twice_ends_under_the_same_key(client):
    address = begin(client)
    key = client.cookies[DRAFT].value
    token = re.search(r'name="_token" value="([^"]+)"', sound(client.get(address)))[1]
    keys = []
    for _press in range(2):
        client.cookies[DRAFT] = key
        assert client.post(address, PERSON | {"_token": token}).status_code == 302
        keys.append(client.cookies[DRAFT].value)
    assert keys[0] == keys[1]
    assert Draft.objects.count() == 1


def test_answer_that_got_lost_costs_the_last_page_at_most(client):
    second = typed(client, begin(client), PERSON).headers["Location"]
    key = client.cookies[DRAFT].value
    third = typed(client, second, CONTACT).headers["Location"]
    client.cookies[DRAFT] = key
    text = sound(client.get(second))
    assert "王秀英" not in text
    typed(client, second, CONTACT | {"name": "李梅"})
    typed(client, third, WISH)
    assert "李梅" in sound(client.get(CHECK))
    assert sent(client).applicant.name.open() == "李梅"


def test_application_sent_twice_from_before_the_last_page_is_one_case(client):
    filled(client)
    key = client.cookies[DRAFT].value
    typed(client, APPLICANT, CONTACT | {"name": "李梅"})
    client.cookies[DRAFT] = key
    token = re.search(r'name="_token" value="([^"]+)"', sound(client.get(CHECK)))[1]
    receipts = []
    for _press in range(2):
        client.cookies[DRAFT] = key
        receipts.append(client.post(CHECK, DECLARED | {"shown": shown(), "_token": token}).headers["Location"])
    assert receipts[0] == receipts[1]
    assert Case.objects.get().applicant.name.open() == "王秀英"


def test_nothing_of_an_application_stays_in_the_draft_after_sending(client):
    applied(client)
    draft = Draft.objects.get()
    assert not draft.answers
    assert not draft.previous_answers
    assert not draft.previous_key

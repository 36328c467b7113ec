"""A form without required fields, sent many times at once: one case, one receipt, on both databases."""

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from cases.models import Case, JournalEntry
from forms.definitions import FormKind
from tests.forms.filling.walk import shown

pytestmark = pytest.mark.article("18")
AT_ONCE, TIMES = 4, 12
EASY = {
    "form": "easy",
    "title": "随便说说",
    "opens": {"workflow": "assistance", "route_by": ["authority"]},
    "steps": [
        {"step": "say", "title": "说", "fields": [{"wish": {"type": "paragraph", "label": "话", "required": False}}]}
    ],
    "check": {"title": "核对"},
}
CHECK = "/apply/easy/check/"


@pytest.fixture
def pressed(shared_town):
    """Return a browser on the page to check, and what its button sends."""
    FormKind().save(FormKind.schema.model_validate(EASY))
    client = Client()
    client.post("/apply/easy/", {"item": "", "point": "", "shown": shown()})
    page = client.get(CHECK).content.decode()
    hidden = dict(re.findall(r'name="(_\w+)" value="([^"]*)"', page))
    return client, hidden | {"shown": shown()}


def press(client, data):
    """Press the button in a copy of the browser, as a second click or a retry of the line does."""
    again = Client()
    again.cookies.load({name: morsel.value for name, morsel in client.cookies.items()})
    try:
        answer = again.post(CHECK, data)
        return answer.status_code, answer.headers.get("Location", "")
    finally:
        connection.close()


def test_button_pressed_many_times_at_once_opens_one_case(pressed):
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = Counter(pool.map(lambda _time: press(*pressed), range(TIMES)))
    case = Case.objects.get()
    assert answers == {(302, f"/receipts/{case.uuid}/"): TIMES}
    assert JournalEntry.objects.count() == 1


def test_reload_and_retry_with_the_old_cookie_lead_to_the_same_receipt(pressed):
    first = press(*pressed)
    client, data = pressed
    assert press(client, data) == first
    assert client.get(CHECK).headers["Location"] == first[1]
    assert Case.objects.count() == 1


def test_lost_answer_of_the_last_step_still_leads_to_one_case(pressed):
    client, _data = pressed
    page = client.get("/apply/easy/say/").content.decode()
    hidden = dict(re.findall(r'name="(_\w+)" value="([^"]*)"', page))
    kept = {name: morsel.value for name, morsel in client.cookies.items()}
    for _time in range(2):  # the answer of the first never came back: the browser still has its old key
        client.cookies.load(kept)
        client.post("/apply/easy/say/", hidden | {"wish": "你好"})
    page = client.get(CHECK).content.decode()
    data = dict(re.findall(r'name="(_\w+)" value="([^"]*)"', page)) | {"shown": shown()}
    assert press(client, data) == press(client, data)
    assert Case.objects.count() == 1

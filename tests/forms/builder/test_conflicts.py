"""Several people edit one form: of simultaneous saves one wins, the others are told, and nobody's text is lost."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from tests.forms.builder.conftest import Desk, in_two_languages, member

AT_ONCE = 15
TOLD = "What you typed is still here"


def test_second_save_of_one_page_is_told_and_keeps_what_was_typed(editor):
    page = editor.inputs("service/mode")
    colleague = Desk(member("colleague", "forms.edit"))
    assert colleague.save("service/mode", label_en="How?").status_code == 302
    answer = editor.send(**{**page, "o.label_en": "Which way?", "do": "save"})
    assert answer.status_code == 409
    form = answer.context["form"]
    assert "Which way?" in str(form["o.label"])
    assert editor.element("service/mode")["label"]["en"] == "How?"
    again = {**page, "o.label_en": "Which way?", "do": "save", "seen": str(answer.context["seen"])}
    assert editor.send(**again).status_code == 302
    assert editor.element("service/mode")["label"]["en"] == "Which way?"


@pytest.mark.parametrize("do", ["remove", "add"])
def test_change_of_an_old_page_changes_nothing(editor, do):
    editor.save("service/mode", label_en="How?")
    before = editor.draft()
    answer = editor.send(do=do, at="service", seen="", type="date")
    assert answer.status_code == 409
    assert editor.draft() == before


def test_typed_text_survives_the_removal_of_its_question(editor):
    editor.act("add", "service", type="date")
    page = editor.inputs("service/date_1")
    editor.act("remove", "service/date_1")
    answer = editor.send(**{**page, "o.label_en": "When?", "do": "save"})
    assert answer.status_code == 409
    assert "When?" in str(answer.context["form"]["o.label"])


def test_old_page_publishes_nothing(publisher):
    publisher.save("service/mode", label_en="How?")
    seen = publisher.form.latest_revision_id
    publisher.save("service/mode", label_en="Which way?")
    assert publisher.publish(seen=seen).status_code == 409
    assert publisher.form.current.number == 1


def _save(browser, address, sent, number):
    try:
        answer = browser.post(address, {**sent, "o.label_en": f"How {number}?", "do": "save"})
        return answer.status_code, f"How {number}?" in answer.content.decode()
    finally:
        connection.close()


@pytest.mark.slow
@pytest.mark.parametrize("first", [True, False], ids=["first change", "later change"])
def test_of_fifteen_simultaneous_saves_one_wins_and_fourteen_are_told(shared_town, first):
    in_two_languages()
    desk = Desk(member("editor", "forms.edit"))
    if not first:
        desk.save("service/mode", label_en="How?")
    sent, address = desk.inputs("service/mode"), desk.address
    before = desk.form.revisions.count()
    browsers = []
    for _number in range(AT_ONCE):
        browser = Client()
        browser.cookies = desk.browser.cookies
        browsers.append(browser)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = Counter(pool.map(lambda n: _save(browsers[n], address, sent, n), range(AT_ONCE)))
    assert answers == {(302, False): 1, (409, True): AT_ONCE - 1}
    # The first change also keeps what was there before it.
    assert desk.form.revisions.count() == before + (2 if first else 1)

"""The search page of a whole city with a search server beside it: the same page as without, whatever happens to it."""

import re
import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.models import ServiceItem
from search.index import documents
from search.index.engines import breaker, choice, outside
from tests.city import city

__all__ = ["city"]

pytestmark = [pytest.mark.slow, pytest.mark.elasticsearch, pytest.mark.django_db]
QUESTIONS = (
    "社保", "sfz", "营业执召", "老人 上门 医保", "证", "卫生间", "身份证丢了怎么办", "0532", "shenfenzheng", "崂山区",
    '"', "没有的东西", "帮办代办", "agency",
)  # fmt: skip


@pytest.fixture
def server(configured, city):
    choice.rebuild(documents.all_documents)
    return configured


def page(client, words, **more):
    answer = client.get("/search/", {"q": words, **more})
    assert answer.status_code == 200
    return re.sub(r"name=\"csrfmiddlewaretoken\" value=\"[^\"]+\"", "", answer.content.decode())


def test_the_server_saves_the_database_the_work(server, client):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page(client, "社保")
    assert not [query for query in queries if "search_tokens" in query["sql"]]


def test_a_slow_server_keeps_one_visitor_waiting_once(server, client, pause, monkeypatch):
    monkeypatch.setattr(breaker, "FIRST", 60.0)
    pause()
    began = time.monotonic()
    page(client, "社保")
    assert time.monotonic() - began > 0.9
    began = time.monotonic()
    for _ in range(10):
        page(client, "社保")
    assert time.monotonic() - began < 10  # not a second each


def test_killed_every_answer_is_the_same_and_what_is_published_meanwhile_is_found(
    server, client, django_capture_on_commit_callbacks
):
    with_server = {words: page(client, words) for words in QUESTIONS}
    assert outside.engine().breaker.lets_through()
    assert any("<mark" in text for text in with_server.values())
    server.kill()
    assert {words: page(client, words) for words in QUESTIONS} == with_server

    item = ServiceItem.objects.public().first()
    with django_capture_on_commit_callbacks(execute=True):
        item.name = {"zh-hans": "犀角牛黄登记", "en": "Rhinoceros"}
        item.save()
    assert "犀角" in page(client, "犀角")

    server.start()
    outside.catch_up()
    assert outside.current()
    assert outside.health() == ""
    assert choice.embedded().keys() == outside.engine().keys()
    assert "犀角" in page(client, "犀角")


def test_readyz_says_it_and_stays_ready(server, client, pause):
    def readyz():
        answer = client.get("/readyz")
        assert answer.status_code == 200, answer.json()
        return answer.json()["search server"]

    assert readyz() == "ok"
    pause()
    assert readyz() == "it does not answer: ConnectionTimeout"

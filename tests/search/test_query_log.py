import pytest
from django.db import IntegrityError
from django.template import engines
from django.test import Client
from django.utils import translation
from wagtail.contrib.search_promotions.models import Query as PromotedQuery
from wagtail.contrib.search_promotions.models import SearchPromotion

from search import query_log
from search.models import QueryCount, SynonymGroup
from search.promotions import promoted
from search.query import vocabulary
from tests.factories.item import ItemFactory
from tests.factories.post import UserFactory
from tests.search.boxes import stock

WORDS = vocabulary.vocabulary_of([(["身份证", "居民身份证"], []), (["丢了", "遗失"], [])], ["我的"], [])


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("身份证丢了", "身份证丢了"),
        ("ＳＦＺ 补领", "sfz 补领"),
        ("13900000120", ""),
        ("身份证 370202199001011234", "身份证"),
        ("0532-0555 0120 投诉", "投诉"),
        ("我叫欧阳示例住在示例路十四号我的身份证昨天在公交车上丢了", "身份证 丢了"),
        ("。。。", ""),
    ],
)
def test_nothing_personal_is_kept(typed, kept):
    assert query_log.loggable(typed, WORDS) == kept


def test_counts_add_up_by_day_and_words(db):
    for found in (3, 3, 0):
        query_log.note("身份证", found, WORDS)
        query_log.flush()
    query_log.note("没有的", 0, WORDS)
    query_log.flush()
    assert list(query_log.report(days=1)) == [
        {"words": "身份证", "asked": 3, "most": 0},
        {"words": "没有的", "asked": 1, "most": 0},
    ]


def test_words_have_one_row_a_day(db):
    QueryCount.objects.create(day="2026-01-01", words="证")
    with pytest.raises(IntegrityError):
        QueryCount.objects.create(day="2026-01-01", words="证")


def test_a_search_is_counted_once_and_not_its_pages(db):
    stock()
    for more in ({}, {"page": "2"}, {"kind": "items"}):
        Client().get("/search/", {"q": "身份证"} | more)
    query_log.flush()
    assert [(row.words, row.times) for row in QueryCount.objects.all()] == [("身份证", 1)]


@pytest.fixture
def operator(db, monkeypatch):
    # Wagtail's own templates rely on unknown variables being empty.
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "")
    client = Client()
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    return client


def test_the_report_shows_what_found_nothing(operator):
    for words, found in (("社保", 3), ("<b>找不到", 0)):
        query_log.note(words, found, WORDS)
    query_log.flush()
    every, nothing = (operator.get("/admin/search/asked/", query).content.decode() for query in ({}, {"nothing": "1"}))
    assert "社保" in every
    assert "社保" not in nothing
    assert "<b>找不到" not in nothing
    assert "b 找不到" in nothing


def test_words_of_the_report_become_a_synonym(operator):
    address = "/admin/search/synonymgroup/create/"
    assert "找不到" in operator.get(address, {"words": "找不到"}).content.decode()
    operator.post(address, {"code": "lost", "words": "找不到\n遗失", "also": ""})
    assert SynonymGroup.objects.get(code="lost").words == ["找不到", "遗失"]


def test_a_word_alone_is_no_synonym(operator):
    response = operator.post("/admin/search/synonymgroup/create/", {"code": "lost", "words": "找不到", "also": ""})
    assert response.status_code == 200
    assert not SynonymGroup.objects.exists()


def test_words_of_the_report_open_their_promotions(operator):
    response = operator.post("/admin/search/promote/", {"words": "找不到"})
    assert operator.get(response["Location"]).status_code == 200
    assert PromotedQuery.objects.get().query_string == "找不到"


def test_a_stranger_sees_no_report(db):
    client = Client()
    client.force_login(UserFactory())
    assert client.get("/admin/search/asked/").status_code == 404


def test_a_promoted_answer_stands_above_the_results(db):
    item = ItemFactory(code="id-card", name={"zh-hans": "居民身份证补领", "en": "Identity card"})
    SearchPromotion.objects.create(
        query=PromotedQuery.get("证丢了"),
        external_link_url=f"https://elsewhere.example/items/{item.code}/",
        external_link_text="居民身份证补领",
        description="<i>先挂失</i>",
    )
    text = Client().get("/search/", {"q": "证丢了"}).content.decode()
    assert 'href="/items/id-card/"' in text
    assert "&lt;i&gt;先挂失" in text
    assert "先挂失" not in Client().get("/search/", {"q": "证"}).content.decode()
    with translation.override("en"):
        (answer,) = promoted("证丢了")
    assert (answer.title, answer.address) == ("Identity card", "/en/items/id-card/")
    item.retire()
    assert "&lt;i&gt;先挂失" not in Client().get("/search/", {"q": "证丢了"}).content.decode()


def test_synonyms_are_searched_as_soon_as_they_are_saved(db, django_capture_on_commit_callbacks):
    ItemFactory(code="bee", name={"zh-hans": "养蜂证"})
    with django_capture_on_commit_callbacks(execute=True):
        SynonymGroup.objects.create(code="bee", words=["蜜蜂", "养蜂"])
    assert 'href="/items/bee/"' in Client().get("/search/", {"q": "蜜蜂"}).content.decode()

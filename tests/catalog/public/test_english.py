"""A foreigner's way into the service: what can be done in English, by whom, with which document, what to say."""

import re

import pytest

from forms.fields.identity_document import IdentityDocument
from portal.kit import documents
from tests.catalog.public.test_catalogue import read
from tests.city import city

__all__ = ["city"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]

FOREIGN = {"passport", "permanent_residence", "hk_macao_permit", "taiwan_permit"}


def test_the_foot_of_each_page_leads_to_the_services_in_english(client):
    assert read(client, "/en/").select_one("footer a[href='/en/english/']").text == "Services in English"
    assert read(client, "/").select_one("footer a[href='/english/']").text == "外国人办事"


def test_the_page_says_what_by_whom_with_what_and_which_words_to_say(client):
    page = read(client, "/en/english/").find("main")
    text = page.get_text(" ", strip=True)
    for said in ("What you can do in English", "Who helps you", "bāngbàn dàibàn"):
        assert said in text
    for document in documents.accepted():
        assert document.name["en"] in text
    assert page.select_one("a[href='/en/items/residence-permit/']")
    assert page.select(".tel")
    for other in page.find_all(lang="zh-hans"):
        other.decompose()
    assert not re.findall(r"[一-鿿]{2,}", page.get_text(" "))


def test_pinyin_stands_beside_the_words_for_a_caller(client):
    note = read(client, "/en/").select_one(".call small")
    assert "bāngbàn dàibàn" in note.text
    assert note.select_one("[lang=zh-hans]").text == "帮办代办"


def test_documents_that_foreigners_hold_are_accepted():
    assert {rule.code for rule in documents.accepted()} >= FOREIGN
    field = IdentityDocument.model_validate({"type": "identity_document", "label": "证件"}).form_field({})
    for number in ("USA123456789012", "E12345678", "H12345678", "12345678"):
        assert field.clean(number) == number
    assert "外国人永久居留身份证" in field.help_text

import re

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from catalog.models import ContactNumber, ServiceItem, Term
from content.blocks.catalogue import CodeBlock
from portal.kit import clock, published
from tests.content.conftest import launch
from tests.factories.item import ItemFactory
from tests.factories.organisation import OrganisationFactory
from tests.factories.point import PointFactory
from tests.factories.post import UserFactory


def show(pages, *blocks):
    pages.write(page="help", parent="home", title="帮助", body=list(blocks))
    return Client().get("/help/").content.decode()


def test_items_are_links_with_their_promise(pages):
    ItemFactory(code="card", name={"zh-hans": "社保卡补领"}, promised_days=3)
    text = show(pages, {"items": ["card"], "title": "常办"})
    assert 'href="/items/card/"' in text
    assert "3" in text


def test_an_item_out_of_use_is_not_shown(pages):
    ItemFactory(code="card", live=False)
    assert "/items/card/" not in show(pages, {"items": ["card"]})


@pytest.mark.article("38")
def test_numbers_show_both_numbers_of_an_organisation(pages):
    office = OrganisationFactory(code="office")
    for purpose, number in (("service", "0532-05550120"), ("complaint", "0532-05550121")):
        ContactNumber.objects.create(code=purpose, organisation=office, purpose=purpose, number=number)
    text = show(pages, {"numbers": ["office"]})
    assert "0120" in text
    assert "0121" in text


def test_identity_documents_are_those_of_the_site(pages):
    card = {"document": "card", "name": {"zh-hans": "居留证", "en": "Residence card"}, "pattern": "[0-9]{8}"}
    launch("zh-hans", "en", identity_documents=[card])
    text = show(pages, {"identity_documents": "可以用这些证件"})
    assert re.search(r"<h2>可以用这些证件</h2>\s*<ul>\s*<li>居留证</li>\s*</ul>", text)
    assert pages.stored()["help"].body["zh-hans"][0].identity_documents == "可以用这些证件"


def test_points_are_links(pages):
    PointFactory(code="centre")
    assert 'href="/points/centre/"' in show(pages, {"points": ["centre"]})


@pytest.mark.article("15", "25.1")
def test_a_list_of_the_rule_is_shown_in_its_order_with_what_it_means(pages):
    Term.objects.create(code="visit", list="form", name={"zh-hans": "上门"}, text={"zh-hans": "到您家里办。"}, order=2)
    Term.objects.create(code="counter", list="form", name={"zh-hans": "现场", "en": "On site"}, order=1)
    Term.objects.create(code="asking", list="content", name={"zh-hans": "咨询解答"})
    Term.objects.create(code="old", list="form", name={"zh-hans": "旧形式"}, retired_at=clock.now())
    text = show(pages, {"terms": "form", "title": "服务形式"})
    assert re.findall(r"<b>(.*?)</b>", text[text.index("服务形式") :])[:2] == ["现场", "上门"]
    assert "到您家里办。" in text
    assert "咨询解答" not in text
    assert "旧形式" not in text


@pytest.mark.article("15", "25.1")
def test_a_term_from_the_admin_is_there_at_the_next_request(pages, django_capture_on_commit_callbacks):
    show(pages, {"terms": "content"})
    desk, before = Client(), published.version()
    desk.force_login(UserFactory(is_superuser=True))
    form = {"code": "lifts", "list": "content", "name_zh-hans": "接送", "text_zh-hans": "接您到窗口。", "order": 9}
    with django_capture_on_commit_callbacks(execute=True):
        assert desk.post(reverse("catalog_term_modeladmin_create"), form).status_code == 302
    assert published.version() > before
    assert "接您到窗口。" in Client().get("/help/").content.decode()


def test_queries_of_a_block_do_not_grow_with_its_rows(pages):
    counts = []
    for size in (1, 8):
        codes = [ItemFactory().code for _ in range(size)]
        points = [PointFactory().code for _ in range(size)]
        for code in codes:
            Term.objects.create(code=code, list="content", name={"zh-hans": code})
        show(pages, {"items": codes}, {"points": points}, {"terms": "content"})
        with CaptureQueriesContext(connection) as captured:
            Client().get("/help/")
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_a_code_that_nothing_has_is_refused_with_a_sentence(db):
    with pytest.raises(ValidationError, match="代码"):
        CodeBlock(ServiceItem).clean("nothing")

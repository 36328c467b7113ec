import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.models import ContactNumber, ServiceItem
from content.blocks.catalogue import CodeBlock
from tests.factories.item import ItemFactory
from tests.factories.organisation import OrganisationFactory
from tests.factories.point import PointFactory


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


def test_points_are_links(pages):
    PointFactory(code="centre")
    assert 'href="/points/centre/"' in show(pages, {"points": ["centre"]})


def test_queries_of_a_block_do_not_grow_with_its_rows(pages):
    counts = []
    for size in (1, 8):
        codes = [ItemFactory().code for _ in range(size)]
        points = [PointFactory().code for _ in range(size)]
        show(pages, {"items": codes}, {"points": points})
        with CaptureQueriesContext(connection) as captured:
            Client().get("/help/")
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_a_code_that_nothing_has_is_refused_with_a_sentence(db):
    with pytest.raises(ValidationError, match="代码"):
        CodeBlock(ServiceItem).clean("nothing")

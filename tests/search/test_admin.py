import pytest
from django.template import engines
from django.test import Client

from content.models import PortalDocument
from tests.factories.post import UserFactory
from tests.search.boxes import SIGNS, stock

BOXES = {
    "items": "/admin/snippets/catalog/serviceitem/",
    "points": "/admin/snippets/catalog/servicepoint/",
    "pages": "/admin/pages/search/",
    "images": "/admin/images/",
    "documents": "/admin/documents/",
}


@pytest.fixture
def operator(db, monkeypatch):
    # Wagtail's own templates rely on unknown variables being empty.
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "")
    stock()
    client = Client()
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    return client


def test_the_list_of_items_finds_a_part_of_a_name(operator):
    text = operator.get(BOXES["items"], {"q": "份证补"}).content.decode()
    assert "居民身份证补领" in text
    assert "社会保障卡补领" not in text


def test_documents_are_found_by_a_part_of_their_title(operator):
    PortalDocument.objects.create(title="授权委托书样本", file="documents/blank.pdf")
    assert "授权委托书样本" in operator.get(BOXES["documents"], {"q": "委托书"}).content.decode()


@pytest.mark.parametrize("box", list(BOXES))
def test_no_sign_breaks_a_box(operator, box):
    assert {operator.get(BOXES[box], {"q": sign}).status_code for sign in SIGNS} == {200}

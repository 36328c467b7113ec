"""History and comparison: an editor reads what changed, in words, never in the form in which it is stored."""

import json
import re

import pytest

from catalog.models import ServiceItem, ServicePoint
from tests.factories.item import ItemFactory
from tests.factories.point import PointFactory

pytestmark = pytest.mark.django_db

CHOSEN = {"audience": ["natural_person"], "offered_as": ["agency"]}


def compared(client, row, first, second):
    address = f"/admin/snippets/catalog/{row._meta.model_name}/history/{row.pk}/revisions/compare/{first}...{second}/"
    answer = client.get(address)
    assert answer.status_code == 200
    shown = answer.content.decode().partition('<table class="listing')[2].partition("<script")[0]
    return re.sub(
        r"<[^>]+>|\s", "", shown.replace('<span class="deletion">', "−").replace('<span class="addition">', "+")
    )


def revised(row, **changes):
    row = type(row).objects.get(pk=row.pk)
    first = row.save_revision(clean=False)
    for name, value in changes.items():
        setattr(row, name, value)
    return first, row.save_revision(clean=False)


def test_words_materials_and_lists_of_an_item_are_compared_as_people_read_them(at_desk, own):
    materials = json.dumps([{"type": "material", "value": {"material": "id", "name": {"zh-hans": "身份证"}}}])
    item = ItemFactory(department=own, name={"zh-hans": "旧名称", "en": "Old"}, **CHOSEN)
    news = {"name": {"zh-hans": "新名称", "en": "Old"}, "materials": materials, "audience": ["legal_person"]}
    first, second = revised(item, **news)
    text = compared(at_desk, item, first.pk, second.pk)
    for part in ("名称", "材料", "身份证", "个人", "企业"):
        assert part in text
    assert "zh-hans" not in text
    assert "natural_person" not in text


def test_hours_and_numbers_of_a_point_are_compared(at_desk, own):
    point = PointFactory(organisation=own)
    hours = [{"type": "opening", "value": {"days": ["sat"], "opens": "10:00", "closes": "11:00"}}]
    first, second = revised(point, hours=json.dumps(hours), service_phone="0532-05550177")
    text = compared(at_desk, point, first.pk, second.pk)
    assert "咨询电话" in text
    assert "−05550120+05550177" in text
    assert "周六" in text
    assert "10:00" in text


@pytest.mark.parametrize("which", [("live", "latest"), ("earliest", "latest"), ("earliest", "live")])
@pytest.mark.parametrize(("model", "make"), [(ServiceItem, ItemFactory), (ServicePoint, PointFactory)])
def test_every_pair_opens(which, model, make, at_desk, own):
    row = make(department=own, **CHOSEN) if model is ServiceItem else make(organisation=own)
    revised(row, name={"zh-hans": "新"})
    compared(at_desk, row, *which)


def test_history_names_steps_in_chinese(at_desk, own):
    item = ItemFactory(department=own, **CHOSEN)
    at_desk.post(f"/admin/snippets/catalog/serviceitem/unpublish/{item.pk}/")
    assert "取消发布" in at_desk.get(f"/admin/snippets/catalog/serviceitem/history/{item.pk}/").content.decode()

"""References of an item are chosen by name, never typed: a typed code may lead nowhere."""

import pytest
from django.core.exceptions import ValidationError

from catalog.models import ServiceItem
from configuration.kinds import named
from tests.catalog.admin.test_publishing import ITEMS, PUBLISH, item_form
from tests.factories.registers import MaterialFactory

pytestmark = pytest.mark.django_db
SEARCH = "/admin/material-chooser/results/?q={}"
REST = {"opens": {"workflow": "w"}, "check": {"title": "请核对"}}
STEP = {"step": "who", "title": "谁", "fields": [{"name": {"type": "text", "label": "姓名"}}]}


def write_form(code, title):
    kind = named("form")
    kind.save(kind.schema.model_validate({"form": code, "title": title, "steps": [STEP], **REST}))


def material(code="", name=""):
    own = {"material": code, "need": "required", "form": ["original"], "copies": "1", "name-zh_hans": name}
    block = {f"materials-0-value-{key}": value for key, value in own.items()}
    return block | {
        "materials-count": "1",
        "materials-0-deleted": "",
        "materials-0-order": "0",
        "materials-0-type": "material",
    }


def test_a_form_is_chosen_by_its_title_and_another_code_is_refused(at_desk, own):
    write_form("help", "帮办申请表")
    page = at_desk.get(f"{ITEMS}add/").content.decode()
    assert '<option value="help">帮办申请表</option>' in page
    refused = at_desk.post(f"{ITEMS}add/", item_form(own, form="hepl") | PUBLISH)
    assert "form" in refused.context["form"].errors
    at_desk.post(f"{ITEMS}add/", item_form(own, form="help") | PUBLISH)
    assert ServiceItem.objects.get().form == "help"


def test_a_kind_of_appointment_that_nobody_defined_is_refused(at_desk, own):
    refused = at_desk.post(f"{ITEMS}add/", item_form(own, appointment="window") | PUBLISH)
    assert "appointment" in refused.context["form"].errors


def test_a_material_is_found_by_name_and_shown_with_source_and_code(at_desk):
    MaterialFactory(code="id-card", name={"zh-hans": "居民身份证", "en": "Identity card"})
    MaterialFactory(code="photo", name={"zh-hans": "照片"})
    for words in ("身份证", "identity card", "id-car"):
        page = at_desk.get(SEARCH.format(words)).content.decode()
        assert "居民身份证" in page
        assert "id-card" in page
        assert "照片" not in page


def test_an_item_keeps_the_code_of_the_material_that_was_chosen(at_desk, own):
    row = MaterialFactory(code="id-card", name={"zh-hans": "居民身份证"})
    chosen = at_desk.get(f"/admin/material-chooser/chosen/{row.pk}/").json()["result"]
    assert (chosen["id"], chosen["title"]) == ("id-card", "居民身份证")
    at_desk.post(f"{ITEMS}add/", item_form(own) | material(chosen["id"]) | PUBLISH)
    item = ServiceItem.objects.get()
    assert [block.value["material"] for block in item.materials] == ["id-card"]


def test_a_material_of_no_register_needs_its_name_as_in_a_definition(at_desk, own):
    refused = at_desk.post(f"{ITEMS}add/", item_form(own) | material("mandate") | PUBLISH)
    assert "materials" in refused.context["form"].errors
    at_desk.post(f"{ITEMS}add/", item_form(own) | material("mandate", "授权委托书") | PUBLISH)
    assert ServiceItem.objects.get().live


def test_the_form_shows_the_name_of_a_material_that_was_chosen_before():
    MaterialFactory(code="id-card", name={"zh-hans": "居民身份证"})
    block = ServiceItem.materials.field.stream_block.child_blocks["material"].child_blocks["material"]
    assert block.get_form_state("id-card") == {"id": "id-card", "edit_url": None, "title": "居民身份证"}
    assert block.get_form_state("gone")["title"] == "gone"
    with pytest.raises(ValidationError):
        block.clean("")

"""A character that XML 1.0 does not know is stored at no door: one vertical tab in a name broke the whole feed."""

import json
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django import forms
from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.models import get_page_models
from wagtail.snippets.models import get_snippet_models
from wagtail_modeladmin.options import ModelAdmin

from catalog.importers import sources
from catalog.models import ServiceItem
from portal.kit.characters import storable, unstorable
from tests.factories.item import ItemFactory

ODD = "甲\x0b乙"
EVERY_ODD = ("\x00", "\x08", "\x0b", "\x0c", "\x0e", "\x1f", "\ud800", "\ufffe", "\uffff")


@pytest.mark.parametrize("character", EVERY_ODD)
def test_what_xml_does_not_know_is_named_and_taken_out(character):
    assert unstorable(f"a{character}b") == f"U+{ord(character):04X}"
    assert storable(f"a{character}b") == "ab"


def test_what_xml_knows_stays():
    text = "\t\n\r 甲𠮷😀\u200d\x85\ufffd"
    assert (unstorable(text), storable(text)) == ("", text)
    ET.fromstring(f"<a>{text}</a>")  # noqa: S314  our own text


def every_form() -> list[type[forms.BaseForm]]:
    """Return all forms of this process: those of the admin are made here, before they are looked for."""
    admins = [one for one in subclasses(ModelAdmin) if getattr(one, "model", None)]
    handlers = [(one.model, one.edit_handler) for one in admins if getattr(one, "edit_handler", None)]
    handlers += [(model, model.snippet_viewset.get_edit_handler()) for model in get_snippet_models()]
    handlers += [(model, model.get_edit_handler()) for model in get_page_models()]
    made = [handler.bind_to_model(model).get_form_class() for model, handler in handlers if handler]
    assert len(made) > 20
    return [*made, *subclasses(forms.BaseForm)]


def subclasses(parent: type) -> Iterator[Any]:
    for child in parent.__subclasses__():
        yield child
        yield from subclasses(child)


def texts(field: Any) -> Iterator[Any]:
    """Yield the text fields of FIELD, in its blocks and its parts as well."""
    if isinstance(field, blocks.BaseBlock | blocks.Block):
        inner = [getattr(field, "field", None), getattr(field, "child_block", None)]
        for one in (*inner, *getattr(field, "child_blocks", {}).values()):
            yield from texts(one) if one is not None else ()
    elif hasattr(field, "block"):
        yield from texts(field.block)
    elif isinstance(field, forms.MultiValueField):
        for one in field.fields:
            yield from texts(one)
    elif isinstance(field, forms.CharField):
        yield field


def kept(field: forms.Field) -> Any:
    """Return what FIELD makes of an odd text, or nothing if it refuses it."""
    value = json.dumps(ODD) if isinstance(field, forms.JSONField) else ODD
    try:
        return field.clean(value)
    except ValidationError:
        return ""


@pytest.mark.django_db
def test_every_text_of_every_form_refuses_it_or_takes_it_out():
    tried, wrong = 0, set()
    for form in every_form():
        for name, base in getattr(form, "base_fields", {}).items():
            for field in texts(base):
                tried += 1
                if unstorable(str(kept(field))):
                    wrong.add(f"{form.__module__}.{form.__name__}.{name}")
    assert wrong == set()
    assert tried > 200


@pytest.mark.parametrize("suffix", [".csv", ".json", ".jsonl"])
def test_every_list_comes_without_it(tmp_path, suffix):
    path = tmp_path / f"list{suffix}"
    row = json.dumps({"name": ODD})
    path.write_text({".csv": f"name\n{ODD}\n", ".json": f"[{row}]", ".jsonl": f"{row}\n"}[suffix], "utf-8")
    assert [found.cells for found in sources.rows(path)] == [{"name": "甲乙"}]


@pytest.mark.django_db
def test_a_name_that_was_stored_by_hand_does_not_break_the_feed(client):
    item = ItemFactory()
    ServiceItem.objects.filter(pk=item.pk).update(name={"zh-hans": ODD})
    for address in ("/changes.atom", "/sitemap.xml"):
        ET.fromstring(client.get(address).content)  # noqa: S314  our own answer

"""A new item begins as another one, with codes of its own."""

import pytest

from catalog.models import ServiceItem
from tests.catalog.admin.test_publishing import ITEMS, item_form
from tests.factories.item import ItemFactory
from tests.factories.registers import ThemeFactory

pytestmark = pytest.mark.django_db

CHOSEN = {"audience": ["natural_person"], "offered_as": ["agency"]}


def test_copy_brings_everything_but_the_codes(at_desk, own):
    theme = ThemeFactory()
    item = ItemFactory(department=own, code_scheme="x", code_raw="9-1", imported_from="list", **CHOSEN)
    item.themes.set([theme])
    item.save()
    instance = at_desk.get(f"{ITEMS}copy/{item.pk}/").context["form"].instance
    assert (instance.pk, instance.code, instance.code_raw, instance.imported_from, instance.live) == (
        None,
        "",
        "",
        "",
        False,
    )
    assert (instance.promised_days, list(instance.themes.all())) == (3, [theme])
    answer = at_desk.post(f"{ITEMS}add/", item_form(own, code="second"))
    assert answer.status_code == 302
    item.refresh_from_db()
    assert (item.code_raw, ServiceItem.objects.get(code="second").live) == ("9-1", False)


@pytest.mark.article("3")
def test_what_others_answer_for_is_not_copied(at_desk, foreign):
    item = ItemFactory(department=foreign, **CHOSEN)
    assert at_desk.get(f"{ITEMS}copy/{item.pk}/").status_code == 404

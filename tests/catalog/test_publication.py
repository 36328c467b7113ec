"""Date of the last public change, however the row was changed."""

import datetime as dt

import pytest

from catalog.models import ServiceItem
from configuration.kinds import named
from portal.kit import clock
from tests.catalog.definitions.samples import BASE, ITEM
from tests.factories.item import ItemFactory
from tests.factories.point import PointFactory
from tests.factories.registers import ThemeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.article("38.2")]

LONG_AGO = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)


def aged(row):
    type(row).objects.filter(pk=row.pk).update(updated_at=LONG_AGO)
    return type(row).objects.get(pk=row.pk)


def publish(row, **changes):
    for name, value in changes.items():
        setattr(row, name, value)
    row.save_revision(clean=False).publish()
    row.refresh_from_db()
    return row


@pytest.mark.parametrize("make", [ItemFactory, PointFactory])
def test_to_publish_the_same_again_changes_nothing(make):
    row = aged(make())
    assert publish(row).updated_at == LONG_AGO


@pytest.mark.parametrize("make", [ItemFactory, PointFactory])
def test_another_text_is_a_change(make):
    row = publish(aged(make()), name={"zh-hans": "新名称"})
    assert row.updated_at.date() == clock.now().date()


def test_a_draft_is_none_until_it_is_published():
    item = aged(ItemFactory())
    item.name = {"zh-hans": "新名称"}
    draft = item.save_revision(clean=False)
    assert ServiceItem.objects.get().updated_at == LONG_AGO
    draft.publish()
    assert ServiceItem.objects.get().updated_at > LONG_AGO


def test_another_theme_is_a_change():
    item = aged(ItemFactory())
    item.themes = [ThemeFactory()]
    assert publish(item).updated_at > LONG_AGO


def test_what_comes_back_to_the_public_is_new_to_it():
    item = aged(ItemFactory())
    item.unpublish()
    assert publish(aged(item)).updated_at > LONG_AGO


@pytest.mark.parametrize(("change", "newer"), [({"checked_on": "2026-11-20"}, False), ({"visits": 5}, True)])
def test_a_definition_that_only_confirms_changes_nothing(change, newer):
    for kind, data in [*BASE, ("item", ITEM)]:
        named(kind).save(named(kind).schema.model_validate(data))
    aged(ServiceItem.objects.get())
    named("item").save(named("item").schema.model_validate(ITEM | change))
    item = ServiceItem.objects.get()
    assert (item.updated_at > LONG_AGO) == newer
    assert str(item.checked_on) == change.get("checked_on", ITEM["checked_on"])


def test_a_confirmation_of_before_the_change_is_not_shown():
    item = ItemFactory(checked_on=clock.today())
    assert item.checked_since is None
    item.updated_at = LONG_AGO
    assert item.checked_since == clock.today()

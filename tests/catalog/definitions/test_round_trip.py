"""Round trip of definitions, key by key: the property on which plan, apply and export rest."""

import pytest

from catalog.models import Organisation, Post, ServiceItem, ServicePoint
from configuration.kinds import named
from portal.users.models import User
from tests.catalog.definitions.samples import BASE, FULL, ITEM, POINT, POST

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def base():
    for kind, data in BASE:
        save(kind, data)


def save(kind, data):
    spec = named(kind).schema.model_validate(data)
    named(kind).save(spec)
    return spec


def stored(kind, code):
    return next(named(kind).stored([code]))


@pytest.mark.parametrize("kind", FULL)
def test_every_key_survives(kind):
    spec = save(kind, FULL[kind])
    assert stored(kind, named(kind).code(spec)) == spec


@pytest.mark.parametrize("kind", FULL)
def test_written_form_is_the_file(kind):
    spec = save(kind, FULL[kind])
    written = named(kind).plain(stored(kind, named(kind).code(spec)))
    assert written == named(kind).plain(spec)


@pytest.mark.parametrize("limit", ["60 days", "3 months", "1 month", None])
def test_the_limit_of_a_law_keeps_its_unit(limit):
    spec = save("item", ITEM | {"days": {"statutory": limit} if limit else {}})
    assert named("item").plain(stored("item", spec.item)).get("days") == ({"statutory": limit} if limit else None)


@pytest.mark.parametrize("kind", FULL)
def test_every_key_is_tried(kind):
    keys = {field.alias or name for name, field in named(kind).schema.model_fields.items()}
    assert keys - {"was", "published", "point"} <= set(FULL[kind])


@pytest.mark.parametrize("kind", FULL)
def test_retired_object_is_not_stored_and_comes_back(kind):
    spec = save(kind, FULL[kind])
    named(kind).retire(named(kind).code(spec))
    assert not list(named(kind).stored([named(kind).code(spec)]))
    named(kind).save(spec)
    assert stored(kind, named(kind).code(spec)) == spec


@pytest.mark.parametrize("kind", FULL)
def test_renamed_object_stays_the_same_row(kind):
    spec = save(kind, FULL[kind])
    old = named(kind).code(spec)
    named(kind).rename(old, "new-code")
    assert list(named(kind).stored([old, "new-code"])) == [spec.model_copy(update={kind: "new-code"})]


def test_item_is_live_with_one_revision_a_change():
    save("item", ITEM)
    save("item", ITEM | {"visits": 0})
    item = ServiceItem.objects.get(code="social-card")
    assert (item.live, item.revisions.count(), item.visits) == (True, 2, 0)


def test_what_nobody_has_stated_stays_unknown():
    spec = save("item", ITEM | {"visits": "unknown", "fee": {"charged": "unknown"}, "audience": "unknown"})
    assert stored("item", "social-card") == spec
    item = ServiceItem.objects.get(code="social-card")
    assert (item.visits, item.fee_charged, item.audience) == (None, None, [])
    written = spec.model_dump(mode="json", by_alias=True)
    assert (written["visits"], written["fee"]["charged"], written["audience"]) == ("unknown",) * 3


def test_draft_is_read_back_from_its_revision():
    spec = save("point", POINT | {"published": False, "service_phone": ""})
    assert stored("point", "centre") == spec
    assert not ServicePoint.objects.get(code="centre").live


def test_unfinished_draft_is_left_out():
    save("item", ITEM | {"published": False})
    ServiceItem.objects.update(audience=[], latest_revision=None)
    assert not list(named("item").stored())


def test_child_may_be_written_before_its_parent():
    save("organisation", {"organisation": "town", "name": "镇", "level": "town", "parent": "late"})
    save("organisation", {"organisation": "late", "name": "区", "level": "district", "parent": "root"})
    assert Organisation.objects.get(code="town").path == "/root/late/town/"


def test_post_makes_an_account_that_cannot_sign_in():
    save("post", POST)
    user = User.objects.get(username="agent-1")
    assert not user.has_usable_password()
    assert [group.name for group in user.groups.all()] == ["agent"]


def test_retired_post_takes_the_role_away():
    save("post", POST)
    named("post").retire("agent-1")
    assert not Post.objects.get(code="agent-1").user.groups.exists()


def test_post_at_a_point_survives():
    save("point", POINT)
    spec = save("post", POST | {"point": "centre"})
    assert stored("post", "agent-1") == spec

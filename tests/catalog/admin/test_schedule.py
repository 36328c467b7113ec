"""Scheduled publication: rows appear and disappear at the next request; one refusal stops nothing else."""

import datetime as dt

import pytest
from django.core.management import call_command
from wagtail.models import Page, Revision

from catalog.models import ServicePoint
from content.models import TextPage
from portal.kit import clock, periodic, published
from tests.catalog.admin.conftest import editor_of, role
from tests.catalog.admin.test_publishing import ITEMS, PUBLISH, item_form
from tests.factories.item import ItemFactory
from tests.factories.point import PointFactory
from tests.factories.post import PostFactory

pytestmark = pytest.mark.django_db

CHOSEN = {"audience": ["natural_person"], "offered_as": ["agency"]}
SOON = dt.timedelta(minutes=5)


@pytest.fixture
def later(monkeypatch):
    """Let time pass."""

    def pass_(span=2 * SOON):
        now = clock.now() + span
        monkeypatch.setattr(clock, "now", lambda: now)
        monkeypatch.setattr("django.utils.timezone.now", lambda: now)

    return pass_


def scheduled(row):
    row.refresh_from_db()
    if isinstance(row, ServicePoint):
        PostFactory(organisation=row.organisation, point=row, role=role("agent", ["cases.work"]))
    row.go_live_at = clock.now() + SOON
    row.save_revision(clean=False).publish()
    row.refresh_from_db()
    return row


def test_editor_appoints_a_time_and_the_item_appears(at_desk, own, later, django_capture_on_commit_callbacks):
    when = (clock.now() + SOON).astimezone(dt.timezone(dt.timedelta(hours=8)))
    at_desk.post(f"{ITEMS}add/", item_form(own, go_live_at=f"{when:%Y-%m-%d %H:%M}") | PUBLISH)
    item = own.items.get()
    assert not item.live
    periodic.run()
    item.refresh_from_db()
    assert not item.live
    later()
    before = published.version()
    with django_capture_on_commit_callbacks(execute=True):
        periodic.run()
    item.refresh_from_db()
    assert item.live
    assert published.version() > before


def test_editor_without_the_right_appoints_nothing(signed_in, own, later):
    when = clock.now() + SOON
    at_writer = signed_in(editor_of(own, "items.edit"))
    at_writer.post(f"{ITEMS}add/", item_form(own, go_live_at=f"{when:%Y-%m-%d %H:%M}") | PUBLISH)
    assert not Revision.objects.exclude(approved_go_live_at=None).exists()


@pytest.mark.parametrize("factory", [PointFactory, lambda: ItemFactory(**CHOSEN)], ids=["point", "item"])
def test_what_expires_is_taken_down(factory, later, django_capture_on_commit_callbacks):
    row = factory()
    type(row).objects.filter(pk=row.pk).update(expire_at=clock.now() + SOON)
    later()
    before = published.version()
    with django_capture_on_commit_callbacks(execute=True):
        call_command("publish_scheduled")
    row.refresh_from_db()
    assert (row.live, row.expired) == (False, True)
    assert published.version() > before


def test_page_appears_and_disappears(later):
    page = Page.get_first_root_node().add_child(instance=TextPage(title="通知", slug="note", live=False))
    scheduled(page)
    later()
    call_command("tick")
    page.refresh_from_db()
    assert page.live
    Page.objects.filter(pk=page.pk).update(expire_at=clock.now() + SOON)
    later()
    call_command("tick")
    page.refresh_from_db()
    assert not page.live


@pytest.mark.article("9")
def test_point_that_lost_its_number_is_refused_and_the_next_is_published(later, at_desk, own, capsys):
    bad = scheduled(PointFactory(live=False, organisation=own))
    revision = bad.latest_revision
    revision.content["service_phone"] = ""
    revision.save()
    good = scheduled(PointFactory(live=False, service_phone="0532-05550188"))
    later()
    with pytest.raises(SystemExit):
        call_command("publish_scheduled")
    assert f"published: {good}" in capsys.readouterr().out
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.live, good.live) == (False, True)
    assert not Revision.objects.exclude(approved_go_live_at=None).exists()
    history = at_desk.get(f"/admin/snippets/catalog/servicepoint/history/{bad.pk}/").content.decode()
    assert "没有按时发布" in history


def test_failing_job_does_not_keep_the_others(monkeypatch):
    ran = []

    def fail():
        raise RuntimeError

    monkeypatch.setattr(periodic, "_jobs", {"a": fail, "b": lambda: ran.append("b")})
    assert (periodic.run(), ran) == (["a"], ["b"])

"""Publishing in the admin, and refusals with a sentence beside the field (Art. 2, 5, 9)."""

import pytest
from wagtail.models import Workflow, WorkflowTask
from wagtail.models.workflows import GroupApprovalTask

from catalog.models import Post, ServiceItem, ServicePoint
from catalog.models.publication import NotPublishable
from portal.kit import published
from tests.catalog.admin.conftest import editor_of, role
from tests.factories.item import ItemFactory
from tests.factories.point import PointFactory
from tests.factories.post import PostFactory

pytestmark = pytest.mark.django_db

STREAM = {"-count": "0"}


def streams(*names):
    return {f"{name}{key}": value for name in names for key, value in STREAM.items()}


def parts(*places, initial=0):
    """Return what the form says of PLACES, a mapping each; INITIAL of them stood in it when it was opened."""
    counts = {"places-TOTAL_FORMS": len(places), "places-INITIAL_FORMS": initial}
    limits = {"places-MIN_NUM_FORMS": 0, "places-MAX_NUM_FORMS": 1000}
    fields = {
        f"places-{number}-{name}": value
        for number, place in enumerate(places)
        for name, value in ({"id": "", "ORDER": number + 1, "floor": ""} | place).items()
    }
    return counts | limits | fields


def point_form(organisation, **changes):
    return {
        "code": "hall",
        "name_zh-hans": "大厅",
        "address_zh-hans": "示例路 2 号",
        "organisation": organisation.pk,
        "level": "district",
        "service_phone": "0532-05550120",
        "complaint_phone": "0532-05550121",
        "order": "0",
        **streams("hours", "exceptions"),
        **parts(),
    } | changes


def item_form(organisation, **changes):
    return {
        "code": "card",
        "name_zh-hans": "补卡",
        "item_class": "public_service",
        "audience": ["natural_person"],
        "offered_as": ["agency"],
        "department": organisation.pk,
        "visits": "1",
        "statutory_unit": "working_days",
        "order": "0",
        **streams("materials", "steps", "basis", "questions"),
    } | changes


POINTS, ITEMS = "/admin/snippets/catalog/servicepoint/", "/admin/snippets/catalog/serviceitem/"
PUBLISH = {"action-publish": "1"}


HOURS = {
    "hours-count": "1",
    "hours-0-deleted": "",
    "hours-0-order": "0",
    "hours-0-type": "opening",
    "hours-0-value-days": ["mon", "tue"],
    "hours-0-value-opens": "09:00",
    "hours-0-value-closes": "12:00",
    "hours-0-value-service": "work_hours",
}


@pytest.fixture
def hall(own):
    """A draft with somebody who helps there."""
    point = PointFactory(code="hall", organisation=own, live=False)
    PostFactory(organisation=own, point=point, role=role("agent", ["cases.work"]))
    return point


@pytest.fixture
def publish(hall, own, at_desk):
    """Return a function that publishes the hall with some fields changed, and returns the answer."""
    return lambda **changes: at_desk.post(f"{POINTS}edit/{hall.pk}/", point_form(own) | HOURS | changes | PUBLISH)


def test_point_is_published_and_pages_are_fresh(publish, hall, django_capture_on_commit_callbacks):
    before = published.version()
    with django_capture_on_commit_callbacks(execute=True):
        answer = publish()
    assert answer.status_code == 302, answer.context["form"].errors
    hall.refresh_from_db()
    assert hall.live
    assert published.version() > before


@pytest.mark.article("9")
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"service_phone": ""}, "service_phone"),
        ({"complaint_phone": ""}, "complaint_phone"),
        ({"service_phone": "0532-123"}, "service_phone"),
        ({"complaint_phone": "（0532）05550120"}, "complaint_phone"),
        ({"hours-count": "0"}, "hours"),
        ({"hours-0-value-closes": "08:00"}, "hours"),
    ],
)
def test_point_without_two_numbers_and_hours_is_not_published(change, field, publish, hall):
    assert list(publish(**change).context["form"].errors) == [field]
    hall.refresh_from_db()
    assert not hall.live


@pytest.mark.article("8.1")
@pytest.mark.parametrize(("point", "ends"), [(False, None), (True, "2026-01-31")], ids=["elsewhere", "gone"])
def test_point_without_an_agent_is_not_opened(point, ends, publish, hall):
    Post.objects.filter(point=hall).update(point=hall if point else None, ends=ends)
    assert list(publish().context["form"].errors) == ["organisation"]


@pytest.mark.article("8.1")
def test_public_point_that_lost_its_agent_still_gets_its_number_corrected(publish, hall):
    Post.objects.filter(point=hall).update(ends="2026-01-31")
    ServicePoint.objects.update(live=True)
    publish(service_phone="0532-05550199")
    hall.refresh_from_db()
    assert hall.service_phone == "0532-05550199"


def test_audit_is_foretold_and_keeps_nothing_back(at_desk, own):
    answer = at_desk.post(f"{ITEMS}add/", item_form(own) | PUBLISH, follow=True)
    assert "没有写明需要带什么" in answer.content.decode()
    assert ServiceItem.objects.get().live


def test_draft_of_a_point_may_wait_for_its_numbers(at_desk, own):
    answer = at_desk.post(f"{POINTS}add/", point_form(own, service_phone="", complaint_phone=""))
    assert answer.status_code == 302
    assert not ServicePoint.objects.get(code="hall").live


@pytest.mark.article("9")
def test_no_other_way_publishes_a_point_without_numbers(own):
    point = PointFactory(organisation=own, live=False, service_phone="")
    with pytest.raises(NotPublishable):
        point.save_revision().publish()
    point.refresh_from_db()
    assert not point.live


@pytest.mark.article("9")
def test_workflow_does_not_publish_a_point_without_numbers(at_desk, editor, own):
    task = GroupApprovalTask.objects.create(name="审核")
    task.groups.set(editor.groups.all())
    workflow = Workflow.objects.create(name="审核")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    point = PointFactory(organisation=own, live=False, service_phone="")
    point.save_revision()
    state = workflow.start(point, editor).current_task_state
    answer = at_desk.post(f"{POINTS}workflow/action/{point.pk}/approve/{state.pk}/")
    point.refresh_from_db()
    assert (answer.status_code, point.live) == (302, False)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"statutory_limit": "3", "promised_days": "5"}, "promised_days"),
        ({"exclusion": "secret"}, "exclusion_reason"),
        ({"task_type": "02"}, "task_type"),
    ],
)
@pytest.mark.article("5")
def test_item_that_breaks_a_rule_is_not_published(change, field, at_desk, own):
    answer = at_desk.post(f"{ITEMS}add/", item_form(own, **change) | PUBLISH)
    assert list(answer.context["form"].errors) == [field]
    assert not ServiceItem.objects.exists()


def test_item_is_published(at_desk, own):
    answer = at_desk.post(f"{ITEMS}add/", item_form(own, also_called="补办\n换卡") | PUBLISH)
    assert answer.status_code == 302, answer.context["form"].errors
    item = ServiceItem.objects.get(code="card")
    assert (item.live, item.audience, item.also_called) == (True, ["natural_person"], ["补办", "换卡"])


@pytest.mark.article("3")
def test_item_cannot_be_given_to_a_foreign_department(at_desk, foreign):
    answer = at_desk.post(f"{ITEMS}add/", item_form(foreign))
    assert "department" in answer.context["form"].errors


def test_who_may_only_edit_does_not_publish(signed_in, own):
    at_desk = signed_in(editor_of(own, "items.edit"))
    at_desk.post(f"{ITEMS}add/", item_form(own) | PUBLISH)
    assert not ServiceItem.objects.filter(live=True).exists()


def test_code_stays_when_it_is_sent_again(at_desk, own):
    item = ItemFactory(department=own, audience=["natural_person"], offered_as=["agency"])
    at_desk.post(f"{ITEMS}edit/{item.pk}/", item_form(own, code="other") | PUBLISH)
    item.refresh_from_db()
    assert (item.code != "other", str(item.name)) == (True, "补卡")


def test_unpublishing_takes_the_point_from_the_public(at_desk, own):
    point = PointFactory(organisation=own)
    point.save_revision()
    at_desk.post(f"{POINTS}unpublish/{point.pk}/")
    assert not ServicePoint.objects.public().filter(pk=point.pk).exists()


@pytest.mark.parametrize(("factory", "address"), [(PointFactory, POINTS), (ItemFactory, ITEMS)], ids=["point", "item"])
def test_deleting_retires(factory, address, at_desk, own):
    owner = "organisation" if factory is PointFactory else "department"
    row = factory(**{owner: own})
    at_desk.post(f"{address}delete/{row.pk}/")
    row.refresh_from_db()
    assert (row.live, row.retired_at is not None) == (False, True)


@pytest.mark.parametrize(("form", "address"), [(point_form, POINTS), (item_form, ITEMS)], ids=["point", "item"])
def test_preview_shows_the_public_page(form, address, at_desk, own):
    assert at_desk.post(f"{address}preview/", form(own)).json() == {"is_valid": True, "is_available": True}
    page = at_desk.get(f"{address}preview/").content.decode()
    assert form(own)["name_zh-hans"] in page
    assert "<main" in page

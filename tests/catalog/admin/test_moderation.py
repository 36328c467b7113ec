"""An editor submits, a publisher of the same subtree approves; nobody else publishes by any address (Art. 3, 38)."""

import pytest
from wagtail.models import TaskState, WorkflowState

from catalog.models import ServiceItem
from portal.kit import published
from tests.catalog.admin.conftest import editor_of
from tests.catalog.admin.test_publishing import ITEMS, PUBLISH, item_form
from tests.factories.item import ItemFactory

pytestmark = [pytest.mark.django_db, pytest.mark.article("3", "38.1")]

CHOSEN = {"audience": ["natural_person"], "offered_as": ["agency"]}
SUBMIT = {"action-submit": "1"}
EDITOR, PUBLISHER = ("items.edit", "points.edit"), ("items.edit", "items.publish")


@pytest.fixture
def writer(own):
    return editor_of(own, *EDITOR, code="editor")


@pytest.fixture
def at_writer(writer, signed_in):
    return signed_in(writer)


def publisher_of(organisation, signed_in, *, code="publisher"):
    return signed_in(editor_of(organisation, *PUBLISHER, code=code))


@pytest.fixture
def submitted(at_writer, own):
    answer = at_writer.post(f"{ITEMS}add/", item_form(own) | SUBMIT)
    assert answer.status_code == 302, answer.context["form"].errors
    return ServiceItem.objects.get(code="card")


def decide(client, item, action="approve", **data):
    state = TaskState.objects.get(status=TaskState.STATUS_IN_PROGRESS)
    return client.post(f"{ITEMS}workflow/action/{item.pk}/{action}/{state.pk}/", data)


def test_submitting_publishes_nothing(submitted):
    assert not submitted.live
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_IN_PROGRESS


def test_publisher_of_the_organisation_approves_and_pages_are_fresh(
    submitted, own, signed_in, django_capture_on_commit_callbacks
):
    before = published.version()
    with django_capture_on_commit_callbacks(execute=True):
        decide(publisher_of(own, signed_in), submitted)
    submitted.refresh_from_db()
    assert submitted.live
    assert published.version() > before


def test_publisher_above_approves(submitted, city, signed_in):
    decide(publisher_of(city, signed_in), submitted)
    submitted.refresh_from_db()
    assert submitted.live


def test_publisher_of_another_organisation_does_not_even_see_it(submitted, foreign, signed_in):
    client = publisher_of(foreign, signed_in)
    assert decide(client, submitted).status_code == 404
    assert str(submitted) not in client.get("/admin/").content.decode()
    submitted.refresh_from_db()
    assert not submitted.live


def test_who_edits_here_and_publishes_elsewhere_does_not_publish_here(writer, at_writer, submitted, foreign):
    """The model permission alone would let them: Wagtail asks for no row."""
    editor_of(foreign, *PUBLISHER, code="publisher", user=writer)
    for address, data in (
        (f"{ITEMS}edit/{submitted.pk}/", item_form(submitted.department) | PUBLISH),
        (f"{ITEMS}workflow/action/{submitted.pk}/approve/{TaskState.objects.get().pk}/", {}),
    ):
        at_writer.post(address, data)
    submitted.refresh_from_db()
    assert not submitted.live


@pytest.mark.parametrize("ending", ["unpublish", "delete"])
def test_who_publishes_elsewhere_takes_nothing_away_here(ending, writer, at_writer, own, foreign):
    editor_of(foreign, *PUBLISHER, code="publisher", user=writer)
    item = ItemFactory(department=own, **CHOSEN)
    item.save_revision()
    assert at_writer.post(f"{ITEMS}{ending}/{item.pk}/").status_code == 404
    at_writer.post(f"/admin/bulk/catalog/serviceitem/delete/?id={item.pk}")
    item.refresh_from_db()
    assert (item.live, item.retired_at) == (True, None)


def test_draft_that_moves_an_item_elsewhere_is_approved_by_nobody_who_answers_for_one_side_alone(
    own, foreign, signed_in, writer, at_writer
):
    editor_of(foreign, *EDITOR, code="editor", user=writer)
    item = ItemFactory(department=own, live=False, code="card", **CHOSEN)
    at_writer.post(f"{ITEMS}edit/{item.pk}/", item_form(foreign) | SUBMIT)
    decide(publisher_of(own, signed_in), item)
    item.refresh_from_db()
    assert not item.live


def test_editor_without_the_right_has_no_button_for_it(at_writer, own):
    item = ItemFactory(department=own, live=False)
    text = at_writer.get(f"{ITEMS}edit/{item.pk}/").content.decode()
    assert "action-submit" in text
    assert "action-publish" not in text


def test_refusal_needs_a_reason_and_reaches_the_editor(submitted, own, signed_in, at_writer):
    judge = publisher_of(own, signed_in)
    decide(judge, submitted, "reject", comment="")
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_IN_PROGRESS
    decide(judge, submitted, "reject", comment="请补充办理材料")
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_NEEDS_CHANGES
    for address in ("/admin/", f"{ITEMS}edit/{submitted.pk}/"):
        assert "请补充办理材料" in at_writer.get(address).content.decode()


def test_what_came_back_is_submitted_again(submitted, own, signed_in, at_writer):
    judge = publisher_of(own, signed_in)
    decide(judge, submitted, "reject", comment="请补充")
    at_writer.post(f"{ITEMS}edit/{submitted.pk}/", item_form(own, **{"summary_zh-hans": "一句话"}) | SUBMIT)
    decide(judge, submitted)
    submitted.refresh_from_db()
    assert (submitted.live, str(submitted.summary)) == (True, "一句话")


def test_home_names_what_waits_and_what_was_submitted(submitted, own, signed_in, at_writer):
    review, form = f"/admin/review/{TaskState.objects.get().pk}/", f"{ITEMS}edit/{submitted.pk}/"
    for client, heading, address in (
        (publisher_of(own, signed_in), "等您审核的", review),
        (at_writer, "您提交的", form),
    ):
        text = client.get("/admin/").content.decode()
        assert heading in text
        assert address in text


def test_home_costs_the_same_at_two_sizes(own, writer, at_writer, signed_in, django_assert_max_num_queries):
    judge = publisher_of(own, signed_in)

    def submit(number):
        for item in ItemFactory.create_batch(number, department=own, live=False, **CHOSEN):
            item.save_revision(user=writer)
            item.get_workflow().start(item, writer)
        for item in ItemFactory.create_batch(number, department=own, live=False, **CHOSEN):
            item.save_revision(user=writer)

    submit(2)
    for client in (judge, at_writer):
        client.get("/admin/")
        with django_assert_max_num_queries(60) as few:
            client.get("/admin/")
        submit(4)
        with django_assert_max_num_queries(len(few)):
            client.get("/admin/")

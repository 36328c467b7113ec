import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page, TaskState

from content.permissions import may_change
from portal.users.definitions import RoleKind, RoleSpec
from tests.factories.organisation import OrganisationFactory
from tests.factories.post import PostFactory, UserFactory


def editor_of(organisation, *grants, role="editor", user=None):
    kind = RoleKind()
    kind.save(RoleSpec.model_validate({"role": role, "name": role, "may": list(grants or ["pages.edit"])}))
    post = PostFactory(organisation=organisation, role__code=role, **({"user": user} if user else {}))
    post.user.groups.add(post.role.group)
    return post.user


@pytest.fixture
def page(pages):
    pages.write(page="help", parent="home", title="帮助", organisation="office")
    return Page.objects.get(slug="help")


def test_an_editor_of_the_organisation_may_change_its_page(page):
    assert may_change(editor_of(OrganisationFactory(code="office")), page)


def test_an_editor_of_a_district_may_not_change_a_page_of_the_city(page):
    district = OrganisationFactory(parent=OrganisationFactory(code="office"))
    assert not may_change(editor_of(district), page)


def test_nobody_without_a_post_may_change_a_page(page):
    assert not may_change(UserFactory(), page)


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("edit", "wagtailadmin_pages:edit"),
        ("move", "wagtailadmin_pages:move_confirm"),
        ("copy", "wagtailadmin_pages:copy"),
        ("create", "wagtailadmin_pages:add_subpage"),
    ],
)
def test_the_admin_refuses_the_page_of_somebody_else(page, name, address):
    district = OrganisationFactory(parent=OrganisationFactory(code="office"))
    visitor = Client()
    visitor.force_login(editor_of(district, "pages.edit", "pages.publish"))
    target = reverse(address, args=[page.pk, page.get_parent().pk] if name == "move" else [page.pk])
    if name == "create":
        target = reverse("wagtailadmin_pages:add", args=["content", "textpage", page.pk])
    assert visitor.get(target).status_code != 200


def test_the_admin_opens_the_page_of_ones_own(page):
    visitor = Client()
    visitor.force_login(editor_of(OrganisationFactory(code="office")))
    assert visitor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200


def test_a_grant_that_is_taken_away_is_gone(page):
    user = editor_of(OrganisationFactory(code="office"))
    RoleKind().save(RoleSpec.model_validate({"role": "editor", "name": "编辑"}))
    assert not GroupPagePermission.objects.filter(group__user=user).exists()


def test_a_draft_goes_to_a_publisher_of_the_organisation_and_is_public_when_approved(page):
    office = OrganisationFactory(code="office")
    editor = editor_of(office)
    publisher, stranger = (
        editor_of(organisation, "pages.edit", "pages.publish", role=role)
        for organisation, role in ((office, "publisher"), (OrganisationFactory(parent=office), "foreign"))
    )
    page = page.specific
    page.title = "怎么求助"
    page.save_revision(user=editor)
    state = page.get_workflow().start(page, editor)
    assert set(TaskState.objects.reviewable_by(publisher)) == {state.current_task_state}
    for other in (editor, stranger):
        assert not TaskState.objects.reviewable_by(other).exists()
        assert state.current_task_state.task.specific.get_actions(page, other) == []
    visitor = Client()
    visitor.force_login(publisher)
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.current_task_state.pk])
    assert visitor.post(address, {"comment": ""}).status_code == 302
    assert Page.objects.get(pk=page.pk).title == "怎么求助"

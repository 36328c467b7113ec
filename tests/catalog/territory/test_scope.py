"""Scope of a post, which ends with the post (Art. 3, 12)."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission

from catalog.models.scope import may, may_at, may_everywhere, organisations_of
from catalog.staff import sync_groups
from tests.factories.organisation import OrganisationFactory
from tests.factories.post import PostFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.article("3")]


@pytest.fixture
def tree():
    city = OrganisationFactory(code="city")
    district = OrganisationFactory(code="district", parent=city)
    return {
        "city": city,
        "district": district,
        "town": OrganisationFactory(code="town", parent=district),
        # A name that begins like the other's: a path prefix must not reach it.
        "sibling": OrganisationFactory(code="district-2", parent=city),
    }


def reached(user, grant="cases.work", *others):
    return set(organisations_of(user, grant, *others).values_list("code", flat=True))


def test_post_reaches_its_subtree(tree):
    post = PostFactory(organisation=tree["district"])
    assert reached(post.user) == {"district", "town"}


def test_nobody_without_a_post_reaches_anything(tree):
    assert reached(UserFactory()) == set()


def test_operator_reaches_everything(tree):
    assert reached(UserFactory(is_superuser=True)) == {"city", "district", "town", "district-2"}


def test_grant_narrows_to_where_it_is_held(tree):
    edits = PostFactory(organisation=tree["town"], role__code="editor", role__grants=["items.edit"])
    PostFactory(organisation=tree["sibling"], user=edits.user)
    assert reached(edits.user, "items.edit", "cases.work") == {"town", "district-2"}
    assert reached(edits.user, "items.edit") == {"town"}
    assert reached(edits.user) == {"district-2"}


def test_scope_without_a_grant_cannot_be_asked_for(tree):
    user = PostFactory(organisation=tree["district"]).user
    with pytest.raises(TypeError):
        organisations_of(user)


def test_question_about_one_organisation_answers_as_the_list_does(tree):
    edits = PostFactory(organisation=tree["district"], role__code="editor", role__grants=["items.edit"])
    PostFactory(organisation=tree["sibling"], user=edits.user)
    for grant in ("items.edit", "cases.work"):
        for asked in (lambda row: row, lambda row: row.pk):
            assert {code for code, row in tree.items() if may_at(edits.user, asked(row), grant)} == {
                {"district-2": "sibling"}.get(code, code) for code in reached(edits.user, grant)
            }


def test_grant_everywhere_needs_the_head_of_the_tree(tree):
    below = PostFactory(organisation=tree["district"], role__code="editor", role__grants=["registries.edit"])
    head = PostFactory(organisation=tree["city"], role=below.role)
    assert may(below.user, "registries.edit")
    assert not may_everywhere(below.user, "registries.edit")
    assert may_everywhere(head.user, "registries.edit")


@pytest.mark.article("12")
@pytest.mark.parametrize("end", [{"ends": dt.date(2026, 2, 1)}, {"starts": dt.date(2999, 1, 1)}, {"retired_at": "now"}])
def test_post_that_is_not_held_today_grants_nothing(tree, end):
    if "retired_at" in end:
        end = {"retired_at": dt.datetime(2026, 2, 1, tzinfo=dt.UTC)}
    post = PostFactory(organisation=tree["district"], role__grants=["items.edit"], **end)
    post.role.group.permissions.add(Permission.objects.get(codename="change_serviceitem"))
    post.user.groups.add(post.role.group)
    assert reached(post.user, "items.edit") == set()
    assert not may(post.user, "items.edit")
    assert not post.user.has_perm("catalog.change_serviceitem")


def test_post_held_today_gives_its_permissions(tree):
    post = PostFactory(organisation=tree["district"])
    post.role.group.permissions.add(Permission.objects.get(codename="change_serviceitem"))
    assert post.user.has_perm("catalog.change_serviceitem")


def test_groups_follow_the_posts(tree):
    post = PostFactory(organisation=tree["district"])
    sync_groups(post.user)
    assert list(post.user.groups.all()) == [post.role.group]
    type(post).objects.update(ends=dt.date(2026, 2, 1))
    sync_groups(post.user)
    assert not post.user.groups.exists()


def test_scope_costs_two_queries(tree, django_assert_num_queries):
    post = PostFactory(organisation=tree["district"])
    with django_assert_num_queries(2):
        list(organisations_of(post.user, "cases.work"))

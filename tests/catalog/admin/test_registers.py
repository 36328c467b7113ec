"""The reference registries: what they save, whom they refuse, and that nobody hands out more than they hold."""

import pytest

from catalog.models import CalendarYear, ContactNumber, Organisation, Post, Theme
from portal.kit import published
from tests.catalog.admin.conftest import editor_of, role
from tests.factories.organisation import OrganisationFactory
from tests.factories.post import PostFactory, UserFactory
from tests.factories.registers import CalendarFactory, ContactFactory, ThemeFactory

pytestmark = pytest.mark.django_db

ROOT = "/admin/catalog/"


@pytest.fixture
def at_head(signed_in, city):
    """The browser of an editor at the head of the tree."""
    return signed_in(editor_of(city))


def test_change_of_a_register_is_public_at_once(at_head, django_capture_on_commit_callbacks):
    before = published.version()
    theme = {"code": "papers", "name_zh-hans": "证件", "audience": "natural_person", "order": "0"}
    with django_capture_on_commit_callbacks(execute=True):
        at_head.post(f"{ROOT}theme/create/", theme)
    assert Theme.objects.filter(code="papers").exists()
    assert published.version() > before


def test_deleting_a_row_retires_it(at_head):
    theme = ThemeFactory()
    at_head.post(f"{ROOT}theme/delete/{theme.pk}/")
    theme.refresh_from_db()
    assert theme.retired_at is not None


def contact(organisation, number):
    return {"code": "c", "organisation": organisation.pk, "purpose": "service", "number": number, "order": "0"}


@pytest.mark.article("38")
def test_contact_needs_a_telephone_number(at_desk, own):
    answer = at_desk.post(f"{ROOT}contactnumber/create/", contact(own, "无"))
    assert "number" in answer.context["form"].errors


def test_contact_of_a_foreign_organisation_is_refused(at_desk, foreign):
    answer = at_desk.post(f"{ROOT}contactnumber/create/", contact(foreign, "0532-05550120"))
    assert "organisation" in answer.context["form"].errors
    assert not ContactNumber.objects.exists()


def organisation(parent, **changes):
    return {
        "code": "new",
        "name_zh-hans": "新单位",
        "level": "town",
        "parent": getattr(parent, "pk", ""),
        "order": "0",
    } | changes


def test_organisation_is_made_below_ones_own(at_desk, own):
    answer = at_desk.post(f"{ROOT}organisation/create/", organisation(own))
    assert answer.status_code == 302, answer.context["form"].errors
    assert Organisation.objects.get(code="new").path == "/city/own/new/"


@pytest.mark.parametrize("where", ["foreign", "nowhere"])
def test_organisation_is_not_made_elsewhere(where, at_desk, foreign):
    answer = at_desk.post(f"{ROOT}organisation/create/", organisation(foreign if where == "foreign" else None))
    assert "parent" in answer.context["form"].errors


def test_own_head_cannot_be_moved(at_desk, own):
    below = OrganisationFactory(parent=own)
    answer = at_desk.post(f"{ROOT}organisation/edit/{own.pk}/", organisation(below, code=own.code))
    assert "parent" in answer.context["form"].errors


def test_moving_an_organisation_takes_its_subtree_along(at_head, own, foreign):
    town = OrganisationFactory(code="town", parent=own)
    at_head.post(f"{ROOT}organisation/edit/{own.pk}/", organisation(foreign, code="own"))
    town.refresh_from_db()
    assert town.path == "/city/foreign/own/town/"


def test_organisation_is_not_moved_where_its_subtree_would_stand_too_deep(at_head, own, foreign):
    for row in (own, foreign):
        above = row
        for level in range(2):
            above = OrganisationFactory(code=f"{row.code}-{level}", parent=above)
    answer = at_head.post(f"{ROOT}organisation/edit/{own.pk}/", organisation(above, code="own"))
    assert "parent" in answer.context["form"].errors


def post(user, place, which):
    return {
        "code": "p",
        "user": user.pk,
        "role": which.pk,
        "organisation": place.pk,
        "starts": "2026-01-01",
        "ends": "",
        "badge": "",
    }


def test_post_gives_its_role(at_desk, own):
    user = UserFactory()
    answer = at_desk.post(f"{ROOT}post/create/", post(user, own, role("guide", ["items.edit"])))
    assert answer.status_code == 302, answer.context["form"].errors
    assert user.has_perm("catalog.change_serviceitem")


def test_nobody_hands_out_more_than_they_hold(signed_in, own):
    at_desk = signed_in(editor_of(own, "people.edit"))
    answer = at_desk.post(f"{ROOT}post/create/", post(UserFactory(), own, role("chief", ["people.edit", "items.edit"])))
    assert "role" in answer.context["form"].errors


def test_operators_and_foreign_staff_are_not_offered(at_desk, own, foreign):
    chief, stranger = UserFactory(is_superuser=True), PostFactory(organisation=foreign).user
    for user in (chief, stranger):
        answer = at_desk.post(f"{ROOT}post/create/", post(user, own, role("guide", [])))
        assert "user" in answer.context["form"].errors


def test_retired_post_ends_access_at_once(at_desk, own):
    other = PostFactory(organisation=own, role=role("guide", ["items.edit"])).user
    assert other.has_perm("catalog.change_serviceitem")
    at_desk.post(f"{ROOT}post/delete/{Post.objects.get(user=other).pk}/")
    assert not type(other).objects.get(pk=other.pk).has_perm("catalog.change_serviceitem")


def test_year_is_entered_with_its_days(at_head):
    calendar = CalendarFactory()
    days = {
        "days-TOTAL_FORMS": "1",
        "days-INITIAL_FORMS": "0",
        "days-MIN_NUM_FORMS": "0",
        "days-MAX_NUM_FORMS": "1000",
        "days-0-date": "2026-10-01",
        "days-0-name": "国庆节",
        "days-0-ORDER": "1",
    }
    answer = at_head.post(f"{ROOT}calendaryear/create/", {"calendar": calendar.pk, "year": "2026", "source": ""} | days)
    assert answer.status_code == 302, answer.context["form"].errors
    assert [day.name for day in CalendarYear.objects.get().days.all()] == ["国庆节"]


def test_filters_take_no_lookup_across_relations(at_desk, editor):
    """The library would answer ?user__password__startswith=… letter by letter."""
    text = at_desk.get(f"{ROOT}post/?user__password__startswith=zzz").content.decode()
    assert str(editor) in text


def test_export_hands_no_formula_on(at_desk, own):
    ContactFactory(organisation=own, label={"zh-hans": "=1+1"}, hours={"zh-hans": "+1"})
    text = b"".join(at_desk.get(f"{ROOT}contactnumber/?export=csv")).decode()
    assert "'=1+1" in text
    assert ",+1" not in text


@pytest.mark.parametrize("register", ["contactnumber", "organisation"])
@pytest.mark.parametrize("query", ["", "?o=0", "?export=xlsx"])
def test_list_says_texts_in_the_language_of_the_reader(register, query, at_desk, own):
    ContactFactory(organisation=own, label={"zh-hans": "咨询台", "en": "Desk"})
    answer = at_desk.get(f"{ROOT}{register}/{query}")
    text = b"".join(answer) if answer.streaming else answer.content
    assert answer.status_code == 200
    assert b"zh-hans&quot;" not in text
    if not query:
        assert {"contactnumber": "咨询台", "organisation": ">机构 own<"}[register] in text.decode()


def test_list_costs_the_same_at_two_sizes(at_desk, own, django_assert_max_num_queries):
    ContactFactory.create_batch(3, organisation=own)
    at_desk.get(f"{ROOT}contactnumber/")
    with django_assert_max_num_queries(50) as few:
        at_desk.get(f"{ROOT}contactnumber/")
    ContactFactory.create_batch(20, organisation=OrganisationFactory(parent=own))
    with django_assert_max_num_queries(len(few)):
        at_desk.get(f"{ROOT}contactnumber/")

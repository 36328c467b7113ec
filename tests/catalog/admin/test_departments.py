"""Departments have a register of their own: what they answer for, and whether anybody is there."""

import csv

import pytest
from django.urls import reverse
from wagtail.admin.admin_url_finder import AdminURLFinder

from catalog.models import Organisation
from portal.kit import clock
from tests.factories.item import ItemFactory
from tests.factories.organisation import OrganisationFactory
from tests.factories.post import PostFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("levels")]

DEPARTMENTS, ORGANISATIONS = "/admin/catalog/department/", "/admin/catalog/organisation/"


@pytest.fixture
def bureau(own):
    return OrganisationFactory(code="bureau-1", name={"zh-hans": "公安分局"}, level="bureau", parent=own)


def listed(client, address, **query):
    text = b"".join(client.get(address, query | {"export": "csv"})).decode("utf-8-sig")
    return list(csv.reader(text.splitlines()))[1:]


def test_each_register_lists_its_own_levels(bureau, own, at_desk):
    assert [line[0] for line in listed(at_desk, DEPARTMENTS)] == ["bureau-1"]
    assert [line[0] for line in listed(at_desk, ORGANISATIONS)] == ["own"]
    for address, shown in ((DEPARTMENTS, True), (ORGANISATIONS, False)):
        assert ("公安分局" in at_desk.get(address).content.decode()) == shown


def test_items_in_use_and_posts_held_today_are_told(bureau, own, at_desk):
    ItemFactory.create_batch(2, department=bureau)
    ItemFactory(department=bureau, retired_at=clock.now())
    PostFactory(organisation=OrganisationFactory(code="bureau-2", level="bureau", parent=own))
    PostFactory(organisation=bureau, ends="2026-01-31")
    lines = [(line[0], *line[3:]) for line in listed(at_desk, DEPARTMENTS)]
    assert lines == [("bureau-1", "机构 own", "2", "否"), ("bureau-2", "机构 own", "0", "是")]


def test_departments_are_searched_and_sorted_by_their_items(bureau, own, at_desk):
    ItemFactory(department=OrganisationFactory(code="bureau-2", level="bureau", parent=own))
    assert [line[0] for line in listed(at_desk, DEPARTMENTS, q="公安")] == ["bureau-1"]
    assert [line[0] for line in listed(at_desk, DEPARTMENTS, o="-2")] == ["bureau-2", "bureau-1"]


def form(parent, **changes):
    own = {"code": "new", "name_zh-hans": "新单位", "level": "bureau", "parent": parent.pk, "order": "0"}
    return own | changes


@pytest.mark.parametrize(
    ("address", "level", "made"),
    [(DEPARTMENTS, "bureau", True), (DEPARTMENTS, "town", False), (ORGANISATIONS, "bureau", False)],
)
def test_each_register_makes_its_own_levels(address, level, made, own, at_desk):
    answer = at_desk.post(f"{address}create/", form(own, level=level))
    assert (answer.status_code == 302) == made == Organisation.objects.filter(code="new").exists()


def test_department_opens_at_the_one_address_of_organisations_and_stays_one(bureau, editor, own, at_desk):
    address = AdminURLFinder(editor).get_edit_url(bureau)
    assert address == reverse("catalog_organisation_modeladmin_edit", args=[bureau.pk])
    answer = at_desk.post(address, form(own, code="bureau-1", **{"name_zh-hans": "公安局"}))
    assert answer.status_code == 302, answer.context["form"].errors
    bureau.refresh_from_db()
    assert (str(bureau.name), bureau.level) == ("公安局", "bureau")


def test_district_does_not_open_among_departments(own, at_desk):
    for verb in ("edit", "delete", "history"):
        assert at_desk.get(f"{DEPARTMENTS}{verb}/{own.pk}/").status_code == 404


def test_list_costs_the_same_at_two_sizes(bureau, own, at_desk, django_assert_max_num_queries):
    at_desk.get(DEPARTMENTS)
    with django_assert_max_num_queries(50) as few:
        at_desk.get(DEPARTMENTS)
    for number in range(10):
        more = OrganisationFactory(code=f"more-{number}", level="bureau", parent=own)
        ItemFactory(department=more)
        PostFactory(organisation=more)
    with django_assert_max_num_queries(len(few)):
        at_desk.get(DEPARTMENTS)

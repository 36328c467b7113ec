"""The gate of the admin: case staff who edit nothing open a named list, nobody opens the page that fails on purpose."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from portal.users import admin_access
from portal.users.models import User
from tests.factories.post import PostFactory

pytestmark = [pytest.mark.django_db, pytest.mark.article("33.2")]

REFUSED = [
    "wagtailadmin_explore_root",
    "wagtailadmin_choose_page",
    "wagtailadmin_tag_autocomplete",
    "wagtailadmin_reports:site_history",
    "wagtailadmin_reports:locked_pages",
    "wagtailadmin_error_test",
    "wagtailsnippets:index",
    "wagtailadmin_workflows:index",
    "wagtailredirects:index",
]


def _client(name, *permissions):
    user = User.objects.create(username=name)
    group = Group.objects.create(name=name)
    for permission in permissions:
        app, codename = permission.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    user.groups.add(group)
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


@pytest.fixture
def staff():
    client = _client("staff", "wagtailadmin.access_admin", "cases.view_case")
    PostFactory(user=User.objects.get(username="staff"), role__code="agent")
    return client


@pytest.fixture
def editor():
    return _client("editor", "wagtailadmin.access_admin", "catalog.change_serviceitem")


@pytest.mark.parametrize("name", REFUSED)
def test_case_staff_find_no_address_of_editors(staff, name):
    assert staff.get(reverse(name)).status_code == 404


@pytest.mark.parametrize("path", ["/admin/test404/", "/admin/api/main/images/", "/admin/api/main/documents/"])
def test_case_staff_find_no_internal_address(staff, path):
    assert staff.get(path).status_code == 404


@pytest.mark.parametrize("name", ["wagtailadmin_home", "desk", "wagtailadmin_sprite"])
def test_case_staff_open_their_own(staff, name):
    assert staff.get(reverse(name)).status_code == 200


def test_editors_keep_their_addresses(editor):
    assert editor.get(reverse("wagtailadmin_explore_root")).status_code != 404


def test_nobody_opens_the_page_that_fails_on_purpose(editor):
    assert editor.get(reverse("wagtailadmin_error_test")).status_code == 404


def test_stranger_is_sent_to_the_sign_in_page(db):
    answer = Client().get(reverse("wagtailadmin_reports:site_history"))
    assert answer.url.startswith(reverse("wagtailadmin_login"))


def test_menu_of_case_staff_holds_the_cases_alone(staff):
    page = staff.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("desk") in page
    assert '"explorer"' not in page


def test_list_of_open_addresses_is_short():
    """An address opened to case staff must be added here."""
    assert admin_access.opened() == {
        "desk",
        "desk_call",
        "desk_calls",
        "desk_case",
        "desk_choose",
        "desk_consult",
        "desk_consultation",
        "desk_consultations",
        "desk_entry",
        "desk_file",
        "desk_form_pdf",
        "desk_move",
        "desk_note",
        "desk_receive",
        "supervision_late",
        "wagtailadmin_account",
        "wagtailadmin_dismissibles",
        "wagtailadmin_home",
        "wagtailadmin_javascript_catalog",
        "wagtailadmin_login",
        "wagtailadmin_logout",
        "wagtailadmin_sprite",
    }

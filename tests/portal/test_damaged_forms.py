"""A damaged form or query of the admin is answered with a sentence; a mistake in our own code is not hidden."""

import logging

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.test import Client, RequestFactory
from django.utils.datastructures import MultiValueDictKeyError
from wagtail.blocks import CharBlock, StreamBlock
from wagtail.users.models import UserProfile

from portal.damaged_forms import DamagedForms, read_by_a_library
from portal.users.models import User

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/snippets/catalog/servicepoint/add/"


@pytest.fixture
def superuser():
    return User.objects.create_superuser("operator-of-the-test")


@pytest.fixture
def browser(superuser):
    # An error that is not answered comes out of the client and fails the test.
    client = Client()
    client.force_login(superuser)
    return client


def test_an_empty_form_is_answered_with_what_to_do(browser):
    response = browser.post(ADDRESS)
    assert response.status_code == 400
    assert "重新打开" in response.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "bulk/content/portalimage/delete/?id=x",
        "api/main/documents/find/?id=x",
        "login/?next=nowhere",
    ],
)
def test_a_query_that_no_page_made_is_answered_as_a_damaged_address(browser, address):
    assert browser.get(f"/admin/{address}").status_code == 400


def test_a_key_that_is_too_large_for_a_row_is_damaged_or_names_none(browser):
    """SQLite refuses to compare it, PostgreSQL finds no such row."""
    answer = browser.get("/admin/choose-page/chosen-multiple/?id=9223372036854775808")
    assert answer.status_code == 400 or b"result" in answer.content


def test_the_sentence_is_in_the_language_of_the_account(browser, superuser):
    UserProfile.objects.create(user=superuser, preferred_language="en")
    page = browser.post(ADDRESS).content.decode()
    assert "Go back, reload the page and send it again." in page
    assert '<html lang="en"' in page


def test_the_log_names_the_address_and_nothing_that_was_typed(browser, caplog):
    with caplog.at_level(logging.WARNING, logger="portal.damaged_forms"):
        browser.post(ADDRESS, {"name_zh-hans": "13900001234"})
    assert "MultiValueDictKeyError at admin/snippets/catalog/servicepoint/add/" in caplog.text
    assert "13900001234" not in caplog.text


def caught(action):
    try:
        action()
    except Exception as error:  # noqa: BLE001  whatever it is
        return error
    raise AssertionError("nothing was raised")


def read_as_wagtail():
    StreamBlock([("text", CharBlock())]).value_from_datadict({}, {}, "body")


def read_as_ours():
    return QueryDict("")["missing"]


def test_what_wagtail_cannot_read_is_a_damaged_form():
    assert read_by_a_library(caught(read_as_wagtail))


@pytest.mark.parametrize(
    "mistake", [read_as_ours, lambda: int("x"), lambda: (_ for _ in ()).throw(ValidationError("x")), lambda: None.x]
)
def test_the_same_errors_from_our_own_code_are_mistakes(mistake):
    assert not read_by_a_library(caught(mistake))


@pytest.mark.parametrize(("method", "address"), [("get", "/admin/pages/"), ("post", "/track/")])
def test_only_forms_of_the_admin_are_answered(method, address):
    request = getattr(RequestFactory(), method)(address)
    assert DamagedForms(lambda _request: None).process_exception(request, caught(read_as_wagtail)) is None


def test_the_error_of_a_missing_field_is_the_one_that_is_meant():
    assert isinstance(caught(read_as_wagtail), (KeyError, MultiValueDictKeyError))

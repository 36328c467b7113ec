"""Changes that raise the published version: a walk over everything that ready pages and cached answers show."""

import re

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction, Site

from content.models import TextPage
from portal.kit import published
from tests.city import city
from tests.factories.post import UserFactory

__all__ = ["city"]

pytestmark = [pytest.mark.usefixtures("city"), pytest.mark.django_db]

ADDRESSES = (
    *("/", "/en/", "/items/", "/points/", "/contacts/", "/rules/", "/site-map/", "/systems/"),
    *("/items/social-card-replace/", "/items/social-card-replace/print/", "/en/items/social-card-replace/"),
    *("/robots.txt", "/sitemap.xml", "/sitemaps/pages/1.xml", "/sitemaps/items/1.xml", "/sitemaps/points/1.xml"),
    *("/changes.atom",),
)
# Tables that are read, and are no publication when they are written; each with the reason.
SILENT = {
    "django_content_type": "written by migrations",
    "wagtailcore_revision": "drafts; publishing one writes its row",
    "users_user": "the public sees posts; a person's name is in the post's row of the definitions",
    "users_role": "read for who is an agent; changed by definitions, whose apply publishes",
    "kit_renaming": "written by apply and by renaming alone, which publish",
    "wagtailcore_task": "approval",
}


def tables_read():
    found = set()
    for address in (*ADDRESSES, f"/points/{_point()}/"):
        published.forget()
        with CaptureQueriesContext(connection) as queries:
            answer = Client().get(address)
        assert answer.status_code == 200, address
        assert published.may_be_kept(answer.wsgi_request.META), f"{address} is made for everybody"
        for query in queries:
            found |= set(re.findall(r'(?:FROM|JOIN) "(\w+)"', query["sql"]))
    return found


def _point():
    return apps.get_model("catalog.ServicePoint").objects.public().first().code


def is_published(change, capture):
    before = published.version()
    with capture(execute=True):
        change()
    return published.version() > before


def test_saving_any_row_that_ready_pages_show_is_a_publication(django_capture_on_commit_callbacks):
    models = {model._meta.db_table: model for model in apps.get_models()}
    silent = []
    for table in sorted(tables_read() - set(SILENT)):
        model = models.get(table)
        row = model._default_manager.first() if model else None  # tables between two models go with their rows
        if row is not None and not is_published(row.save, django_capture_on_commit_callbacks):
            silent.append(table)
    assert not silent


CHANGES = {
    "privacy of a page": lambda page: PageViewRestriction.objects.create(page=page, restriction_type="login"),
    "privacy of a collection": lambda page: CollectionViewRestriction.objects.create(
        collection=Collection.get_first_root_node(), restriction_type="login"
    ),
    "lock": lambda page: _locked(page).save(update_fields=["locked", "locked_by", "locked_at"]),
    "expiry": lambda page: page.unpublish(set_expired=True),
    "unpublication": lambda page: page.unpublish(),
    "move": lambda page: page.move(page.get_parent(), pos="first-child"),
    "move of the bare row": lambda page: Page.objects.get(pk=page.pk).move(page.get_parent(), pos="first-child"),
    "another address": lambda page: _with_slug(page).save(),
    "deletion": lambda page: page.delete(),
    "publication": lambda page: page.save_revision().publish(),
    "copy": lambda page: page.copy(update_attrs={"slug": "copied"}),
    "site": lambda page: Site.objects.first().save(),
}


def _locked(page):
    page.locked, page.locked_by = True, UserFactory()
    return page


def _with_slug(page):
    page.slug = "elsewhere"
    return page


@pytest.mark.parametrize("change", CHANGES)
def test_what_wagtail_changes_of_a_page_is_a_publication(change, django_capture_on_commit_callbacks):
    page = TextPage.objects.live().filter(numchild=0).first()
    assert is_published(lambda: CHANGES[change](page), django_capture_on_commit_callbacks)


def test_making_a_page_public_again_is_a_publication(django_capture_on_commit_callbacks):
    made = PageViewRestriction.objects.create(page=TextPage.objects.first(), restriction_type="login")
    assert is_published(made.delete, django_capture_on_commit_callbacks)


def test_a_draft_is_no_publication(django_capture_on_commit_callbacks):
    for page in (TextPage.objects.first(), apps.get_model("catalog.ServiceItem").objects.first()):
        assert not is_published(page.save_revision, django_capture_on_commit_callbacks)


def test_sites_are_read_anew_after_a_publication(django_capture_on_commit_callbacks):
    assert Site.get_site_root_paths()
    site = Site.objects.first()
    Site.objects.filter(pk=site.pk).update(hostname="elsewhere.example")
    assert "elsewhere" not in Site.get_site_root_paths()[0].root_url, "what another process wrote"
    with django_capture_on_commit_callbacks(execute=True):
        published.bump()
    assert "elsewhere" in Site.get_site_root_paths()[0].root_url

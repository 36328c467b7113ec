"""A page that becomes private, or public, takes all pages below it out of the public index, or into it."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import post_page_move

from search.index import documents


def follow() -> None:
    """Listen to Wagtail, which writes restrictions and moves pages in several places."""
    post_save.connect(_restriction, sender=PageViewRestriction)
    post_delete.connect(_released, sender=PageViewRestriction)
    post_page_move.connect(_moved)


def _restriction(instance: PageViewRestriction, **_sent: Any) -> None:
    documents.pages_changed(Page.objects.filter(pk=instance.page_id).first())


def _released(origin: Any, **sent: Any) -> None:
    """Nothing is to be done for a page that is deleted together with its restriction."""
    if getattr(origin, "model", type(origin)) is PageViewRestriction:
        _restriction(**sent)


def _moved(instance: Page, **_sent: Any) -> None:
    documents.pages_changed(instance)

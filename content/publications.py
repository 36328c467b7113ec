"""What Wagtail writes itself and the public sees: pages, who may read them, sites, pictures, documents.

Its views, its API and its commands share nothing but the rows: Django's signals are the one place that sees them all.
"""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, CollectionViewRestriction, Locale, Page, PageViewRestriction, Site
from wagtail.signals import post_page_move

from content.models import PortalDocument, PortalImage
from portal.kit import published

SHOWN: tuple[type[Model], ...] = (
    *(Page, PageViewRestriction, Site, Locale, Redirect),
    *(PortalDocument, PortalImage, Collection, CollectionViewRestriction),
)


def follow() -> None:
    """Make every change of these rows a publication, and forget at each what Wagtail caches of the sites."""
    for model in apps.get_models():
        if issubclass(model, SHOWN):
            post_save.connect(_saved, sender=model)
            post_delete.connect(_changed, sender=model)
    post_page_move.connect(_changed)  # the paths below it are written without a signal
    published.when_changed(Site.clear_site_root_paths_cache)


def _saved(update_fields: Iterable[str] | None, **_sent: Any) -> None:
    published.bump_unless_draft(update_fields)


def _changed(**_sent: Any) -> None:
    published.bump()

"""Changes that Wagtail makes itself, passed to caches and index: pages, view restrictions, sites, pictures.

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
from portal.kit import indexing, published
from portal.kit.batches import in_batches

BATCH = 20

SHOWN: tuple[type[Model], ...] = (
    *(Page, PageViewRestriction, Site, Locale, Redirect),
    *(PortalDocument, PortalImage, Collection, CollectionViewRestriction),
)


def follow() -> None:
    """Make every change of these rows a publication, and forget at each what Wagtail caches of the sites."""
    for model in apps.get_models():
        if issubclass(model, SHOWN):
            post_save.connect(_saved, sender=model)
            post_delete.connect(_deleted, sender=model)
    post_page_move.connect(_moved)  # the paths below it are written without a signal
    published.when_changed(Site.clear_site_root_paths_cache)


def _saved(instance: Model, update_fields: Iterable[str] | None, **_sent: Any) -> None:
    if published.concerns_public(update_fields):
        _publish(instance)


def _deleted(instance: Model, origin: Any, **_sent: Any) -> None:
    if isinstance(instance, Page) and type(instance) is not Page:
        return  # its row of `Page` is deleted after this, and told then
    # The pages below a restriction that is deleted together with its page need no update.
    whole = not isinstance(instance, PageViewRestriction) or getattr(origin, "model", type(origin)) is type(instance)
    _publish(instance, told=whole)


def _moved(instance: Page, **_sent: Any) -> None:
    published.bump()
    _update_branch(instance)


def _publish(instance: Model, *, told: bool = True) -> None:
    published.bump()
    if isinstance(instance, Page):
        indexing.update(Page, [instance.pk])
    elif isinstance(instance, PageViewRestriction) and told:
        _update_branch(Page.objects.filter(pk=instance.page_id).first())


def _update_branch(page: Page | None) -> None:
    """Tell the index about PAGE and all below it: who may read them is written beside one of them."""
    if page is not None:
        keys = Page.objects.descendant_of(page, inclusive=True).order_by("pk").values_list("pk", flat=True)
        for batch in in_batches(list(keys), BATCH):
            indexing.update(Page, batch)

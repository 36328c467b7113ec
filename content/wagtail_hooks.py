"""Hooks that check the organisation of a page again, and that hide titles of pages that are not for everybody.

The rule itself is in `content/permissions.py` and `content/page_policy.py`.
"""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.views.home import LockedPagesPanel, RecentEditsPanel
from wagtail.admin.views.pages.bulk_actions.delete import DeleteBulkAction
from wagtail.admin.views.pages.bulk_actions.move import MoveBulkAction
from wagtail.admin.views.pages.bulk_actions.publish import PublishBulkAction
from wagtail.admin.views.pages.bulk_actions.unpublish import UnpublishBulkAction
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.models import Page

from catalog import passed_schedules
from content.page_guard import whole_numbers
from content.page_policy import readable
from content.permissions import may_change
from content.views import organisation_chooser

ONE_PAGE = (
    "before_edit_page",
    "before_delete_page",
    "before_copy_page",
    "before_publish_page",
    "before_unpublish_page",
    "before_convert_alias_page",
)


def guard_page(request: HttpRequest, page: Page, *_rest: Any) -> None:
    """Refuse to write PAGE, or below it, for somebody of another organisation."""
    if not may_change(request.user, page):
        raise PermissionDenied


def guard_addition(request: HttpRequest, above: Page, *_rest: Any) -> None:
    """Refuse a page below ABOVE to whoever may not add one there."""
    if not above.permissions_for_user(request.user).can_add_subpage():
        raise PermissionDenied


def guard_pages(request: HttpRequest, _action: str, objects: Iterable[Any], _instance: Any) -> None:
    """Refuse an action on many pages if one of them belongs to somebody else."""
    for page in objects:
        if isinstance(page, Page):
            guard_page(request, page)


def guard_move(request: HttpRequest, page: Page, destination: Page) -> None:
    """Refuse to move PAGE where this person may not, before the page of confirmation shows two titles."""
    if not page.permissions_for_user(request.user).can_move_to(destination):
        raise PermissionDenied


def readable_in_choosers(pages: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    """Offer the pages that this person may read."""
    return pages.filter(pk__in=readable(request.user).values("pk"))  # type: ignore[arg-type]


class ReadablePages:
    """Stands before a bulk action: of the pages ticked, it names those alone that this person may read."""

    request: HttpRequest

    def get_queryset(self, model: type[Page], object_ids: Iterable[Any]) -> list[Page]:
        return list(readable(self.request.user).filter(pk__in=whole_numbers(object_ids)))  # type: ignore[arg-type]


class DeletePages(ReadablePages, DeleteBulkAction):
    pass


class MovePages(ReadablePages, MoveBulkAction):
    pass


class PublishPages(ReadablePages, PublishBulkAction):
    pass


class UnpublishPages(ReadablePages, UnpublishBulkAction):
    pass


class RecentEdits(RecentEditsPanel):
    """Pages that somebody edited and may still edit; a post ends, and the list on the home page with it."""

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        user = parent_context["request"].user
        context["last_edits"] = [edit for edit in context["last_edits"] if may_change(user, edit[1])]
        return context


class LockedPages(LockedPagesPanel):
    """Pages that somebody locked and may still unlock."""

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        user = parent_context["request"].user
        locked = [page for page in context["locked_pages"] if page.permissions_for_user(user).can_unlock()]
        return context | {"locked_pages": locked, "can_remove_locks": bool(locked)}


# Wagtail translates this word when it is imported, before anybody has a language.
ChooserViewSet.search_tab_label = gettext_lazy("Search")

PANELS = {panel.name: panel for panel in (RecentEdits, LockedPages)}


def narrow_panels(request: HttpRequest, panels: list[Any]) -> None:
    """Put ours in the place of Wagtail's panels that name pages."""
    panels[:] = [PANELS[panel.name]() if getattr(panel, "name", "") in PANELS else panel for panel in panels]


hooks.register("before_edit_page", passed_schedules.tell)
for name in ONE_PAGE:
    hooks.register(name, guard_page)
hooks.register("before_create_page", guard_addition)
hooks.register("before_move_page", guard_move)
hooks.register("before_bulk_action", guard_pages)
hooks.register("register_admin_viewset", organisation_chooser.viewset)
hooks.register("construct_page_chooser_queryset", readable_in_choosers)
hooks.register("construct_homepage_panels", narrow_panels)
for action in (DeletePages, MovePages, PublishPages, UnpublishPages):
    # After Wagtail's own, whose place it takes.
    hooks.register("register_bulk_action", action, order=100)

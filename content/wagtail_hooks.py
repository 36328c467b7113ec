"""Every way in which the admin writes a page asks first whose page it is (content/permissions.py)."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from wagtail import hooks
from wagtail.models import Page

from content.permissions import may_change

ONE_PAGE = (
    "before_edit_page",
    "before_create_page",  # the page is the one above
    "before_delete_page",
    "before_move_page",
    "before_copy_page",
    "before_publish_page",
    "before_unpublish_page",
    "before_convert_alias_page",
)


def guard_page(request: HttpRequest, page: Page, *_rest: Any) -> None:
    """Refuse to write PAGE, or below it, for somebody of another organisation."""
    if not may_change(request.user, page):
        raise PermissionDenied


def guard_pages(request: HttpRequest, _action: str, objects: Iterable[Any], _instance: Any) -> None:
    """Refuse an action on many pages if one of them belongs to somebody else."""
    for page in objects:
        if isinstance(page, Page):
            guard_page(request, page)


for name in ONE_PAGE:
    hooks.register(name, guard_page)
hooks.register("before_bulk_action", guard_pages)

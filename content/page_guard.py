"""The scope of pages, checked at the address: for every view, the pages that the address names must be readable.

A second net under `content/permissions.py`: some views of Wagtail show the title of a page before they ask (the
confirmation of a move, a chooser), and its internal API writes a revision before it asks whether it may publish.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from wagtail.models import Page

from content.page_policy import readable
from content.permissions import may_change
from portal.users.models import User

IN_ADDRESS = ("page_id", "parent_page_id", "page_to_move_id", "destination_id", "page_pk")
IN_QUERY = ("childOf", "target_pages[]")
IN_FORM = ("new_parent_page", "parent_page", "chooser")
BY_ID = {"wagtailadmin_choose_page_chosen_multiple"}  # ``?id=`` names pages
# Wagtail's views of one page; the root of the tree is no page of the site, and most of them fail on it.
PAGES, OF_A_PAGE = "wagtailadmin_pages", ("page_id", "page_to_move_id")
API, ACTION = "wagtailadmin_api:pages", "wagtailadmin_api:pages:action"


class PageGuard:
    """Answers 404 where an address of the admin names a page that this person may not read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        """Raise Http404 for a page out of reach, PermissionDenied for an action of the API on a page to be read."""
        user = request.user
        if not request.path_info.startswith("/admin/") or not isinstance(user, User):
            return
        if request.resolver_match and request.resolver_match.namespace == PAGES and _names_the_root(kwargs):
            raise Http404
        if user.is_superuser:
            return
        keys = whole_numbers(_named(request, kwargs))
        if keys and readable(user).filter(pk__in=keys).count() != len(keys):
            raise Http404
        if request.resolver_match and request.resolver_match.view_name == ACTION:
            page = Page.objects.filter(pk=kwargs["pk"]).first()
            if page is None or not may_change(user, page):
                raise PermissionDenied


def whole_numbers(values: Iterable[Any]) -> set[int]:
    """Return those of VALUES that can be the key of a row: digits, fewer than 64 bits may have."""
    texts = {str(value) for value in values}
    return {int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 19}  # noqa: PLR2004


def _names_the_root(kwargs: dict[str, Any]) -> bool:
    keys = [kwargs[name] for name in OF_A_PAGE if name in kwargs]
    return bool(keys) and Page.objects.filter(pk__in=keys, depth=1).exists()


def _named(request: HttpRequest, kwargs: dict[str, Any]) -> Iterator[Any]:
    """Yield the keys of the pages that REQUEST names in its address, its query and its form."""
    match = request.resolver_match
    view_name = match.view_name if match else ""
    yield from (kwargs[name] for name in IN_ADDRESS if name in kwargs)
    if view_name.startswith(API) and "pk" in kwargs:
        yield kwargs["pk"]
    for name in (*IN_QUERY, *(["id"] if view_name in BY_ID else [])):
        yield from request.GET.getlist(name)
    for name in IN_FORM if request.method == "POST" else ():
        yield from request.POST.getlist(name)

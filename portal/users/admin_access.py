"""Access to the addresses of the admin: `access_admin` alone opens 32 of Wagtail's, we want a handful.

Case staff who edit nothing get a named list, and 404 for all the rest: Wagtail's secondary views (choosers, histories,
its internal API) check less than its main ones, and a list that names what is open does not age with its releases.
"""

from collections.abc import Callable, Collection
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import Http404, HttpRequest, HttpResponse
from wagtail.models import GroupPagePermission

from portal.users.models import User

ENTRY = "wagtailadmin.access_admin"

# The whole admin of somebody who works on cases and edits nothing. An app adds its own with `open_to_staff`.
_open = {
    "wagtailadmin_home",
    "wagtailadmin_account",
    "wagtailadmin_dismissibles",
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_login",
    "wagtailadmin_logout",
    "wagtailadmin_sprite",
}

# For nobody: a page that fails on purpose, and Wagtail's import of redirects, which reads a file of any size in the
# server's own thread.
CLOSED = frozenset({"wagtailadmin_error_test", "wagtailredirects:start_import", "wagtailredirects:process_import"})

# For operators: Wagtail's reports name rows of every organisation.
FOR_OPERATORS = "wagtailadmin_reports"

# Permissions that are no editing duty.
_work = {ENTRY}


def open_to_staff(*names: str, permissions: Collection[str] = ()) -> None:
    """Let case staff open the addresses NAMES (as `reverse` knows them); those views guard their objects themselves.

    PERMISSIONS (``app_label.codename``) are those of this work: holding them makes nobody an editor.
    """
    _open.update(names)
    _work.update(permissions)


def opened() -> frozenset[str]:
    """Return the names that case staff may open."""
    return frozenset(_open)


def edits(user: Any) -> bool:
    """Return whether USER has any duty in the admin beside case work: a permission, or rights on pages."""
    if not isinstance(user, User) or not user.is_active:
        return False
    if user.is_superuser or user.get_all_permissions() - _work:
        return True
    return bool(GroupPagePermission.objects.filter(group__user=user).exists())


class SignInRequired(LoginRequiredMiddleware):
    """Django's, but before a view for everybody it does not read the session, which would make the answer private."""

    def process_view(self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any) -> Any:
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)


class AdminGate:
    """Answers 404 where the signed-in person has no business, as if the address did not exist."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Raise Http404 unless the address is open to this person; strangers are left to the sign-in page."""
        match = request.resolver_match
        if match is None or not request.path_info.startswith("/admin/"):
            return
        if match.view_name in CLOSED:
            raise Http404
        if match.namespace == FOR_OPERATORS and request.user.is_authenticated and not request.user.is_superuser:
            raise Http404
        if request.user.is_authenticated and match.view_name not in _open and not edits(request.user):
            raise Http404

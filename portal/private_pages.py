"""The ways into pages and files that are not for everybody: a shared password, counted, or the sign-in of staff.

Wagtail's own address `/_util/login/` would be a second place to sign in; here it leads to the only one.
"""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from wagtail import views
from wagtail.documents.views import serve
from wagtail.models import BaseViewRestriction, CollectionViewRestriction, Page, PageViewRestriction

from portal.errors import too_many
from portal.kit.limits import Limit, exceeded, give_back, network

PASSWORD = BaseViewRestriction.PASSWORD

# An office that shares the password of a page shares its network too: the right password is never counted.
GUESSES_AT_A_PAGE = Limit("page-password", times=5, seconds=15 * 60)
GUESSES_OF_A_NETWORK = Limit("page-password-network", times=50, seconds=60 * 60)


@login_not_required
@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    """Lead to the sign-in of staff and back; 403 for staff who are signed in and may not see the page."""
    if request.user.is_authenticated:
        raise PermissionDenied
    return redirect_to_login(request.GET.get("next") or "/")


@login_not_required
@never_cache
def page_password(request: HttpRequest, page_view_restriction_id: int, page_id: int) -> HttpResponse:
    """Ask for the password of a page; the restriction must be one of this page."""
    restriction = get_object_or_404(PageViewRestriction, pk=page_view_restriction_id, restriction_type=PASSWORD)
    page = get_object_or_404(Page.objects.live(), pk=page_id)
    if restriction not in page.get_view_restrictions():
        raise Http404
    ask = views.authenticate_with_password
    return _counted(request, f"page {restriction.pk}", lambda: ask(request, restriction.pk, page.pk))


@login_not_required
@never_cache
def document_password(request: HttpRequest, restriction_id: int) -> HttpResponse:
    """Ask for the password of a collection of documents."""
    restriction = get_object_or_404(CollectionViewRestriction, pk=restriction_id, restriction_type=PASSWORD)
    ask = serve.authenticate_with_password
    return _counted(request, f"collection {restriction.pk}", lambda: ask(request, restriction.pk))


def _counted(request: HttpRequest, what: str, ask: Callable[[], HttpResponse]) -> HttpResponse:
    """Return the answer of ASK, in which Wagtail compares the password, unless WHAT was guessed at too often."""
    if request.method != "POST":
        return ask()
    where = network(request.META.get("REMOTE_ADDR", ""))
    attempts = [(GUESSES_AT_A_PAGE, f"{what}@{where}"), (GUESSES_OF_A_NETWORK, where)]
    if limit := exceeded(attempts):
        return too_many(request, limit, _("Please ask the person who sent you the address for the password."))
    response = ask()
    if response.status_code == 302:  # noqa: PLR2004  the password was right
        give_back(attempts)
    return response

"""The words of the admin's scripts: Wagtail's, and ours where Wagtail has no Chinese (locale/…/djangojs.po)."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.i18n import JavaScriptCatalog
from wagtail.admin.localization import get_localized_response

_catalogue = JavaScriptCatalog.as_view(packages=["wagtail.admin", "portal"])


@login_not_required
def scripts_words(request: HttpRequest) -> HttpResponse:
    """Return them in the language of the person who is signed in; they are no secret."""
    return get_localized_response(_catalogue, request)

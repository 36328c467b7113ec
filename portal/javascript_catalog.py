"""The words of the admin's scripts: Wagtail's, and ours where Wagtail has no Chinese (locale/…/djangojs.po)."""

from django.http import HttpRequest, HttpResponse
from django.views.i18n import JavaScriptCatalog
from wagtail.admin.localization import get_localized_response

_catalogue = JavaScriptCatalog.as_view(packages=["wagtail.admin", "portal"])


def scripts_words(request: HttpRequest) -> HttpResponse:
    """Return them in the language of the person who is signed in."""
    return get_localized_response(_catalogue, request)

"""Forms, templates and queries by date work in the time zone of the site."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from portal.kit import clock


class SiteTimeZone:
    """Activates the time zone of the site; an account of the admin with a zone of its own overrides it there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with timezone.override(clock.zone()):
            return self.get_response(request)

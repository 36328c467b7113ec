"""The baseline: Django with one view that returns ready bytes; nothing in between, behind the same entrance."""

import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

BODY = Path(os.environ.get("BENCH_BODY", "/dev/null")).read_bytes()


def page(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(BODY, headers={"Content-Length": str(len(BODY))})


urlpatterns = [path("", page)]

if not settings.configured:
    state = os.environ.get("PORTAL_STATE", "")
    settings.configure(
        ROOT_URLCONF="bench.bare",
        ALLOWED_HOSTS=["127.0.0.1"],
        SECRET_KEY="bench",  # noqa: S106  signs nothing
        MIDDLEWARE=[],
        STATE=state,
    )

from portal.server.front_door import FrontDoor  # noqa: E402  after the settings

django = get_wsgi_application()
application = FrontDoor(django, most=1024)

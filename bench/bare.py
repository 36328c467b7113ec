"""The baseline: Django with one view that returns ready bytes; nothing in between."""

import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

BODY = Path(os.environ.get("BENCH_BODY", "/dev/null")).read_bytes()


def page(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(BODY)


urlpatterns = [path("", page)]

if not settings.configured:
    settings.configure(ROOT_URLCONF="bench.bare", ALLOWED_HOSTS=["127.0.0.1"], SECRET_KEY="bench", MIDDLEWARE=[])  # noqa: S106
application = get_wsgi_application()

"""A form being filled in: kept on the server, sealed; the browser holds a random key for thirty days, per form."""

import datetime as dt
import hashlib
import json
import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation

from cases.models import Draft, FormVersion
from catalog.models import ServiceItem, ServicePoint
from portal.kit import clock, languages
from portal.kit.sealed import Sealed

KEPT = dt.timedelta(days=30)

Answers = dict[str, Any]


def find(request: HttpRequest, form: str) -> Draft | None:
    """Return the draft of FORM (a code) that this browser began and touched in the last 30 days, sent or not."""
    key = request.COOKIES.get(_cookie(), "")
    if not key:
        return None
    return (
        Draft.objects.filter(key=_hash(key), form_version__code=form, updated_at__gte=clock.now() - KEPT)
        .select_related("form_version", "item__department", "point__organisation", "case")
        .first()
    )


def begin(*, version: FormVersion, item: ServiceItem | None, point: ServicePoint | None) -> tuple[Draft, str]:
    """Return a new empty draft and the key that the browser must keep; only its hash is stored."""
    key = secrets.token_urlsafe(32)
    return Draft.objects.create(key=_hash(key), form_version=version, item=item, point=point), key


def remember(request: HttpRequest, response: HttpResponse, form: str, key: str) -> None:
    """Give KEY to the browser, for the pages of FORM alone, in every language of the site."""
    for code in languages.offered():
        with translation.override(code):
            path = reverse("apply", args=[form])
            response.set_cookie(
                _cookie(), key, max_age=KEPT, path=path, httponly=True, samesite="Lax", secure=request.is_secure()
            )


def answers(draft: Draft) -> Answers:
    """Return the answers of DRAFT by field key."""
    return draft.read()


def store(draft: Draft, changed: Answers) -> None:
    """Put CHANGED into DRAFT, unless it was sent meanwhile."""
    draft.answers = Sealed.of(json.dumps(answers(draft) | changed, ensure_ascii=False))
    draft.updated_at = clock.now()
    draft.save(update_fields=["answers", "updated_at"])


def _cookie() -> str:
    return f"draft-{translation.get_language()}"


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()

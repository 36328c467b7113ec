"""A form being filled in: kept on the server, sealed; the browser holds a random key for thirty days, per form.

Whatever is stored is stored under a fresh key, and the key before it opens the form as it was before. So a key that
somebody planted, copied or left in a browser never shows what is typed there afterwards; and if the answer of the
server gets lost, the browser still has everything but the last page.
"""

import datetime as dt
import hashlib
import json
import secrets
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import salted_hmac

from cases.models import Draft
from cases.public import form_token
from catalog.models import ServiceItem, ServicePoint
from forms.models import FormVersion
from portal.kit import clock, languages
from portal.kit.sealed import Sealed

KEPT = dt.timedelta(days=30)

Answers = dict[str, Any]


def find(request: HttpRequest, form: str) -> Draft | None:
    """Return the draft of FORM (a code) that this browser began and touched in the last 30 days, sent or not.

    Under the key before the present one, it is a draft that is not saved, with the answers of that time.
    """
    key = _key(request)
    if not key:
        return None
    found = (
        Draft.objects.filter(Q(key=_hash(key)) | Q(previous_key=_hash(key)))
        .filter(form_version__code=form, updated_at__gte=clock.now() - KEPT)
        .select_related("form_version", "item__department", "point__organisation", "case")
        .first()
    )
    return _as_it_was(found) if found and found.key != _hash(key) else found


def _as_it_was(draft: Draft) -> Draft:
    earlier = Draft(form_version=draft.form_version, item=draft.item, point=draft.point)
    earlier.answers = Sealed.of(draft.previous_answers.open() if draft.previous_answers else "")
    earlier.updated_at = draft.updated_at
    return earlier


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


@transaction.atomic
def stored(request: HttpRequest, draft: Draft, changed: Answers) -> tuple[Draft, str]:
    """Put CHANGED into DRAFT (as `find` gave it), unless it was sent meanwhile; return it and its fresh key.

    The same page sent twice, also at the same moment, ends in the same draft under the same key.
    """
    key, fresh = _key(request), _fresh_key(request)
    known = draft.read()
    mine = Draft.objects.filter(pk=draft.pk, key=_hash(key), case=None)
    if mine.update(key=_hash(fresh), previous_key=_hash(key)):
        draft.key, draft.previous_key = _hash(fresh), _hash(key)
        draft.previous_answers = Sealed.of(draft.answers.open() if draft.answers else "")
    else:
        draft = _copied(draft, fresh)
    if draft.case is None:
        draft.answers = Sealed.of(json.dumps(known | changed, ensure_ascii=False))
        draft.updated_at = clock.now()
        draft.save(update_fields=["answers", "previous_answers", "updated_at"])
    return draft, fresh


def saved(request: HttpRequest, draft: Draft) -> tuple[Draft, str]:
    """Return DRAFT (as `find` gave it) as a row, and the key that opens it."""
    if draft.pk:
        return draft, _key(request)
    fresh = _fresh_key(request)
    return _copied(draft, fresh), fresh


def _copied(draft: Draft, fresh: str) -> Draft:
    """Return the draft under the key FRESH; if there is none yet, a copy of DRAFT."""
    same = {"form_version": draft.form_version, "item": draft.item, "point": draft.point}
    text = Sealed.of(draft.answers.open() if draft.answers else "")
    return Draft.objects.get_or_create(key=_hash(fresh), defaults=same | {"answers": text})[0]


def _key(request: HttpRequest) -> str:
    return request.COOKIES.get(_cookie(), "")


def _fresh_key(request: HttpRequest) -> str:
    """Return the key after the present one: by the token of the page, so that pressing twice leads to one key."""
    token = form_token.sent(request)
    if token is None:
        return secrets.token_urlsafe(32)
    return salted_hmac("draft key", f"{_key(request)} {token}", algorithm="sha256").hexdigest()


def _cookie() -> str:
    return f"draft-{translation.get_language()}"


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()

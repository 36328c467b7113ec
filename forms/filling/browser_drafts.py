"""Drafts that a browser holds: kept on the server, sealed; the browser has a random key for thirty days.

A browser has one draft a form and service, each under a cookie of its own, so that two services can be filled in side
by side. Each page carries the draft to which it belongs.

Answers are stored under a fresh key, and the key before it opens the form as it was before. A key that somebody
planted, copied or left in a browser therefore never shows what is typed there afterwards; and if the answer of the
server gets lost, the browser still has everything but the last page.
"""

import datetime as dt
import hashlib
import json
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import salted_hmac

from catalog.models import ServiceItem, ServicePoint
from configuration import codes
from forms.filling import form_token
from forms.following import follow
from forms.models import Draft, FormVersion
from portal.kit import clock, languages
from portal.kit.sealed import Sealed

KEPT = dt.timedelta(days=30)
MOST = 10  # drafts of one form in one browser: each costs a cookie that comes with every page of the form
FIELD = "_draft"  # no field of a definition has such a name: codes begin with a letter or digit

ChangedAnswers = dict[str, Any] | Callable[[dict[str, Any]], dict[str, Any]]
"""Answers by key, or what makes them of those that are stored at the moment of storing."""


@dataclass(frozen=True)
class HeldDraft:
    """A draft and the key under which this browser holds it.

    Under the key before the present one, ``draft`` is a copy that is not saved, with the answers of that time;
    ``origin`` is the primary key of the saved draft in any case. ``among`` is the number of drafts of this form that
    the browser holds.
    """

    draft: Draft
    key: str
    origin: int
    among: int = 1

    @property
    def service(self) -> str:
        """The code of the service for which the form is filled in; empty for none."""
        return self.draft.item.code if self.draft.item else ""


def held(request: HttpRequest, form: str) -> list[HeldDraft]:
    """Return the drafts of FORM (a code) that this browser touched in the last 30 days, sent or not, newest first."""
    keys = {_hash(key): key for name, key in request.COOKIES.items() if _is_ours(name) and key}
    if not keys:
        return []
    rows = [
        *Draft.objects.with_current()
        .filter(Q(key__in=keys) | Q(previous_key__in=keys))
        .filter(form_version__code=form, updated_at__gte=clock.now() - KEPT)
        .select_related("form_version", "item__department", "point__organisation")
        .order_by("-updated_at", "-pk")
    ]
    found = [
        HeldDraft(row, keys[row.key], row.pk, len(rows))
        if row.key in keys
        else HeldDraft(_as_it_was(row), keys[row.previous_key], row.pk, len(rows))
        for row in rows
    ]
    for one in found:
        follow(one.draft)
    return found


def find(request: HttpRequest, form: str) -> HeldDraft | None:
    """Return the draft of FORM to which REQUEST belongs.

    A sent page names its draft, an address may name the service (``?item=``); otherwise it is the newest.
    """
    drafts = held(request, form)
    named = next((one for one in drafts if str(one.draft.uuid) == request.POST.get(FIELD)), None)
    if named or "item" not in request.GET:
        return named or next(iter(drafts), None)
    return of_service(drafts, codes.current_code("item", request.GET["item"][:80]))


def of_service(drafts: Iterable[HeldDraft], item: str) -> HeldDraft | None:
    """Return the first of DRAFTS that is for ITEM (a code; empty for a form without a service)."""
    return next((one for one in drafts if one.service == item), None)


def is_foreign_page(request: HttpRequest, draft: Draft) -> bool:
    """Return whether the page that was sent belongs to another draft than DRAFT."""
    return request.POST.get(FIELD, str(draft.uuid)) != str(draft.uuid)


def _as_it_was(draft: Draft) -> Draft:
    earlier = Draft(uuid=draft.uuid, form_version=draft.form_version, item=draft.item, point=draft.point)
    earlier.answers = Sealed.of(draft.previous_answers.open() if draft.previous_answers else "")
    earlier.updated_at = draft.updated_at
    earlier.current_version = draft.current_version
    return earlier


def begin(*, version: FormVersion, item: ServiceItem | None, point: ServicePoint | None) -> HeldDraft:
    """Return a new empty draft with the key that the browser must keep; only its hash is stored."""
    key = secrets.token_urlsafe(32)
    draft = Draft.objects.create(key=_hash(key), form_version=version, item=item, point=point)
    return HeldDraft(draft, key, draft.pk)


def remember(request: HttpRequest, response: HttpResponse, kept: HeldDraft) -> None:
    """Give the key of KEPT to the browser, for the pages of its form alone, in every language of the site."""
    for code in languages.offered():
        with translation.override(code):
            response.set_cookie(
                _cookie(kept.draft.item),
                kept.key,
                max_age=KEPT,
                path=reverse("apply", args=[kept.draft.form_version.code]),
                httponly=True,
                samesite="Lax",
                secure=request.is_secure(),
            )


def forget(response: HttpResponse, dropped: Iterable[HeldDraft]) -> None:
    """Take the keys of DROPPED from the browser."""
    for one in dropped:
        for code in languages.offered():
            with translation.override(code):
                path = reverse("apply", args=[one.draft.form_version.code])
                response.delete_cookie(_cookie(one.draft.item), path=path, samesite="Lax")


@transaction.atomic
def store(request: HttpRequest, kept: HeldDraft, changed: ChangedAnswers) -> HeldDraft | None:
    """Put the answers CHANGED into the draft and return it under its fresh key.

    The row is locked, read, merged and written, so that no answer gets lost between. A draft that was sent stays empty
    and is returned as it is; None if somebody else has sent it. The same page sent twice, also at the same moment, ends
    in the same draft under the same key.
    """
    fresh = _key_after(request, kept.key)
    row = _locked(pk=kept.origin)
    if row.key not in {_hash(kept.key), _hash(fresh)}:
        if row.sent_at:
            return None
        row = _locked(pk=_copied(kept.draft, fresh).pk)
    if row.sent_at:
        return replace(kept, draft=row, key=kept.key if row.key == _hash(kept.key) else fresh, origin=row.pk)
    answers = row.read()
    answers |= changed(answers) if callable(changed) else changed
    if row.key != _hash(fresh):
        row.previous_key, row.key = row.key, _hash(fresh)
        row.previous_answers = Sealed.of(row.answers.open() if row.answers else "")
    row.answers = Sealed.of(json.dumps(answers, ensure_ascii=False))
    fields = ["key", "previous_key", "previous_answers", "answers", "updated_at"]
    row.save(update_fields=[*fields, "form_version"] if row.followed else fields)
    return replace(kept, draft=row, key=fresh, origin=row.pk)


def taken_over(row: Draft) -> HeldDraft:
    """Return ROW, which the caller has locked, under a new key for another browser.

    The browser that held it sees the form from now on as it was at this moment, and goes on in a copy.
    """
    key = secrets.token_urlsafe(32)
    row.previous_key, row.key = row.key, _hash(key)
    row.previous_answers = Sealed.of(row.answers.open() if row.answers else "")
    row.save(update_fields=["key", "previous_key", "previous_answers", "updated_at"])
    return HeldDraft(row, key, row.pk)


def kept_until(draft: Draft) -> dt.date:
    """Return the last day on which DRAFT is there if nobody touches it any more."""
    return clock.date_of(draft.updated_at + KEPT)


def _locked(pk: int) -> Draft:
    rows = Draft.objects.with_current().select_for_update(of=("self",)).select_related("form_version", "item", "point")
    row = rows.get(pk=pk)
    follow(row)
    return row


def saved(request: HttpRequest, kept: HeldDraft) -> HeldDraft:
    """Return KEPT with a draft that is a row."""
    if kept.draft.pk:
        return kept
    fresh = _key_after(request, kept.key)
    draft = _copied(kept.draft, fresh)
    return replace(kept, draft=draft, key=fresh, origin=draft.pk)


def _copied(draft: Draft, fresh: str) -> Draft:
    """Return the draft under the key FRESH; if there is none yet, a copy of DRAFT."""
    same = {"form_version": draft.form_version, "item": draft.item, "point": draft.point}
    text = Sealed.of(draft.answers.open() if draft.answers else "")
    return Draft.objects.get_or_create(key=_hash(fresh), defaults=same | {"answers": text})[0]


def _key_after(request: HttpRequest, key: str) -> str:
    """Return the key after KEY: by the token of the page, so that pressing twice leads to one key."""
    token = form_token.sent_token(request)
    if token is None:
        return secrets.token_urlsafe(32)
    return salted_hmac("draft key", f"{key} {token}", algorithm="sha256").hexdigest()


def _cookie(item: ServiceItem | None) -> str:
    name = f"draft-{translation.get_language()}"
    return f"{name}.{item.code}" if item else name


def _is_ours(name: str) -> bool:
    return name.partition(".")[0] == f"draft-{translation.get_language()}"


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()

"""Codes with which a begun form is taken up in another browser, together with a telephone number.

Only blind indexes of both are kept. The code is made of the draft and of the page that asked for it: the same page sent
twice gives the same code, so that none that was written down goes stale by a second press.
"""

from dataclasses import replace

from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac

from forms.filling import browser_drafts, form_token
from forms.filling.browser_drafts import KEPT, HeldDraft
from forms.models import Draft
from portal.kit import clock, crockford, phones
from portal.kit.sealed import blind_index

LENGTH = 12
NO_INDEX = "0" * 64


@transaction.atomic
def give_code(request: HttpRequest, held: HeldDraft, phone: str) -> tuple[HeldDraft, str]:
    """Return HELD with a code under which, with PHONE, it is found from anywhere; an earlier code ends."""
    held = browser_drafts.saved(request, held)
    page = form_token.sent_token(request) or get_random_string(32)
    digest = salted_hmac("code of a begun form", f"{held.draft.uuid} {page}", algorithm="sha256").hexdigest()
    code = crockford.of_digest(digest, LENGTH)
    draft = held.draft
    draft.resume_index, draft.resume_phone_index = _code_index(code), _phone_index(code, phone)
    draft.save(update_fields=["resume_index", "resume_phone_index", "updated_at"])
    return held, code


def find(code: str, phone: str) -> Draft | None:
    """Return the draft of CODE and PHONE; None for a wrong pair, for one that was sent, and for an old one.

    Whether the code is known makes no difference to what is computed.
    """
    written = crockford.read(code, LENGTH)
    rows = Draft.objects.filter(resume_index=_code_index(written), sent_at=None, updated_at__gte=clock.now() - KEPT)
    found = rows.select_related("form_version", "item").first()
    expected = found.resume_phone_index if found and written else NO_INDEX
    return found if constant_time_compare(_phone_index(written, phone), expected) else None


@transaction.atomic
def take_up(found: Draft) -> HeldDraft | None:
    """Return the draft FOUND under a new key; None if it was sent, or got another code, a moment ago."""
    rows = Draft.objects.select_for_update(of=("self",)).select_related("form_version", "item", "point")
    row = rows.filter(pk=found.pk, sent_at=None, resume_index=found.resume_index).first()
    return browser_drafts.taken_over(row) if row else None


def in_its_place(request: HttpRequest, draft: Draft) -> HeldDraft | None:
    """Return the other begun form, the same one for the same service, that this browser would lose to DRAFT."""
    service = draft.item.code if draft.item else ""
    held = browser_drafts.held(request, draft.form_version.code)
    others = (one for one in held if one.service == service and one.draft.uuid != draft.uuid)
    return next((one for one in others if not one.draft.sent_at), None)


def beside_others(request: HttpRequest, taken: HeldDraft) -> HeldDraft:
    """Return TAKEN, knowing how many drafts of its form the browser of REQUEST holds with it."""
    held = browser_drafts.held(request, taken.draft.form_version.code)
    return replace(taken, among=len([one for one in held if one.service != taken.service]) + 1)


def _code_index(code: str) -> str:
    return blind_index("resume code", code)


def _phone_index(code: str, phone: str) -> str:
    return blind_index(f"resume phone:{code}", phones.digits(phone))

"""Addresses of the pages of a draft. They name its service where the browser has several drafts of the form."""

from urllib.parse import urlencode

from django.urls import reverse

from forms.evaluate import Evaluation
from forms.filling.browser_drafts import HeldDraft


def step_address(held: HeldDraft, step: str, *, check: bool = False) -> str:
    """Return the address of STEP (a code) of the draft HELD; CHECK leads back to the page to check afterwards."""
    return _with_query(reverse("apply_step", args=[held.draft.form_version.code, step]), held, check=check)


def check_address(held: HeldDraft) -> str:
    """Return the address of the page to check of the draft HELD."""
    return _with_query(reverse("apply_check", args=[held.draft.form_version.code]), held)


def first_gap(held: HeldDraft, evaluation: Evaluation) -> str | None:
    """Return the address of the first step that lacks an answer, or None."""
    return step_address(held, evaluation.missing[0][0]) if evaluation.missing else None


def _with_query(address: str, held: HeldDraft, *, check: bool = False) -> str:
    query = {"item": held.service} if held.among > 1 else {}
    query |= {"check": "yes"} if check else {}
    return f"{address}?{urlencode(query)}" if query else address

"""Addresses of the pages of a draft. They name its service where the browser has several drafts of the form."""

from urllib.parse import urlencode

from django.urls import reverse

from forms.evaluate import Evaluation
from forms.filling.browser_drafts import HeldDraft


def step_address(held: HeldDraft, step: str, *, check: bool = False) -> str:
    """Return the address of STEP (a code) of the draft HELD; CHECK leads back to the page to check afterwards."""
    address = reverse("apply_step", args=[held.draft.form_version.code, step])
    return _with_query(address, held, check="yes" if check else "")


def check_address(held: HeldDraft) -> str:
    """Return the address of the page to check of the draft HELD."""
    return _with_query(reverse("apply_check", args=[held.draft.form_version.code]), held)


def later_address(held: HeldDraft) -> str:
    """Return the address of the page that gives a code with which HELD is gone on with elsewhere."""
    return _with_query(reverse("apply_later", args=[held.draft.form_version.code]), held)


def place_address(held: HeldDraft, within: str = "") -> str:
    """Return the address of the page that asks for the place, in the territory WITHIN (a code) or the whole area."""
    return _with_query(reverse("apply_place", args=[held.draft.form_version.code]), held, within=within)


def point_address(held: HeldDraft, district: str = "") -> str:
    """Return the address of the page to choose a service point, with those of DISTRICT (a code) or all of them."""
    return _with_query(reverse("apply_point", args=[held.draft.form_version.code]), held, district=district)


def onward(held: HeldDraft, evaluation: Evaluation) -> str:
    """Return where the draft HELD goes on: its first step; once begun the first gap or the page to check."""
    if not evaluation.answers:
        return step_address(held, evaluation.steps[0].step)
    return first_gap(held, evaluation) or check_address(held)


def first_gap(held: HeldDraft, evaluation: Evaluation) -> str | None:
    """Return the address of the first step that lacks an answer, or None."""
    return step_address(held, evaluation.missing[0][0]) if evaluation.missing else None


def _with_query(address: str, held: HeldDraft, **more: str) -> str:
    query = {"item": held.service} if held.among > 1 else {}
    query |= {key: value for key, value in more.items() if value}
    return f"{address}?{urlencode(query)}" if query else address

"""The first thing on the tracking page: what the applicant is to do now, until when, and in which ways."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from cases.extensions import NowYou, TrackingPart
from cases.models import Case
from cases.workflow.spec import APPLICANT, State
from portal.templatetags.portal import day


def now_you(case: Case, state: State | None, parts: Iterable[TrackingPart]) -> NowYou | None:
    """Return what is asked of the applicant of CASE now; None when nothing is.

    A room that knows more (an appointment, missing papers) is asked first, then the workflow.
    """
    if case.closed_at:
        return None
    if known := next((part.now for part in parts if part.now), None):
        return known
    if state is None or APPLICANT not in state.waits_for:
        return None
    text = str(state.explain) or _("It is your turn: please see the notes below, or call us.")
    return NowYou(title=str(state.public), text=text, when=_until(case.next_due_on))


def _until(due: dt.date | None) -> str:
    """Return the one deadline in words; a clock that stands still while we wait sets none."""
    if due:
        return _("Until %(day)s") % {"day": day(due)}
    return _("While we wait for you, our own time does not run.")

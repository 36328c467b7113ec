"""Dates of publishing that have passed, in the forms of items, points and pages: what they do, and how to go on."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.kit import clock

END = "expire_at"


class PassedEndMixin:
    """Stands before one of Wagtail's forms, which refuse an end in the past even where it was reached long ago.

    A draft keeps it. Publishing takes it out: somebody who publishes what has expired wants it to be public.
    """

    data: Any
    initial: Any
    cleaned_data: dict[str, Any]

    passed_end: dt.datetime | None = None

    def clean(self) -> dict[str, Any]:
        """Hide the end from the check of Wagtail, which runs around this method."""
        self.passed_end = self._passed_end()
        if self.passed_end:
            del self.cleaned_data[END]
        cleaned: dict[str, Any] = super().clean()  # type: ignore[misc]
        return cleaned

    def _post_clean(self) -> None:
        if self.passed_end:
            self.cleaned_data[END] = None if "action-publish" in self.data else self.passed_end
        super()._post_clean()  # type: ignore[misc]

    def _passed_end(self) -> dt.datetime | None:
        end, before = self.cleaned_data.get(END), self.initial.get(END)
        if not end or not before or end >= clock.now():
            return None
        return end if _minute(end) == _minute(before) else None


def _minute(moment: dt.datetime) -> dt.datetime:
    """Return MOMENT as a form shows it."""
    return moment.replace(second=0, microsecond=0)


def tell(request: HttpRequest, row: Any) -> None:
    """Say above the form of ROW what a date that has passed did, or will do."""
    if request.method != "GET":
        return
    draft = row.get_latest_revision_as_object()
    now = clock.now()
    if not row.live and draft.expire_at and draft.expire_at < now:
        sentence = _("This expired on %(when)s and is not public. Publish it, and it is public again, without an end.")
        messages.info(request, sentence % {"when": _said(draft.expire_at)})
    elif draft.go_live_at and draft.go_live_at < now and row.has_unpublished_changes:
        sentence = _("The time to publish, %(when)s, has passed: “Publish” makes it public at once.")
        messages.info(request, sentence % {"when": _said(draft.go_live_at)})


def _said(moment: dt.datetime) -> str:
    return date_format(clock.local(moment), "DATETIME_FORMAT")

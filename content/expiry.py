"""Notices run out by the calendar, without a change that anybody makes: the search learns of it from here.

Lists, feeds and the home page ask for the date themselves, and ready pages are kept for a minute.
"""

import datetime as dt

from wagtail.models import Page

from content.models import NoticePage
from portal.kit import clock, indexing, periodic
from portal.kit.batches import in_batches

JOB = "take notices that have run out from the search"
BATCH = 20
OVERLAP = dt.timedelta(minutes=10)  # a round may begin before midnight and end after it


def take_out_of_search() -> None:
    """Tell the index of the notices that have run out since this job last succeeded, all of them the first time."""
    rows = NoticePage.objects.live().run_out()
    succeeded = periodic.last_successes().get(JOB)
    if succeeded:
        rows = rows.filter(valid_until__gte=clock.date_of(succeeded - OVERLAP))
    for batch in in_batches(list(rows.order_by("pk").values_list("pk", flat=True)), BATCH):
        indexing.update(Page, batch)

"""Clocks of a case in working days: started, paused, resumed, stopped; pure. Sources: Art. 18, 21, 22; 民法典 §201.

The day on which a clock starts is not counted. A pause moves the due date by exactly the working days between the day
it begins and the day it ends.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from portal.kit.workdays import WorkCalendar


@dataclass(frozen=True)
class Run:
    """One clock as it stands: ``days`` working days from ``started``, ``paused_days`` of them added by pauses."""

    started: dt.date
    days: int
    due: dt.date
    provisional: bool = False
    paused_on: dt.date | None = None
    paused_days: int = 0


def start(calendar: WorkCalendar, on: dt.date, days: int) -> Run:
    """Return a clock that starts ON a day and is due after DAYS working days; 0 is the same day if it is worked."""
    due = calendar.add(on, days) if days else calendar.add_natural(on, 0)
    return Run(on, days, due.date, due.provisional)


def pause(run: Run, on: dt.date) -> Run:
    """Return RUN stopped for a while ON a day; pausing a paused clock changes nothing."""
    return run if run.paused_on else replace(run, paused_on=on)


def resume(calendar: WorkCalendar, run: Run, on: dt.date) -> Run:
    """Return RUN going on ON a day, its due date moved by the working days of the pause."""
    if run.paused_on is None:
        return run
    # A date that had passed before the pause is not mended by it.
    lost = max(0, calendar.between(run.paused_on, on)) if run.paused_on <= run.due else 0
    moved = calendar.add(run.due, lost)
    return replace(
        run,
        due=moved.date,
        provisional=run.provisional or moved.provisional,
        paused_on=None,
        paused_days=run.paused_days + lost,
    )


Change = Callable[[Run], Run]
"""What a pause or a resumption does to a clock."""

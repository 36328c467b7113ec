"""Additions of higher rooms to cases: each registers its own in AppConfig.ready(); cases import none of them."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cases.models import Case

Moment = Callable[["Case"], dt.datetime | None]
"""Returns when something is or was to happen in a case, e.g. when its appointment begins."""


@dataclass(frozen=True)
class PagePart:
    """A part of a page of a case: the template of a room above, which shows ``about``."""

    template: str
    about: Any


@dataclass(frozen=True)
class NowYou:
    """Request to the applicant that stands first on the tracking page: ``when`` is its one deadline in words.

    ``ways`` are addresses with their labels, the best first; telephone and window are added by the page.
    """

    title: str
    text: str = ""
    when: str = ""
    ways: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class TrackingPart(PagePart):
    """A part of the tracking page; ``moves`` of the applicant (codes) are offered by the part alone.

    ``now`` is what the part asks of the applicant now, if anything.
    """

    moves: Collection[str] = ()
    now: NowYou | None = None


@dataclass(frozen=True)
class ReceiptPart(PagePart):
    """Rows of the receipt, with the words that stand on it in the place of those of an application.

    ``heading`` is that of the page, ``number`` says what the number is of, ``next`` what happens next.
    """

    heading: str
    number: str
    next: Sequence[str]


class CaseExtension:
    """Additions of a room to the pages of the cases that concern it. Subclasses override the methods they need."""

    related: tuple[str, ...] = ()
    """Relations from Case to load with each case, as select_related names them."""

    def panel(self, case: "Case") -> PagePart | None:
        """Return a panel of the page of CASE at the desk."""
        return None

    def tracking(self, case: "Case") -> TrackingPart | None:
        """Return a part of the tracking page of CASE."""
        return None

    def receipt(self, case: "Case") -> ReceiptPart | None:
        """Return a part of the receipt of CASE."""
        return None


_moments: dict[str, Moment] = {}
_extensions: list[CaseExtension] = []


def register(extension: CaseExtension, *, moments: Mapping[str, Moment]) -> None:
    """Add EXTENSION to the pages of cases, and MOMENTS for definitions by name, e.g. ``appointment.starts_at``."""
    _extensions.append(extension)
    _moments.update(moments)


def moments() -> Mapping[str, Moment]:
    """Return the known moments by name."""
    return _moments


def related() -> list[str]:
    """Return the relations that pages of a case load with it."""
    return [name for extension in _extensions for name in extension.related]


def panels(case: "Case") -> list[PagePart]:
    """Return the panels of the page of CASE at the desk."""
    return [part for extension in _extensions if (part := extension.panel(case))]


def tracking_parts(case: "Case") -> list[TrackingPart]:
    """Return the parts of the tracking page of CASE."""
    return [part for extension in _extensions if (part := extension.tracking(case))]


def receipt_part(case: "Case") -> ReceiptPart | None:
    """Return the part of the receipt of CASE that the first room concerned adds."""
    return next((part for extension in _extensions if (part := extension.receipt(case))), None)

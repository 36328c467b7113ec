"""What rooms above add to cases: each fills these registries in AppConfig.ready(); cases import none of them."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cases.models import Case

Moment = Callable[["Case"], dt.datetime | None]
"""Returns when something is or was to happen in a case, e.g. when its appointment begins."""

_moments: dict[str, Moment] = {}


def add_moment(name: str, moment: Moment) -> None:
    """Make MOMENT known under NAME, e.g. ``appointment.starts_at``, for definitions to refer to."""
    _moments[name] = moment


def moments() -> Mapping[str, Moment]:
    """Return the known moments by name."""
    return _moments

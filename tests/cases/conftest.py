"""Tests of cases run in the small city."""

from tests.moments import stopped
from tests.small_city import at, chinese, shared_town, town

__all__ = ["at", "chinese", "shared_town", "stopped", "town"]

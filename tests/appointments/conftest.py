"""Tests of appointments run in the small city."""

from tests.small_city import at, chinese, shared_town, town

__all__ = ["at", "chinese", "shared_town", "town"]

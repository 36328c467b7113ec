"""Checks of pages as they are seen: each page is opened once with each display preference, for all journeys."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.journeys.visitor import Visitor

HEIGHT = 844
# Which ways of reading axe looks at in each run: every width and every size; `make looks` lets it look at all twelve.
AUDITED = {(320, "xlarge"), (390, "normal"), (390, "large.care"), (1280, "normal"), (1280, "large")}
EVERYWHERE = os.environ.get("LOOKS") == "all"

OUTSIDE = """() => [...document.querySelectorAll('body *')]
  .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .filter(e => !e.closest('.menu, .idbar, .unseen, .skip, .visually-hidden, .nobody'))
  .map(e => e.outerHTML.slice(0, 100))"""
HEADING = "() => document.querySelector('h1')?.getBoundingClientRect().y"


@dataclass(frozen=True)
class Look:
    """``violations`` are what axe finds (empty where it did not look); ``heading`` is where h1 begins, in px."""

    violations: list[str]
    outside: list[str]
    scrolls_sideways: bool
    heading: float | None


@dataclass
class Looks:
    """Opens pages with ``visitor`` and remembers what was seen."""

    visitor: Callable[..., Visitor]
    _readers: dict[tuple[str, int], Visitor] = field(default_factory=dict)
    _seen: dict[tuple[str, str, int], Look] = field(default_factory=dict)
    _complaints: dict[str, list[str]] = field(default_factory=dict)

    def at(self, address: str, reading: str, width: int) -> Look:
        """Return how ADDRESS looks in READING (``large.care``) at WIDTH px."""
        key = (address, reading, width)
        if key not in self._seen:
            self._seen[key] = self._look(*key)
        return self._seen[key]

    def _look(self, address: str, reading: str, width: int) -> Look:
        reader = self._readers.get((reading, width))
        if reader is None:
            reader = self.visitor(width=width, height=HEIGHT, strict=False).reads(reading)
            self._readers[reading, width] = reader
        page = reader.go(address).page
        audited = EVERYWHERE or (width, reading) in AUDITED
        outside, heading = page.evaluate(OUTSIDE)[:3], page.evaluate(HEADING)
        sideways = reader.scrolls_sideways()
        return Look(reader.axe() if audited else [], outside, sideways, heading)

    def complaints(self, address: str) -> list[str]:
        """Return what the browser says against ADDRESS under the strict policy, a page that is missing apart."""
        if address not in self._complaints:
            reader = self.visitor(height=HEIGHT).go(address)
            self._complaints[address] = [said for said in reader.complaints if "404" not in said]
            reader.page.context.close()
        return self._complaints[address]

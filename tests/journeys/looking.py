"""Checks of pages as they are seen: each page is opened once with each display preference, for all journeys."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.journeys.visitor import Visitor

HEIGHT = 844
# The display preferences that axe looks at in each run: every width and every size; with `make looks` all twelve.
AUDITED = {(320, "xlarge"), (390, "normal"), (390, "large.care"), (1280, "normal"), (1280, "large")}
# Of these, those in which it measures contrast: once in each mode, as a telephone and as a screen show it.
MEASURED = {(390, "large.care"), (1280, "normal")}
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

    def at(self, address: str, display: str, width: int) -> Look:
        """Return how ADDRESS looks with the preferences DISPLAY (``large.care``) at WIDTH px."""
        key = (address, display, width)
        if key not in self._seen:
            self._seen[key] = self._look(*key)
        return self._seen[key]

    def _look(self, address: str, display: str, width: int) -> Look:
        reader = self._readers.get((display, width))
        if reader is None:
            reader = self.visitor(width=width, height=HEIGHT, strict=False).prefers(display)
            self._readers[display, width] = reader
        page = reader.go(address).page
        audited = EVERYWHERE or (width, display) in AUDITED
        measured = EVERYWHERE or (width, display) in MEASURED
        outside, heading = page.evaluate(OUTSIDE)[:3], page.evaluate(HEADING)
        sideways = reader.scrolls_sideways()
        return Look(reader.axe(contrast=measured) if audited else [], outside, sideways, heading)

    def complaints(self, address: str) -> list[str]:
        """Return what the browser says against ADDRESS under the strict policy, a page that is missing apart."""
        if address not in self._complaints:
            reader = self.visitor(height=HEIGHT).go(address)
            self._complaints[address] = [said for said in reader.complaints if "404" not in said]
            reader.page.context.close()
        return self._complaints[address]

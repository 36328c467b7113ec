"""Every page type in every way of reading: accessible, within its width, its heading in sight, by keyboard."""

import os

import pytest

from tests.journeys.pages import PUBLIC, READINGS

pytestmark = pytest.mark.slow
WIDTHS = (320, 390, 1280)
HEIGHT = 844
# Which ways of reading axe looks at in each run: every width and every size; `make looks` lets it look at all twelve.
AUDITED = {(320, "xlarge"), (390, "normal"), (390, "large.care"), (1280, "normal"), (1280, "large")}
EVERYWHERE = os.environ.get("LOOKS") == "all"
FIRST_SCREEN = 0.45 * HEIGHT  # px; h1 begins above it (ui.md §4.1)
TAP = {"normal": 24, "large.care": 44}  # px, the least side of what is pressed (WCAG 2.5.8; 适老化)

OUTSIDE = """() => [...document.querySelectorAll('body *')]
  .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .filter(e => !e.closest('.menu, .idbar, .unseen, .skip, .visually-hidden, .nobody'))
  .map(e => e.outerHTML.slice(0, 100))"""


@pytest.fixture
def reader(visitor):
    """Return a function that opens a browser which reads in one way: ``reader("xlarge", 320)``."""

    def make(reading, width, **options):
        citizen = visitor(width=width, height=HEIGHT, **options)
        citizen.page.context.add_cookies([{"name": "reading", "value": reading, "url": citizen.site.address}])
        return citizen

    return make


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("reading", READINGS)
def test_page_types_are_accessible_and_keep_within_the_page(reader, reading, width):
    citizen = reader(reading, width, strict=False)
    wrong = {}
    for name, address in PUBLIC.items():
        citizen.go(address)
        found = [f"outside: {what}" for what in citizen.page.evaluate(OUTSIDE)[:3]]
        found += citizen.axe() if EVERYWHERE or (width, reading) in AUDITED else []
        if width == 390 and name not in {"apply", "item-print"}:
            top = citizen.page.locator("h1").bounding_box()["y"]
            found += [f"the heading begins at {top} px"] if top > FIRST_SCREEN else []
        if found:
            wrong[name] = found
    assert not wrong


def test_no_page_type_breaks_the_strict_policy(reader):
    citizen = reader("normal", 1280)
    for address in PUBLIC.values():
        citizen.go(address)
    assert [complaint for complaint in citizen.complaints if "404" not in complaint] == []


@pytest.mark.parametrize("name", ["home", "items", "item", "point", "contacts"])
def test_keyboard_walks_through_every_page(reader, name):
    page = reader("normal", 1280).go(PUBLIC[name]).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    seen = set()
    for _stop in range(400):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => { const e = document.activeElement, r = e.getBoundingClientRect(), s = getComputedStyle(e);
              if (e === document.body) return null;
              return [e.outerHTML.slice(0, 120) + r.top + scrollY, r.bottom > 0 && r.top < innerHeight,
                      parseFloat(s.outlineWidth) > 1 && s.outlineStyle !== 'none', e.closest('footer') !== null]; }"""
        )
        if stop is None:
            break
        what, visible, outlined, _foot = stop
        assert visible, f"out of sight: {what}"
        assert outlined, f"without an outline: {what}"
        seen.add(what)
    assert len(seen) > 10

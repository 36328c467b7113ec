"""Every page type in every way of reading: accessible, within its width, its heading in sight, by keyboard."""

import pytest

from tests.journeys.pages import PUBLIC, READINGS

pytestmark = pytest.mark.slow
WIDTHS = (320, 390, 1280)
HEIGHT = 844
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
def test_page_types_are_accessible(reader, reading, width):
    citizen = reader(reading, width, strict=False)
    violations = {}
    for name, address in PUBLIC.items():
        if found := citizen.go(address).axe():
            violations[name] = found
    assert not violations


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("reading", READINGS)
def test_nothing_stands_outside_the_page(reader, reading, width):
    citizen = reader(reading, width)
    outside = {}
    for name, address in PUBLIC.items():
        if found := citizen.go(address).page.evaluate(OUTSIDE):
            outside[name] = found[:3]
    assert not outside


@pytest.mark.parametrize("reading", READINGS)
def test_heading_stands_on_the_first_screen_of_a_telephone(reader, reading):
    citizen = reader(reading, 390)
    tops = {}
    for name, address in PUBLIC.items():
        tops[name] = citizen.go(address).page.locator("h1").bounding_box()["y"]
    assert not {name: top for name, top in tops.items() if top > FIRST_SCREEN and name not in {"apply", "item-print"}}


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

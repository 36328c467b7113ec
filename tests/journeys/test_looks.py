"""Every page type with all display preferences: accessible, within its width, its heading in sight, by keyboard."""

import pytest

from tests.journeys.looking import HEIGHT
from tests.journeys.pages import DISPLAYS, PUBLIC

pytestmark = pytest.mark.slow
WIDTHS = (320, 390, 1280)
FIRST_SCREEN = 0.45 * HEIGHT  # px; h1 begins above it (ui.md §4.1)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("display", DISPLAYS)
def test_page_types_are_accessible_and_keep_within_the_page(looks, display, width):
    wrong = {}
    for name, address in PUBLIC.items():
        look = looks.at(address, display, width)
        found = [*look.violations, *(f"outside: {what}" for what in look.outside)]
        if width == 390 and name not in {"apply", "item-print"}:
            found += [f"the heading begins at {look.heading} px"] if look.heading > FIRST_SCREEN else []
        if found:
            wrong[name] = found
    assert not wrong


def test_no_page_type_breaks_the_strict_policy(looks):
    assert [complaint for address in PUBLIC.values() for complaint in looks.complaints(address)] == []


@pytest.mark.parametrize("name", ["home", "items", "item", "point", "contacts"])
def test_keyboard_walks_through_every_page(visitor, name):
    page = visitor(height=HEIGHT).go(PUBLIC[name]).page
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

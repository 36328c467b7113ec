"""The site on a telephone: all entries of the navigation, the nearest window, numbers told apart."""

import pytest

from tests.journeys.pages import DISPLAYS

ENTRIES = """() => [...document.querySelectorAll('.menu a')].map(a => {
  const r = a.getBoundingClientRect(), top = document.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2);
  return [a.textContent, r.left >= 0 && r.right <= innerWidth && r.bottom <= innerHeight && a.contains(top)];
})"""
COLOURS = """() => [...document.querySelectorAll(':is(header, main) .tel')].map(
  e => [e.classList.contains('complaint'), getComputedStyle(e).color])"""


@pytest.mark.parametrize("width", [390, 320])
@pytest.mark.parametrize("display", DISPLAYS)
def test_navigation_shows_every_entry(visitor, display, width):
    page = visitor(width=width, height=844).prefers(display).go("/").page
    entries = page.evaluate(ENTRIES)
    assert len(entries) == 6
    assert not [name for name, is_seen in entries if not is_seen]
    page.goto("/en/")
    assert not [name for name, is_seen in page.evaluate(ENTRIES) if not is_seen]


@pytest.mark.parametrize("display", ["normal.care", "xlarge.care"])
def test_care_version_keeps_what_people_ask_most(visitor, display):
    page = visitor(width=390, height=844).prefers(display).go("/").page
    links = page.locator(".popular a[href*='/items/']:visible")
    assert links.count() >= 6
    links.first.click()
    assert "/items/social-card-replace/" in page.url


@pytest.mark.article("9.1")
def test_an_address_leads_to_the_nearest_window(visitor):
    citizen = visitor(width=390, height=844, javascript=False)
    page = citizen.go("/points/").page
    page.locator("main [role=search] input[type=search]").fill("市南区香港中路12号")
    page.locator("main [role=search] button").click()
    citizen.sees("我们理解为： 市南区 › 香港中路街道")
    assert not citizen.scrolls_sideways()
    page.locator(".results .rows b a").first.click()
    citizen.sees("香港中路街道便民服务中心")
    page.go_back()
    page.locator("main [role=search] input[type=search]").fill("没有这个地方")
    page.locator("main [role=search] button").click()
    citizen.sees("没找到您说的地方", "12345")


def test_numbers_for_questions_and_for_complaints_have_one_colour_each(visitor):
    page = visitor(width=390, height=844).page
    colours = set()
    for address in ("/", "/contacts/", "/points/", "/points/laoshan-centre/", "/items/work-injury/", "/about/",
                    "/search/?q=崂山区", "/apply/assistance/?item=social-card-replace", "/no/such/page/"):  # fmt: skip
        page.goto(address)
        colours |= {(is_complaint, colour) for is_complaint, colour in page.evaluate(COLOURS)}
    assert len(colours) == 2, colours
    assert len({colour for _is_complaint, colour in colours}) == 2

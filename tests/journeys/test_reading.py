"""A visitor who only reads: finds an item through the facets, reads both numbers, takes it along on paper."""

import re

import pytest

from tests.citizen import Citizen

PAGES = re.compile(rb"/Type\s*/Page\b")


def narrow(citizen, choice):
    """Choose CHOICE (``theme=p-social``) among the facets; what is folded is opened by its summary."""
    link = citizen.page.locator(f".facets a[href*='{choice}']").first
    for folded in link.locator("xpath=ancestor::details[not(@open)]").element_handles():
        summary = folded.query_selector(":scope > summary")
        if summary.is_visible():
            summary.click()
    link.click()


@pytest.mark.article("9.1", "38.1")
@pytest.mark.parametrize(
    ("display", "width", "javascript"),
    [("normal", 1280, True), ("normal", 390, False), ("large.care", 320, True), ("large.care", 320, False)],
)
def test_from_the_facets_to_paper(visitor, display, width, javascript):
    citizen = visitor(width=width, height=844, javascript=javascript)
    citizen.page.context.add_cookies([{"name": "display", "value": display, "url": citizen.site.address}])
    page = citizen.go("/").page
    page.locator("nav.menu a[href='/items/']").click()
    narrow(citizen, "audience=natural_person")
    narrow(citizen, "theme=p-social")
    assert page.locator(".chips .chip").count() == 3
    page.locator(".results .rows a").first.click()
    service, complaint = (page.locator("aside .tel").nth(n).inner_text() for n in (0, 1))
    assert service != complaint
    assert not citizen.scrolls_sideways()
    page.locator("aside a[href$='/print/']").click()
    for number in (service, complaint):
        assert page.get_by_text(number).count()
    assert page.locator(".sheet .qr svg").is_visible()
    assert not citizen.complaints


@pytest.mark.slow
def test_no_guide_needs_more_than_two_sheets(visitor):
    """The longest guides need the most paper: if they fit, all do."""
    citizen = visitor(javascript=False)
    citizen.go("/sitemaps/items/1.xml")
    codes = set(re.findall(r"/items/([\w-]+)/", citizen.page.content()))
    assert len(codes) > 40
    length = {code: len(Citizen(citizen.site.address, {}).get(f"/items/{code}/").text) for code in codes}
    long = {}
    for code in sorted(length, key=length.__getitem__)[-25:]:
        for address in (f"/items/{code}/", f"/items/{code}/print/"):
            sheets = len(PAGES.findall(citizen.go(address).page.pdf(prefer_css_page_size=True)))
            if sheets > 2:
                long[address] = sheets
    assert not long


@pytest.mark.article("15.7")
def test_points_open_now_are_found_and_a_point_is_read_on_a_telephone(visitor):
    citizen = visitor(width=390, height=844, javascript=False)
    page = citizen.go("/points/").page
    narrow(citizen, "district=laoshan")
    page.locator("main [role=search] input[type=search]").fill("中心")
    page.locator("main [role=search] button").click()
    assert "district=laoshan" in page.url
    page.locator(".results .rows b a").first.click()
    citizen.sees("开放时间", "这里有什么", "先问一问", "对我们不满意")

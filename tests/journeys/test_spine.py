"""The one thread through the whole product: found, read, applied, decided, followed; without script, on a telephone."""

import re

import pytest

from tests.journeys.looking import AUDITED

NAME, PHONE = "旅程申请人", "13900002468"
NUMBER = re.compile(r"BD-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]")
RESULT = "社保卡已经制好，请带身份证到窗口领取。"


def look(citizen):
    """Let axe read the page where the visitor lets it; nobody ever has to scroll sideways."""
    if citizen.reads_with_axe:
        assert citizen.axe() == [], citizen.page.url
    assert not citizen.scrolls_sideways(), citizen.page.url


def find_guide(citizen, words):
    """Search for WORDS and open the guide that is found."""
    citizen.go("/")
    look(citizen)
    box = citizen.page.locator("main input[name=q]").first
    box.fill(words)
    box.press("Enter")
    citizen.page.wait_for_url("**/search/**")
    look(citizen)
    citizen.page.locator("main a[href*='/items/']").first.click()
    assert "/items/" in citizen.page.url
    look(citizen)


def apply(citizen):
    """Go from the guide to the receipt; return the number of the case."""
    page = citizen.page
    page.locator("a[href*='/apply/']").first.click()
    for _ in range(11):
        look(citizen)
        if "/receipts/" in page.url:
            return NUMBER.search(re.sub(r"\s", "", page.locator("main").inner_text()))[0]
        fill(page)
        citizen.has_read()
        page.locator(
            "main form[method=post] button[type=submit]:not([name=later]), main form[method=post] button:not([type])"
        ).last.click()
    raise AssertionError(f"no receipt; the last page was {page.url}: {page.locator('main').inner_text()[:1500]}")


def fill(page):
    """Answer whatever this page asks."""
    for name, value in {"name": NAME, "phone": PHONE, "wish": "老人行动不便，请先打电话。"}.items():
        field = page.locator(f"main [name={name}]:not([type=hidden])")
        if field.count():
            field.fill(value)
    choices = {"mode": "agency", "applicant_kind": "natural_person", "visit": "window", "place": "laoshan"}
    for name, value in choices.items():
        radio = page.locator(f"main input[type=radio][name={name}][value={value}]")
        if radio.count():
            radio.check()
    for box in page.locator("main input[type=checkbox]").all():
        box.check()


def work(clerk, number, move, **answers):
    """Make MOVE on the case NUMBER as a clerk."""
    clerk.go("/admin/cases/")
    clerk.page.get_by_role("link", name=number).first.click()
    clerk.page.locator(f"a[href$='/move/{move}/']").first.click()
    for name, value in answers.items():
        clerk.page.locator(f"[name={name}]").fill(value)
    clerk.page.locator("main form[method=post] button[type=submit]").last.click()


def track(citizen, number, tail=PHONE[-4:]):
    citizen.go("/track/")
    citizen.page.fill("[name=number]", number)
    citizen.page.fill("[name=tail]", tail)
    citizen.page.locator("main form[method=post] button").last.click()


@pytest.mark.article("10.3", "15.1", "22.1", "23.1", "38.1")
@pytest.mark.parametrize(
    ("display", "how"),
    [
        ("normal", {"width": 390, "javascript": False}),
        ("large.care", {"width": 320, "javascript": False}),
        ("large.care", {"width": 320, "strict": False}),
        ("normal", {"width": 1280, "strict": False}),
    ],
    ids=[
        "without script on a telephone",
        "care mode without script at 320 px",
        "care mode, read by axe",
        "read by axe",
    ],
)
def test_from_a_search_to_a_completed_case(visitor, display, how):
    citizen, clerk = visitor(**how), visitor()
    citizen.prefers(display)
    find_guide(citizen, "社保卡")
    assert citizen.page.locator("aside .tel, .aside .tel, .tel").count() >= 2, "both numbers stand on the guide"
    number = apply(citizen)
    clerk.sign_in("qingdao-agent")
    work(clerk, number, "accept")
    work(clerk, number, "complete", result=RESULT)
    track(citizen, number)
    look(citizen)
    citizen.sees("已办结", RESULT)
    assert not citizen.complaints


@pytest.mark.article("22.2")
def test_a_wrong_tail_shows_nothing(visitor):
    citizen = visitor(javascript=False)
    find_guide(citizen, "身份证")
    number = apply(citizen)
    track(citizen, number, "0000")
    assert "已收到" not in citizen.page.locator("main").inner_text()


PAGES = [
    "/", "/items/", "/items/social-card-replace/", "/points/", "/points/laoshan-centre/", "/contacts/",
    "/search/?q=社保", "/apply/assistance/?item=social-card-replace", "/book/", "/track/", "/no-such-page/",
    "/en/", "/en/items/",
]  # fmt: skip
WIDTHS = {"normal": 1280, "xlarge": 320, "large.care": 390}


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("display", WIDTHS)
def test_pages_are_accessible_and_do_not_scroll_sideways(looks, address, display):
    assert (WIDTHS[display], display) in AUDITED
    look = looks.at(address, display, WIDTHS[display])
    assert look.violations == []
    assert not look.scrolls_sideways


@pytest.mark.parametrize("address", PAGES)
def test_the_strict_policy_is_never_broken(looks, address):
    assert looks.complaints(address) == []

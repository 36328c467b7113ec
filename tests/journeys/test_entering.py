"""A caller and a walk-in, entered by staff: by keyboard alone, and without script."""

import re

import pytest

ENTRY = "/admin/cases/new/assistance/"
NAME, PHONE = "来电示例", "13900008642"


def fill(page, name=NAME, phone=PHONE):
    for key, value in {"name": name, "phone": phone, "wish": "请先打电话"}.items():
        page.locator(f"[name={key}]").fill(value)
    for key, value in {"mode": "assistance", "applicant_kind": "natural_person", "visit": "window"}.items():
        page.locator(f"[name={key}][value={value}]").check()


def tick(page):
    for box in page.locator("#entry-say input[type=checkbox]").all():
        box.check()


def settled(clerk):
    """Wait until the page has saved itself and says when."""
    clerk.page.wait_for_function("/\\d\\d:\\d\\d/.test(document.querySelector('.entry-saved').textContent)")
    clerk.page.wait_for_timeout(1200)


@pytest.mark.article("15.3")
def test_caller_is_entered_by_keyboard_and_known_the_next_time(visitor):
    clerk = visitor(strict=False)
    clerk.sign_in("qingdao-agent")
    page = clerk.go(ENTRY).page
    assert clerk.axe("document.querySelector('main')") == []
    assert not clerk.scrolls_sideways()
    page.locator("[name='_-channel'][value=phone]").focus()
    page.keyboard.press("Space")
    page.locator("[name=phone]").focus()
    page.keyboard.type(PHONE)
    page.keyboard.press("Tab")
    fill(page)
    page.keyboard.press("Tab")
    # A company is asked for its code: the line comes by itself, and goes again.
    page.locator("[name=applicant_kind][value=legal_person]").check()
    page.wait_for_selector("[name=uscc]")
    page.locator("[name=applicant_kind][value=natural_person]").check()
    page.wait_for_selector("[name=uscc]", state="detached")
    settled(clerk)
    assert NAME in page.locator("#entry-say").inner_text()
    assert not page.locator(".entry-gap").count()
    tick(page)
    # The driver sends no access keys: the button has one, and is pressed as if by Tab.
    page.locator("button[accesskey=s]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/new/assistance/" not in url)
    assert re.search(r"BD-[0-9A-Z-]+", page.locator("body").inner_text())
    assert not clerk.complaints

    page = clerk.go(ENTRY).page
    page.locator("[name=phone]").fill(PHONE)
    page.keyboard.press("Tab")
    page.wait_for_selector(".entry-known")
    assert "来*" in page.locator(".entry-known").inner_text()
    assert clerk.axe("document.querySelector('main')") == []
    page.locator("button[value^='known ']").first.click()
    page.wait_for_selector(f"[name=name][value='{NAME}']")


@pytest.mark.parametrize("how", [{"javascript": False}, {"width": 320}], ids=["without script", "at 320 px"])
def test_walk_in_is_entered(visitor, how):
    clerk = visitor(**how)
    clerk.sign_in("qingdao-agent")
    page = clerk.go(ENTRY).page
    page.locator("[name='_-channel'][value=window]").check()
    fill(page, "来人示例", "13900008643")
    page.locator("#entry-fields button[value=more]").click()
    page.wait_for_load_state()
    assert not clerk.scrolls_sideways()
    tick(page)
    page.locator("button[value=save]").click()
    page.wait_for_url(lambda url: "/new/assistance/" not in url)
    assert not clerk.complaints

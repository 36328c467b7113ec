"""Editors keep the catalogue true: a draft, an approval by somebody else, and the public page at the next request."""

import pytest

POINT, OLD, NEW = "laoshan-centre", "0532-05550", "0532-05559876"
WISH = "这一条写得还不够清楚，请补充一句话简介。"
SUMMARY = "旅程：一句话说明这个事项。"


def open_form(person, where, code):
    """Open the edit form of the row with CODE from its list."""
    person.go(f"/admin/snippets/catalog/{where}/?q={code}")
    person.page.locator(f"main td.title a[href*='/{where}/edit/']").first.click()
    return person.page.url


def choose_action(person, selector):
    """Open the menu beside the save button and press what it offers."""
    button = person.page.locator(f"footer {selector}")
    if not button.first.is_visible():
        person.page.locator(
            "footer [data-controller='w-dropdown'] button[data-w-dropdown-target='toggle']"
        ).first.click()
    button.first.click()
    person.page.wait_for_load_state()


def submit(person):
    choose_action(person, "button[name='action-submit']")


def approve_from_home(person, name):
    person.go("/admin/")
    person.sees("等您审核的", name)
    person.page.locator("main").get_by_role("link", name=name).first.click()
    with person.page.expect_navigation():
        person.page.get_by_role("button", name="批准并发布").click()
    person.sees("已批准并公开")


@pytest.mark.article("9", "38.1")
def test_corrected_number_is_public_within_a_second(visitor):
    reader, editor, publisher = visitor(), visitor(), visitor(javascript=True)
    reader.go(f"/points/{POINT}/")
    assert NEW[-4:] not in reader.page.locator("main").inner_text()
    name = reader.page.locator("h1").inner_text().strip()
    editor.sign_in("laoshan-editor")
    open_form(editor, "servicepoint", POINT)
    editor.page.fill("input[name=service_phone]", NEW)
    submit(editor)
    reader.page.reload()
    assert NEW[-4:] not in reader.page.locator("main").inner_text()
    publisher.sign_in("laoshan-publisher")
    approve_from_home(publisher, name)
    reader.sees_soon(NEW[-4:])
    assert not reader.complaints + editor.complaints + publisher.complaints


@pytest.mark.article("38.1")
def test_item_is_sent_back_with_a_reason_then_public_within_a_second(visitor):
    editor, publisher, reader = visitor(), visitor(), visitor()
    editor.sign_in("qingdao-editor")
    editor.go("/admin/snippets/catalog/serviceitem/")
    link = editor.page.locator("main td.title a[href*='/serviceitem/edit/']").first
    link.click()
    address, code = editor.page.url, editor.page.locator("input[name=code]").input_value()
    editor.page.fill("[name='summary_zh-hans']", SUMMARY)
    submit(editor)
    publisher.sign_in("qingdao-publisher")
    publisher.go(address)
    choose_action(publisher, "button[data-workflow-action-name='reject']")
    publisher.page.locator(".modal textarea[name=comment]").fill(WISH)
    with publisher.page.expect_navigation():
        publisher.page.locator(".modal button[type=submit]").click()
    editor.go("/admin/")
    editor.sees("退回给您修改的", WISH)
    editor.go(address)
    editor.sees(WISH)
    submit(editor)
    reader.go(f"/items/{code}/")
    assert SUMMARY not in reader.page.locator("main").inner_text()
    publisher.go(address)
    with publisher.page.expect_navigation():
        choose_action(publisher, "button[data-workflow-action-name='approve']")
    reader.sees_soon(SUMMARY)
    assert not reader.complaints + editor.complaints + publisher.complaints

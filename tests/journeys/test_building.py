"""An editor of the city changes a question of the application in the admin, without JavaScript; citizens see it after
somebody publishes it."""

import pytest

OLD, NEW = "服务方式", "您希望我们怎么帮您？"
BUILDER = "/admin/snippets/forms/form/"


def open_builder(person):
    person.go(BUILDER)
    person.page.locator("main td.title a[href*='/form/edit/']").filter(has_text="帮办（代办）").first.click()
    return person.page.url


def choose(person, title):
    person.page.get_by_role("navigation", name="目录").get_by_role("link", name=title).first.click()


def question(reader):
    """Return the text of the first step of the application."""
    reader.go("/apply/assistance/")
    reader.page.locator("main form button[type=submit]").last.click()
    return reader.page.locator("main").inner_text()


def test_editor_changes_a_question_and_publisher_publishes_it(visitor):
    editor, publisher, reader = visitor(javascript=False), visitor(javascript=False), visitor(javascript=False)
    editor.sign_in("qingdao-editor")
    address = open_builder(editor)
    choose(editor, OLD)
    editor.page.get_by_role("group", name="问什么").get_by_label("简体中文").fill(NEW)
    editor.press("保存为草稿")
    editor.sees("已保存为草稿", "市民现在看到第 1 版", NEW)
    assert NEW in editor.page.frame_locator("iframe").locator("main").inner_text()
    editor.page.get_by_label("类型").last.select_option("date")
    editor.press("在这一步加一题")
    editor.sees("已加上", "需要改正", "1 处要改正")
    editor.press("撤销")
    editor.sees("上一步改动已撤销")
    assert "处要改正" not in editor.page.locator("main").inner_text()
    assert not editor.page.get_by_role("button", name="发布", exact=True).count()
    assert OLD in question(reader)
    publisher.sign_in("qingdao-publisher")
    publisher.go(address)
    publisher.press("发布")
    assert "/publish/" in publisher.page.url
    publisher.press("发布")
    publisher.sees("已发布", "第 2 版")
    assert NEW in question(reader)
    assert not reader.complaints + editor.complaints + publisher.complaints


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(visitor, width):
    editor = visitor(width=width, strict=False)
    editor.sign_in("qingdao-editor")
    address = open_builder(editor)
    for at in ("", "?at=service/mode", "?at=applicant/uscc"):
        editor.go(address.partition("?")[0] + at)
        assert editor.axe("'.builder'") == []
        assert not editor.scrolls_sideways()


def tab_to(person, expression):
    """Press Tab until EXPRESSION holds of the element with the focus."""
    for _press in range(60):
        person.page.keyboard.press("Tab")
        if person.page.evaluate(f"(e => {expression})(document.activeElement)"):
            return
    raise AssertionError(f"no Tab leads to {expression}")


def test_question_is_changed_by_keyboard_alone(visitor):
    editor = visitor()
    editor.sign_in("qingdao-editor")
    address = open_builder(editor)
    editor.go(f"{address.partition('?')[0]}?at=applicant/phone")
    assert editor.page.evaluate("document.activeElement.id") == "builder-element"
    tab_to(editor, "e.name === 'o.hint_zh-hans'")
    editor.page.keyboard.type("手机或座机")
    tab_to(editor, "e.value === 'save'")
    with editor.page.expect_navigation():
        editor.page.keyboard.press("Enter")
    editor.sees("已保存为草稿")
    assert editor.page.evaluate("document.activeElement.id") == "builder-element"
    assert "手机或座机" in editor.page.locator("[name='o.hint_zh-hans']").input_value()

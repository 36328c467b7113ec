"""docs/editors.md, step by step: a complaint form is made in the admin without code, and a citizen sends it.

``SCREENSHOTS=docs/screenshots pytest tests/journeys/test_new_form.py`` takes the pictures of that page anew.
"""

import os
from pathlib import Path

import pytest

from tests.journeys.test_building import BUILDER

pytestmark = pytest.mark.slow


class Editor:
    """Somebody at the builder, without JavaScript, who finds everything by its words."""

    def __init__(self, visitor):
        self.visitor, self.page = visitor, visitor.page

    def picture(self, name):
        if folder := os.environ.get("SCREENSHOTS"):
            self.page.screenshot(path=Path(folder) / f"editors-{name}.png")

    def opens(self, title):
        self.page.get_by_role("navigation", name="目录").get_by_role("link", name=title).first.click()

    def says(self, label, text):
        """Write TEXT for LABEL in Chinese."""
        self.page.get_by_role("group", name=label, exact=True).get_by_label("简体中文").first.fill(text)

    def adds(self, kind, label):
        """Add a question of KIND to the step, and word it."""
        self.page.get_by_label("类型").last.select_option(label=kind)
        self.visitor.press("在这一步加一题")
        self.says("问什么", label)

    def offers(self, number, code, label):
        """Write the option in the row NUMBER, counted from 1; each save gives one more row."""
        row = self.page.get_by_role("group", name="选项", exact=True).first.locator(".builder-row").nth(number - 1)
        row.get_by_label("代码").fill(code)
        row.get_by_label("简体中文").fill(label)
        self.saves()

    def only_if(self, question, value):
        row = self.page.get_by_role("group", name="什么时候问（都满足才问）").locator(".builder-row").first
        row.get_by_label("哪一题").select_option(label=question)
        row.get_by_label("怎么比").select_option(label="是")
        row.get_by_label("和什么比").fill(value)

    def saves(self):
        self.visitor.press("保存为草稿")
        self.visitor.sees("已保存为草稿")


@pytest.fixture
def editor(visitor):
    person = visitor(width=1280, height=900, javascript=False)
    person.sign_in("qingdao-publisher")
    return Editor(person)


def make_form(editor):
    page = editor.page
    # 1 Begin
    editor.visitor.go(BUILDER)
    page.locator("a[href$='/form/new/']").first.click()
    page.get_by_label("简体中文").fill("窗口投诉")
    page.get_by_label("英文").fill("Complain about a window")
    editor.picture("1-new")
    editor.visitor.press("开始写草稿")
    editor.visitor.sees("草稿建好了", "还没有人看到")
    # 2 Where it goes
    page.get_by_label("办件流程").fill("complaint")
    editor.saves()
    # 3 The step and its questions
    editor.opens("step_1")
    editor.says("标题", "发生了什么？")
    editor.saves()
    editor.adds("单选", "您要说的是")
    editor.offers(1, "attitude", "服务态度")
    editor.offers(2, "late", "办得慢")
    editor.picture("2-question")
    editor.adds("一段文字", "事情经过")
    editor.saves()
    editor.adds("是或否", "要答复吗")
    editor.saves()
    editor.adds("电话号码", "电话")
    editor.only_if("要答复吗 (yes_no_1)", "是")
    editor.saves()
    editor.visitor.sees("仅当")
    editor.picture("3-condition")


def test_complaint_form_is_made_published_and_sent(visitor, editor):
    make_form(editor)
    # 4 Publish
    editor.visitor.press("发布")
    editor.visitor.sees("第一次公开")
    editor.picture("4-publish")
    editor.visitor.press("发布")
    editor.visitor.sees("已发布", "第 1 版")
    # A citizen complains without a name.
    citizen = visitor(javascript=False)
    citizen.go("/apply/chuangkoutousu/")
    citizen.page.locator("main form button[type=submit]").last.click()
    citizen.page.get_by_label("办得慢").check()
    citizen.page.get_by_label("事情经过").fill("等了两个小时")
    citizen.page.get_by_label("否", exact=True).check()
    citizen.press("保存并继续")
    citizen.sees("等了两个小时", "办得慢")
    citizen.page.locator("main form button[type=submit]").last.click()
    citizen.sees("TS-")
    assert not editor.visitor.complaints + citizen.complaints

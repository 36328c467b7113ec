"""A publisher of a district writes a notice with a picture and a file; readers see it at the next request."""

import re

import pytest

from tests.hostile.files import PDF, picture
from tests.journeys.test_editing import choose_action

pytestmark = pytest.mark.article("38.5")
LIST = (
    "from content.models import NoticesPage; print('list', NoticesPage.objects.get(locale__language_code='zh-hans').pk)"
)
TITLE, SHOWS = "崂山停水通知", "停水范围的地图"


def new_notice(person):
    """Open the form of a new notice from the list in the explorer."""
    key = person.site.manage("shell", "-c", LIST).split()[-1]
    person.go(f"/admin/pages/{key}/")
    person.page.locator(f"a[href*='/admin/pages/{key}/add_subpage/']").first.click()


def upload(person, block, button, name, content):
    """Add BLOCK at the end of the text and upload a file in the window of its chooser."""
    page = person.page
    page.locator("button.c-sf-add-button").last.click()
    page.locator(".w-combobox [role=option]").filter(has_text=block).first.click()
    page.get_by_role("button", name=button).last.click()
    page.locator(".modal-body a", has_text="上传").first.click()
    page.set_input_files(".modal-body input[type=file]", files=[{"name": name, "mimeType": "", "buffer": content}])
    page.fill(".modal-body input[name$=title]", name)
    page.locator(".modal-body form [type=submit]").last.click()
    page.locator(".modal-body").wait_for(state="detached")


def test_notice_with_a_picture_and_a_file_from_the_form_to_its_readers(visitor):
    publisher, reader = visitor(), visitor(width=320, strict=False)
    publisher.sign_in("laoshan-publisher")
    new_notice(publisher)
    page = publisher.page
    page.fill("input[name=title]", TITLE)
    chooser = page.locator("[data-contentpath=organisation]")
    assert "崂山区" in chooser.inner_text()
    chooser.locator("button").first.click()
    page.get_by_role("button", name="换一个单位").first.click()
    page.fill(".modal-body input[name=q]", "沙子口")
    page.locator(".modal-body table a", has_text="沙子口街道").first.click()
    upload(publisher, "图片", "选择一个图片", "map.png", picture("PNG", (640, 400)))
    upload(publisher, "文件", "选择一个文档", "plan.pdf", PDF)
    publisher.press("保存草稿")
    publisher.page.wait_for_url(re.compile(r"/edit/"))
    choose_action(publisher, "button[name='action-publish']")
    publisher.sees("请写明图片内容")
    page.fill("[data-contentpath=alternative] input", SHOWS)
    choose_action(publisher, "button[name='action-publish']")
    publisher.sees(f"页面 '{TITLE}' 已经发布")
    reader.go("/notices/").sees_soon(TITLE)
    reader.press(TITLE)
    reader.sees("沙子口街道", "PDF")
    reader.page.wait_for_function("document.querySelector('main img').naturalWidth > 0")
    assert reader.page.locator("main img").get_attribute("alt") == SHOWS
    assert reader.axe() == []
    assert not reader.scrolls_sideways()
    assert not publisher.complaints + reader.complaints

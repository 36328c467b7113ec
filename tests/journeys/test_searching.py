"""The search box: suggestions while typing, by keyboard alone; without script the box still searches."""

PATIENCE = 10_000  # ms that a suggestion may take on a busy machine


def test_a_name_is_suggested_and_opened_by_keyboard(visitor):
    reader = visitor(width=390)
    reader.go("/")
    page = reader.page
    box = page.locator("form[data-suggest] input[name=q]").first
    box.press_sequentially("sfzbl")
    option = page.get_by_role("option", name="居民身份证补领").first
    option.wait_for(timeout=PATIENCE)
    assert box.get_attribute("aria-expanded") == "true"
    box.press("ArrowDown")
    assert page.locator(f"#{box.get_attribute('aria-activedescendant')}").get_attribute("aria-selected") == "true"
    assert not reader.scrolls_sideways()
    box.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    box.press("End")
    box.press_sequentially("i")
    box.press("Backspace")
    option.wait_for(timeout=PATIENCE)
    box.press("ArrowDown")
    with page.expect_navigation():
        box.press("Enter")
    assert "居民身份证补领" in page.locator("h1").inner_text()


def test_suggestions_are_accessible(visitor):
    reader = visitor(strict=False)
    reader.go("/search/?q=%E8%BA%AB%E4%BB%BD%E8%AF%81")
    box = reader.page.locator("form[data-suggest] input[name=q]").first
    box.fill("社保")
    reader.page.get_by_role("option").first.wait_for(timeout=PATIENCE)
    assert reader.axe() == []


def test_the_box_searches_without_script(visitor):
    reader = visitor(javascript=False)
    reader.go("/")
    box = reader.page.locator("form.find input[name=q]").first
    box.fill("我的身份证丢了怎么办")
    with reader.page.expect_navigation():
        box.press("Enter")
    assert reader.page.locator("main").get_by_role("link", name="居民身份证补领").count() >= 1

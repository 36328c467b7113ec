"""`make screenshots`: every page type at 390 and 1280 px, as a citizen and as staff, into docs/screenshots."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.journeys.visitor import Visitor
from tests.running import ROOT, Site

WIDTHS = (390, 1280)
PUBLIC = {
    "home": "/",
    "items": "/items/",
    "item": "/items/social-card-replace/",
    "points": "/points/",
    "point": "/points/laoshan-centre/",
    "contacts": "/contacts/",
    "search": "/search/?q=社保",
    "apply": "/apply/assistance/?item=social-card-replace",
    "book": "/book/",
    "track": "/track/",
    "rule": "/rules/",
    "missing": "/no-such-page/",
    "english": "/en/",
}
STAFF = {"queue": "/admin/cases/", "admin": "/admin/"}
LOOKS = {"": "normal", "-xlarge": "xlarge", "-care": "large.care"}


def main() -> None:
    """Take them all; an argument names another folder, `--looks` adds the largest text and care mode."""
    arguments = [a for a in sys.argv[1:] if not a.startswith("--")]
    target = Path(arguments[0]) if arguments else ROOT / "docs" / "screenshots"
    target.mkdir(parents=True, exist_ok=True)
    looks = LOOKS if "--looks" in sys.argv else {"": "normal"}
    with tempfile.TemporaryDirectory(prefix="portal-shots-") as folder:
        site = Site(Path(folder))
        site.start()
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
                for width in WIDTHS:
                    for suffix, cookie in looks.items():
                        _take(browser, site, width, cookie, PUBLIC, target, suffix)
                    _take(browser, site, width, "normal", STAFF, target, "", user="laoshan-agent")
        finally:
            site.stop()


def _take(
    browser: Browser, site: Site, width: int, cookie: str, pages: dict, target: Path, suffix: str, user=""
) -> None:
    context = browser.new_context(base_url=site.address, viewport={"width": width, "height": 900}, locale="zh-CN")
    context.add_cookies([{"name": "reading", "value": cookie, "url": site.address}])
    visitor = Visitor(context.new_page(), site)
    if user:
        visitor.sign_in(user)
    for name, address in pages.items():
        visitor.go(address)
        visitor.page.screenshot(path=target / f"{name}-{width}{suffix}.png", full_page=True)
    context.close()


if __name__ == "__main__":
    main()

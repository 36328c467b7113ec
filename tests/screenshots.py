"""`make screenshots`: every page type at 390 and 1280 px, as a citizen and as staff, into docs/screenshots."""

import sys
import tempfile
from dataclasses import dataclass
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
CLERK = "laoshan-agent"
LOOKS = {"": "normal", "-xlarge": "xlarge", "-care": "large.care"}


@dataclass(frozen=True)
class Session:
    """One browser at one width that reads in one way, signed in as USER or not at all."""

    browser: Browser
    site: Site
    width: int
    look: str
    user: str = ""

    def take(self, pages: dict[str, str], target: Path) -> None:
        """Open each of PAGES (address by name) and keep its picture in TARGET."""
        context = self.browser.new_context(
            base_url=self.site.address, viewport={"width": self.width, "height": 900}, locale="zh-CN"
        )
        context.add_cookies([{"name": "reading", "value": LOOKS[self.look], "url": self.site.address}])
        visitor = Visitor(context.new_page(), self.site)
        if self.user:
            visitor.sign_in(self.user)
        for name, address in pages.items():
            visitor.go(address)
            visitor.page.screenshot(path=target / f"{name}-{self.width}{self.look}.png", full_page=True)
        context.close()


def main() -> None:
    """Take them all; an argument names another folder, `--looks` adds the largest text and care mode."""
    arguments = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    target = Path(arguments[0]) if arguments else ROOT / "docs" / "screenshots"
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="portal-shots-") as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        site = Site(Path(folder))
        site.start()
        try:
            for width in WIDTHS:
                for look in LOOKS if "--looks" in sys.argv else [""]:
                    Session(browser, site, width, look).take(PUBLIC, target)
                Session(browser, site, width, "", CLERK).take(STAFF, target)
        finally:
            site.stop()
            browser.close()


if __name__ == "__main__":
    main()

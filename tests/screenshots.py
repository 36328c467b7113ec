"""`make screenshots`: every page type at 390 and 1280 px with all display preferences, as a citizen and as staff.

They are for looking at, so they go into the state folder; the few that the README shows are copied to docs/screenshots.
"""

import argparse
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.citizen import Citizen
from tests.journeys.pages import DISPLAYS, PUBLIC, STAFF
from tests.journeys.visitor import Visitor
from tests.running import ROOT, Site
from tests.trust.applying import ANSWERS, apply

WIDTHS = (390, 1280)
IN_README = ("home-1280", "item-390", "item-1280", "apply-390", "queue-1280")
CLERK = "qingdao-agent"
ASKED = ("social-card-replace", "id-card-lost", "remote-medical", "elder-card")  # what waits in the queue


@dataclass(frozen=True)
class Session:
    """One browser at one width that reads in one way, signed in as USER or not at all."""

    browser: Browser
    site: Site
    width: int
    display: str
    user: str = ""

    def take(self, pages: dict[str, str], target: Path) -> None:
        """Open each of PAGES (address by name) and keep its picture in TARGET."""
        context = self.browser.new_context(
            base_url=self.site.address,
            viewport={"width": self.width, "height": 844},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            reduced_motion="reduce",
        )
        context.add_cookies([{"name": "display", "value": self.display, "url": self.site.address}])
        visitor = Visitor(context.new_page(), self.site)
        if self.user:
            visitor.sign_in(self.user)
        suffix = "" if self.display == "normal" else f"-{self.display}"
        for name, address in pages.items():
            visitor.go(address)
            visitor.page.screenshot(path=target / f"{name}-{self.width}{suffix}.png", full_page=True)
        context.close()


def main() -> None:
    """Take the pictures of every page type with all display preferences."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where the pictures go")
    target = parser.parse_args().folder
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="portal-shots-") as state, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        site = Site(Path(state))
        site.start()
        try:
            for item in ASKED:
                apply(Citizen(site.address, ANSWERS, site.shown), f"/apply/assistance/?item={item}")
            for width in WIDTHS:
                for display in DISPLAYS:
                    Session(browser, site, width, display).take(PUBLIC, target)
                Session(browser, site, width, "normal", CLERK).take(STAFF, target)
        finally:
            site.stop()
            browser.close()
    for name in IN_README:
        shutil.copy(target / f"{name}.png", ROOT / "docs" / "screenshots")


if __name__ == "__main__":
    main()

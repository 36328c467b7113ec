"""Somebody at a browser: opens pages, presses what they can name, and notices what is wrong on the way."""

from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

from tests.running import Site

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class Visitor:
    """Wraps a page; ``complaints`` collects console errors, failed requests and requests to other hosts."""

    def __init__(self, page: Page, site: Site, *, reads_with_axe: bool = False) -> None:
        self.page = page
        self.site = site
        self.reads_with_axe = reads_with_axe
        self.complaints: list[str] = []
        page.on("console", lambda m: m.type == "error" and self.complaints.append(f"{page.url}: {m.text}"))
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("request", self._note_foreign)
        page.on("response", lambda r: r.status >= 500 and self.complaints.append(f"{r.url}: {r.status}"))

    def _note_foreign(self, request) -> None:
        if not request.url.startswith((self.site.address, "data:", "blob:", "about:")):
            self.complaints.append(f"{self.page.url}: asks {request.url}")

    def go(self, address: str) -> "Visitor":
        self.page.goto(address)
        return self

    def prefers(self, display: str) -> "Visitor":
        """Choose text size and mode, e.g. ``large.care``."""
        self.page.context.add_cookies([{"name": "display", "value": display, "url": self.site.address}])
        return self

    def sees(self, *texts: str) -> None:
        body = self.page.locator("body").inner_text()
        for text in texts:
            assert text in body, f"{text!r} is not on {self.page.url}:\n{body[:3000]}"

    def sees_soon(self, text: str) -> None:
        """Reload until TEXT is there: another process knows of a publication after a second at most."""
        for _attempt in range(60):
            self.page.reload()
            if text in self.page.locator("main").inner_text():
                return
            self.page.wait_for_timeout(100)
        self.sees(text)

    def press(self, name: str) -> None:
        """Press the link or button called NAME."""
        target = self.page.get_by_role("button", name=name, exact=True)
        if not target.count():
            target = self.page.get_by_role("link", name=name, exact=True)
        target.first.click()

    def sign_in(self, username: str) -> "Visitor":
        self.go("/admin/login/")
        self.page.fill("input[name=username]", username)
        self.page.fill("input[name=password]", self.site.password(username))
        self.page.locator("form button[type=submit]").first.click()
        self.page.wait_for_url(lambda url: "/admin/" in url and "/login" not in url)
        return self

    def has_read(self) -> None:
        """Let the form of this page have been open for a minute: one that is sent at once is asked to be sent again."""
        for field in self.page.locator("main input[name=shown]").all():
            field.evaluate("(field, shown) => { field.value = shown; }", self.site.shown())

    def scrolls_sideways(self) -> bool:
        return self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")

    def axe(self, scope: str = "document", *, contrast: bool = True) -> list[str]:
        """Return the violations of WCAG 2.2 AA that axe finds; needs a context that bypasses the strict policy.

        CONTRAST takes three quarters of the time, and no text size changes a colour.
        """
        self.page.evaluate(AXE)
        rules = f"{{'color-contrast': {{enabled: {str(contrast).lower()}}}}}"
        script = f"axe.run({scope}, {{runOnly: {RULES}, rules: {rules}, resultTypes: ['violations']}})"
        found = self.page.evaluate(script)["violations"]
        return [f"{v['id']}: {v['help']} — {node['html'][:160]}" for v in found for node in v["nodes"]]

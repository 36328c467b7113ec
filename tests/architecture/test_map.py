"""The map of the house names files that are there."""

import re

import pytest

from tests.architecture.test_sizes import ROOT

NAMED = re.compile(r"`((?:[\w-]+/)+(?:[\w-]+\.\w+)?|[\w-]+/)`")


@pytest.mark.parametrize("page", ["docs/map.md", "README.md"])
def test_every_file_that_the_map_names_exists(page):
    names = NAMED.findall((ROOT / page).read_text())
    assert names
    places = (ROOT, ROOT / "tests", *ROOT.glob("*/"))
    assert not [name for name in names if not any((place / name).exists() for place in places)]


def test_map_names_every_room():
    text = (ROOT / "docs/map.md").read_text()
    rooms = {path.parent.name for path in ROOT.glob("*/apps.py")}
    assert rooms
    assert not [room for room in rooms if not re.search(rf"^{room}/ ", text, re.M)]

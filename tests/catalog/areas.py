"""Statistical lists of districts, streets and villages, real ones and written ones, and how tests take them."""

import pytest

from catalog.importers import mapping, runs
from catalog.importers.areas.taking import import_areas
from catalog.importers.journal import Journal
from catalog.models import Organisation
from tests.running import ROOT

FOLDER = ROOT / "definitions" / "mappings"
DATA = ROOT.parent / "shared" / "data"
REAL = {
    "districts": DATA / "qingdao_areas_2023.csv",
    "streets": DATA / "qingdao_streets_2023.csv",
    "villages": DATA / "qingdao_villages_2021.csv",
}
HEADINGS = {
    "districts": "code6,name",
    "streets": "code9,name,area_code6",
    "villages": "code12,name,street_name",
}
needs_real = pytest.mark.skipif(not DATA.exists(), reason="the real lists are not on this machine")


def write(path, which, *rows, encoding="utf-8"):
    """Write ROWS below the headings of the list WHICH."""
    path.write_text("\n".join([HEADINGS[which], *rows, ""]), encoding)
    return path


def take(which, path, *, read=None, **options):
    """Import the list at PATH as WHICH, or by the mapping READ."""
    read = read or mapping.read(FOLDER / f"{which}.yaml")
    return import_areas(path=path, name=path.name, mapping=read, journal=Journal(), **options)


def run(which, path):
    """Import the list at PATH as a recorded run, and return it."""
    return runs.at_once(path=path, mapping=mapping.read(FOLDER / f"{which}.yaml"))[0]


def altered(tmp_path, which, *changes):
    """Return the mapping WHICH with CHANGES, pairs of what stands there and what shall."""
    text = (FOLDER / f"{which}.yaml").read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / f"{which}.yaml"
    path.write_text(text, "utf-8")
    return mapping.read(path)


def everything():
    """Return every organisation with all its columns."""
    return list(Organisation.objects.order_by("pk").values())


def town(name="中韩街道"):
    return Organisation.objects.get(level="town", name__icontains=name)

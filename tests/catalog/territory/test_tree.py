"""An organisation knows its tree; nobody else reads paths."""

import re
from pathlib import Path

import pytest
from django.db import IntegrityError

from catalog.models import Organisation
from catalog.models.organisation import DEEPEST, territory
from catalog.models.tree_path import TreePath
from configuration.models import SiteRecord
from portal.kit import published
from tests.factories.organisation import OrganisationFactory
from tests.rooms import ROOMS

ROOT = Path(__file__).parents[3]
# A path that is cut, compared or looked for by its beginning elsewhere than in the model.
PARSED = re.compile(r"path__startswith|path\.(startswith|strip|split|count|rstrip)\(|ancestor_codes")
KNOWN = {"catalog/models/organisation.py", "catalog/models/tree_path.py"}


@pytest.fixture
def chain(db):
    """Return organisations one below the other, as deep as a tree may be."""
    rows = [OrganisationFactory(code="o1")]
    for depth in range(2, DEEPEST + 1):
        rows.append(OrganisationFactory(code=f"o{depth}", parent=rows[-1]))
    return rows


def test_only_the_model_reads_paths():
    # Those below know no organisation; the paths of content are those of Wagtail's pages.
    apps = set(ROOMS) - {"portal", "configuration", "content"}
    found = [
        f"{file.relative_to(ROOT)}: {line.strip()}"
        for app in apps
        for file in (ROOT / app).rglob("*.py")
        if str(file.relative_to(ROOT)) not in KNOWN and "migrations" not in file.parts
        for line in file.read_text().splitlines()
        if PARSED.search(line)
    ]
    assert found == []


def test_path_knows_its_codes_and_what_stands_above():
    path = TreePath("/city/east/town/")
    assert (path.codes, path.depth, path.top(2)) == (["city", "east", "town"], 3, "/city/east/")
    assert path.upwards() == ["/city/east/town/", "/city/east/", "/city/"]
    assert path.shared(TreePath("/city/east/other/")) == path.shared(TreePath("/city/east/")) == 2


def test_path_contains_itself_and_what_stands_below_but_no_sibling_with_a_longer_name():
    path = TreePath("/city/east/")
    inside = [path.contains(other) for other in ("/city/east/", "/city/east/town/", "/city/east-2/", "/city/")]
    assert inside == [True, True, False, False]
    assert not TreePath().contains("/city/")


def test_rows_and_columns_give_paths(chain):
    row = Organisation.objects.get(code="o2")
    assert [type(path) for path in (row.path, *Organisation.objects.values_list("path", flat=True))] == [TreePath] * 7


def test_ancestors_come_root_first_without_the_organisation_itself(chain):
    assert [row.code for row in chain[2].ancestors()] == ["o1", "o2"]
    assert [row.code for row in Organisation.objects.containing(chain[2])] == ["o1", "o2", "o3"]
    assert chain[1].contains(chain[3])
    assert not chain[3].contains(chain[1])


def test_district_is_the_second_level_and_nothing_for_a_department_of_the_city(db):
    levels = [{"level": "city", "name": "市"}, {"level": "office", "name": "处", "department": True}]
    SiteRecord.objects.create(code="s", spec={"site": "s", "competent_authority": "c", "name": "城", "levels": levels})
    published.forget()
    city = OrganisationFactory(code="c", level="city")
    east, office = (OrganisationFactory(code=code, parent=city, level=code) for code in ("east", "office"))
    town = OrganisationFactory(code="town", parent=east, level="office")
    assert [row.district for row in (city, office, east, town)] == [None, None, east, east]
    assert [row.territory for row in (city, office)] == ["/c/", "/c/"]
    assert territory(town.path, "office") == "/c/east/"


def test_tree_deeper_than_six_is_refused_by_the_database(chain):
    with pytest.raises(IntegrityError):
        OrganisationFactory(code="o7", parent=chain[-1])


def test_move_that_would_make_it_too_deep_is_refused(chain):
    chain[1].parent = OrganisationFactory(code="above", parent=OrganisationFactory(code="root"))
    with pytest.raises(IntegrityError):
        chain[1].save()


def test_height_counts_the_levels_of_the_subtree(chain):
    assert [chain[0].height, chain[-1].height, Organisation(code="new").height] == [6, 1, 1]

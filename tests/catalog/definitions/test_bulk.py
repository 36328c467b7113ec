"""Rows written in bulk are what rows written one by one are: drafts, history, index, references."""

import pytest
from wagtail.models import ModelLogEntry, ReferenceIndex

from catalog.definitions import bulk
from catalog.models import Organisation, Place, ServiceItem, ServicePoint
from catalog.models.publication import NotPublishable
from configuration.kinds import named
from search.query.find import find
from search.query.query import Query
from tests.catalog.definitions.samples import BASE, FULL, ITEM

pytestmark = pytest.mark.django_db


def spec(**keys):
    return named("item").schema.model_validate(FULL["item"] | keys)


@pytest.fixture(autouse=True)
def base():
    for kind, data in [*BASE, *FULL.items()]:
        if kind in {"role", "organisation", "term", "theme", "material"}:
            named(kind).save(named(kind).schema.model_validate(data))


def facts(code):
    """Return what a row left behind, but for its own names and numbers."""
    row = ServiceItem.objects.get(code=code)
    revision = row.latest_revision
    own = {"pk", "code", "name", "code_raw", "latest_revision", "live_revision", "last_published_at", "updated_at"}
    own |= {"first_published_at", "materials", "steps", "basis", "questions", "translation_key"}
    return {
        "content": {key: value for key, value in revision.content.items() if key not in own},
        "live": (row.live, row.has_unpublished_changes, row.live_revision_id == revision.pk if row.live else None),
        "blocks": [len(row.materials), len(row.steps), len(row.basis), len(row.questions)],
        "themes": sorted(row.themes.values_list("code", flat=True)),
        "log": list(ModelLogEntry.objects.filter(object_id=str(row.pk)).values_list("action", flat=True)),
        "references": sorted(ReferenceIndex.get_references_for_object(row).values_list("to_object_id", "model_path")),
    }


def point(code):
    return named("point").schema.model_validate(FULL["point"] | {"point": code})


def places_of(code):
    """Return the places of a point and of its version, but for their keys."""
    row = ServicePoint.objects.get(code=code)
    own = {"pk", "point"}
    parts = row.latest_revision.content["places"]
    assert [part["pk"] for part in parts] == [place.pk for place in row.places.all()]
    return [{key: value for key, value in part.items() if key not in own} for part in parts]


def test_places_are_written_in_bulk_as_one_by_one():
    named("point").save(point("one"))
    named("point").save_all([point("two"), point("three")])
    assert places_of("one") == places_of("two") == places_of("three")
    assert [hit.key.split()[1] for hit in find(Query("母婴室")).hits if hit.kind == "places"] == ["n"] * 3


def test_a_place_keeps_its_row_when_its_point_is_written_again():
    named("point").save_all([point("one")])
    before = set(Place.objects.filter(point__code="one").values_list("pk", "code"))
    named("point").save_all([point("one").model_copy(update={"order": 9})])
    assert set(Place.objects.filter(point__code="one").values_list("pk", "code")) == before


@pytest.mark.parametrize("published", [True, False])
def test_bulk_and_single_leave_the_same_behind(published):
    named("item").save(spec(item="one", code=None, published=published))
    named("item").save_all([spec(item="two", code=None, published=published)])
    assert facts("two") == facts("one")


def test_a_row_written_in_bulk_is_found_at_once():
    named("item").save_all([spec(item="two", code=None, name="渔船检验证书补发")])
    assert "渔船检验证书补发" in find(Query("渔船检验")).hits[0].titles


def test_what_is_there_already_is_changed_not_doubled():
    named("item").save_all([spec(item="two", code=None)])
    named("item").save_all([spec(item="two", code=None, visits=7), spec(item="three", code=None)])
    assert dict(ServiceItem.objects.values_list("code", "visits")) == {"two": 7, "three": ITEM.get("visits", 1)}


def test_bulk_refuses_what_publishing_refuses():
    item = next(named("item").new_rows([spec(item="two", code=None)]))
    item.statutory_limit, item.promised_days = 1, 9
    with pytest.raises(NotPublishable):
        bulk.create(ServiceItem, [item])


def test_queries_do_not_grow_with_the_rows(django_assert_max_num_queries):
    Organisation.objects.count()
    with django_assert_max_num_queries(120):
        named("item").save_all([spec(item=f"n{number}", code=None) for number in range(10)])

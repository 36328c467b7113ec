"""An older database: the places of its points, and of their versions, become rows and lose nothing."""

import json

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from catalog.models import Place, ServicePoint
from portal.kit import clock

BEFORE = [("catalog", "0011_blanks")]


def block(code, kind="window", floor="", **name):
    return {"type": "place", "value": {"code": code, "kind": kind, "floor": floor, "name": name}, "id": code * 3}


LIVE = [block("w1", floor="3", zh_hans="专窗 1", en="Window 1"), block("wc", "toilet"), block("w1", "zone")]
DRAFT = [block("w1", floor="9"), block("n", "nursing_room", zh_hans="母婴室")]


def migrate(targets):
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return executor.loader.project_state(targets).apps


@pytest.fixture
def older(transactional_db):
    """The models of a database from before; afterwards it is as new."""
    yield migrate(BEFORE)
    migrate(MigrationExecutor(connection).loader.graph.leaf_nodes("catalog"))


@pytest.fixture
def point(older):
    """A point with places, one code twice, and a draft of it with others."""
    organisation = older.get_model("catalog", "Organisation").objects.create(code="o", level="city", path="/o/")
    own = older.get_model("contenttypes", "ContentType").objects.get(app_label="catalog", model="servicepoint")
    point = older.get_model("catalog", "ServicePoint").objects.create(
        code="p", organisation=organisation, level="city", name={"zh-hans": "大厅"}, places=json.dumps(LIVE), live=True
    )
    content = {"pk": point.pk, "code": "p", "organisation": organisation.pk, "level": "city", "live": True}
    content |= {"name": {"zh-hans": "大厅"}, "address": {}, "places": json.dumps(DRAFT), "hours": "[]"}
    revisions = older.get_model("wagtailcore", "Revision").objects
    point.latest_revision = revisions.create(
        content_type=own, base_content_type=own, object_id=str(point.pk), content=content, created_at=clock.now()
    )
    point.has_unpublished_changes = True
    point.save()
    return point


def test_blocks_become_rows_of_points_and_versions(point):
    migrate([("catalog", "0013_places_are_rows")])
    rows = ServicePoint.objects.get().places.all()
    assert [(row.code, row.kind, row.floor, dict(row.name)) for row in rows] == [
        ("w1", "window", "3", {"zh-hans": "专窗 1", "en": "Window 1"}),
        ("wc", "toilet", "", {}),
        ("w1-2", "zone", "", {}),
    ]
    draft = ServicePoint.objects.get().get_latest_revision_as_object()
    assert [(place.code, place.floor, place.label) for place in draft.places.all()] == [
        ("w1", "9", "窗口"),
        ("n", "", {"zh-hans": "母婴室"}),
    ]
    draft.save()
    assert [row.code for row in Place.objects.all()] == ["w1", "n"]
    assert rows[0].pk == Place.objects.get(code="w1").pk

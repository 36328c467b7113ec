"""Lists of places: whose point, which row, what an editor's work keeps, and how an import is taken back."""

import pytest

from catalog.importers import mapping, runs
from catalog.importers.undo import undo_import
from catalog.models import ImportedRow, ImportRun, Place, ServicePoint
from portal.kit.words import Words
from search.query.find import find
from search.query.query import Query
from tests.catalog.importers.test_tables import FOLDER, district, take, told  # noqa: F401  fixtures
from tests.factories.organisation import OrganisationFactory
from tests.factories.place import PlaceFactory
from tests.factories.point import PointFactory
from tests.factories.post import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.article("15.2")]

WC = {"服务点": "甲区大厅", "编号": "wc-1", "类型": "卫生间", "楼层": "1", "名称": ""}
ROOM = WC | {"编号": "n-2", "类型": "母婴室", "楼层": "2", "名称": "母婴室（东）"}


@pytest.fixture
def hall(district):  # noqa: F811
    """A published point with a version."""
    point = PointFactory(code="hall", organisation=district, name={"zh-hans": "甲区大厅"})
    point.save_revision().publish()
    return ServicePoint.objects.get(pk=point.pk)


@pytest.fixture
def run(tmp_path, hall):
    """Return a function that imports rows as a recorded run."""

    def execute(*rows):
        path = tmp_path / "list.csv"
        lines = [",".join(line) for line in (rows[0], *(row.values() for row in rows))]
        path.write_text("\n".join(lines), "utf-8")
        read = mapping.read(FOLDER / "places.yaml")
        made = runs.record(path=path, name=path.name, mapping=read.mapping, by=None)
        runs.carry_out(made, path=path, mapping=read)
        return ImportRun.objects.get(pk=made.pk)

    return execute


def draft_of(point, **floors):
    """Store a draft of an editor in which some places have other floors."""
    draft = ServicePoint.objects.get(pk=point.pk).get_latest_revision().as_object()
    draft.places = [*draft.places.all()]
    for place in draft.places.all():
        place.floor = floors.get(place.code.replace("-", "_"), place.floor)
    draft.save_revision(user=UserFactory(), clean=False)


def newest(point):
    draft = ServicePoint.objects.get(pk=point.pk).get_latest_revision_as_object()
    return {place.code: (place.floor, str(place.name)) for place in draft.places.all()}


def test_places_arrive_in_their_order_and_are_found(take, hall):  # noqa: F811
    outcome = take("places", WC, ROOM)
    assert (outcome.created, outcome.remarks) == (2, [])
    assert list(hall.places.values_list("code", "kind", "floor")) == [
        ("wc-1", "toilet", "1"),
        ("n-2", "nursing_room", "2"),
    ]
    assert [hit.key for hit in find(Query("母婴室")).hits if hit.kind == "places"] == [f"{hall.pk} n-2"]


def test_point_has_one_new_version_that_holds_the_places(take, hall):  # noqa: F811
    take("places", WC, ROOM)
    point = ServicePoint.objects.get(pk=hall.pk)
    assert (point.revisions.count(), point.has_unpublished_changes) == (2, False)
    point.get_latest_revision().publish()
    assert point.places.count() == 2


def test_second_run_changes_nothing(take, hall):  # noqa: F811
    take("places", WC, ROOM)
    again = take("places", WC, ROOM)
    assert (again.created, again.changed, again.unchanged) == (0, 0, 2)
    assert ServicePoint.objects.get(pk=hall.pk).revisions.count() == 2


def test_dry_run_writes_nothing(take, hall):  # noqa: F811
    assert take("places", WC, dry_run=True).created == 1
    assert not Place.objects.exists()
    assert ServicePoint.objects.get(pk=hall.pk).revisions.count() == 1


def test_point_is_named_by_its_code_too(take, hall):  # noqa: F811
    assert take("places", WC | {"服务点": "hall"}).created == 1


def test_place_without_a_code_is_known_by_what_it_is(take, hall):  # noqa: F811
    mine = PlaceFactory(point=hall, code="mine", kind="toilet", floor="1")
    outcome = take("places", WC | {"编号": ""}, WC | {"编号": "", "楼层": "2"})
    assert (outcome.created, outcome.unchanged) == (1, 1)
    assert hall.places.exclude(pk=mine.pk).get().floor == "2"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"服务点": "乙区大厅"}, "`points`"),
        ({"类型": "游泳池"}, "`kinds`"),
        ({"楼层": "地下一层停车场旁边的那一层"}, "楼层"),
        ({"名称": "=1+1"}, "公式"),
    ],
)
def test_bad_row_is_refused_with_its_reason(change, said, take, hall):  # noqa: F811
    outcome = take("places", WC | change, ROOM)
    assert (outcome.created, told(outcome)) == (1, ["refused"])
    assert said in outcome.remarks[0].what


def test_point_of_another_root_or_of_two_is_refused(take, hall, district):  # noqa: F811
    PointFactory(organisation=OrganisationFactory(code="elsewhere"), name={"zh-hans": "别处大厅"})
    PointFactory(organisation=district, name={"zh-hans": "甲区大厅"})
    outcome = take("places", WC, WC | {"服务点": "别处大厅"})
    assert told(outcome) == ["refused", "refused"]
    assert "有 2 个服务点" in outcome.remarks[0].what


def test_floor_changed_by_the_list_is_taken_into_row_and_draft(take, hall):  # noqa: F811
    take("places", WC, ROOM)
    draft_of(hall, n_2="7")
    assert take("places", WC | {"楼层": "3"}, ROOM).changed == 1
    assert newest(hall) == {"wc-1": ("3", ""), "n-2": ("7", "母婴室（东）")}
    assert dict(hall.places.values_list("code", "floor")) == {"wc-1": "3", "n-2": "2"}


def test_floor_edited_here_stays_and_both_sides_are_told(take, hall):  # noqa: F811
    take("places", WC)
    Place.objects.update(floor="9")
    outcome = take("places", WC | {"楼层": "3"})
    assert told(outcome) == ["kept"]
    assert "本站为 '9'，名单里为 '3'" in outcome.remarks[0].what
    assert Place.objects.get().floor == "9"


def test_place_removed_here_stays_away(take, hall):  # noqa: F811
    take("places", WC)
    Place.objects.all().delete()
    outcome = take("places", WC)
    assert (outcome.created, told(outcome)) == (0, ["kept"])


def test_undo_takes_new_places_away_from_row_and_draft(run, hall):
    made = run(WC, ROOM)
    draft_of(hall, n_2="7")
    undo_import(run=made)
    assert not hall.places.exists()
    assert not newest(hall)
    assert not ImportedRow.objects.exists()
    assert run(WC).report["created"] == 1


def test_undo_sets_changed_fields_back_and_offers_them_again(run, hall):
    run(WC, ROOM)
    second = run(WC | {"楼层": "3"}, ROOM)
    draft_of(hall, n_2="7")
    undo_import(run=second)
    assert newest(hall) == {"wc-1": ("1", ""), "n-2": ("7", "母婴室（东）")}
    assert hall.places.get(code="wc-1").floor == "1"
    assert run(WC | {"楼层": "3"}, ROOM).report["changed"] == 1


def test_what_was_edited_since_stays_and_is_named(run, hall):
    made = run(WC, ROOM)
    Place.objects.filter(code="wc-1").update(name=Words.of("卫生间（西）"))
    outcome = undo_import(run=made)
    assert [remark.verb for remark in outcome.remarks] == ["kept"]
    assert [place.code for place in hall.places.all()] == ["wc-1"]


def test_point_of_a_list_is_retired_not_deleted_while_it_has_places(tmp_path, take, district):  # noqa: F811
    read = mapping.read(FOLDER / "points.yaml")
    path = tmp_path / "points.csv"
    path.write_text("所属单位,名称,地址,咨询电话,投诉电话\n甲区,新大厅,示例路 1 号,,\n", "utf-8")
    made = runs.record(path=path, name=path.name, mapping=read.mapping, by=None)
    runs.carry_out(made, path=path, mapping=read)
    take("places", WC | {"服务点": "新大厅"})
    undo_import(run=ImportRun.objects.get(pk=made.pk))
    point = ServicePoint.objects.get()
    assert (point.retired_at is not None, point.places.count()) == (True, 1)

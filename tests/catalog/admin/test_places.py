"""Places are edited in two rooms, the form of their point and a register of their own; neither undoes the other."""

import pytest
from wagtail.models import Workflow, WorkflowTask
from wagtail.models.workflows import GroupApprovalTask

from catalog.models import Place, ServicePoint
from configuration.models import SiteRecord
from portal.kit import published
from portal.kit.words import Words
from search.models import IndexEntry
from search.query.find import find
from search.query.query import Query
from tests.catalog.admin.conftest import editor_of
from tests.catalog.admin.test_history import compared
from tests.catalog.admin.test_publishing import HOURS, POINTS, PUBLISH, parts, point_form
from tests.factories.organisation import OrganisationFactory
from tests.factories.place import PlaceFactory
from tests.factories.point import PointFactory
from tests.factories.post import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.article("15.2")]

REGISTER = "/admin/catalog/place/"


@pytest.fixture
def hall(own):
    """A published point with a window and a toilet."""
    point = PointFactory(code="hall", organisation=own)
    PlaceFactory(point=point, code="w1", kind="window", floor="2", name={"zh-hans": "专窗 1"})
    PlaceFactory(point=point, code="wc", kind="toilet", floor="1")
    point.save_revision().publish()
    return ServicePoint.objects.get(pk=point.pk)


def row(place, **changes):
    """Return what the form of a point says of the stored PLACE."""
    own = {"id": place.pk or "", "code": place.code, "kind": place.kind, "floor": place.floor}
    return own | {"name_zh-hans": place.name.get("zh-hans", "")} | changes


def places(point):
    return [(place.code, place.floor) for place in Place.objects.filter(point=point)]


def newest(point):
    draft = ServicePoint.objects.get(pk=point.pk).get_latest_revision_as_object()
    return {place.code: place for place in draft.places.all()}


@pytest.fixture
def send(hall, own, at_desk):
    """Send the form of the hall with some places, as a draft or to publish."""

    def post(*rows, initial=2, **more):
        form = point_form(own, **parts(*rows, initial=initial)) | HOURS | more
        answer = at_desk.post(f"{POINTS}edit/{hall.pk}/", form)
        assert answer.status_code == 302, (answer.context["form"].errors, answer.context["form"].formsets)
        hall.refresh_from_db()

    return post


@pytest.fixture
def register(at_desk):
    """Send the register's form of a place, and return the answer."""

    def post(place, **changes):
        form = row(place, point=place.point_id) | changes
        return at_desk.post(f"{REGISTER}edit/{place.pk}/", form)

    return post


@pytest.fixture
def one(hall):
    return Place.objects.get(point=hall, code="w1")


@pytest.fixture
def wc(hall):
    return Place.objects.get(point=hall, code="wc")


def test_form_of_a_point_shows_its_places(hall, at_desk):
    text = at_desk.get(f"{POINTS}edit/{hall.pk}/").content.decode()
    assert 'value="w1"' in text
    assert "专窗 1" in text


def test_overview_of_a_point_names_its_places(hall, at_desk):
    assert "专窗 1, 卫生间" in at_desk.get(f"{POINTS}inspect/{hall.pk}/").content.decode()


def test_form_of_a_point_changes_adds_and_removes_places(hall, one, wc, send):
    new = {"code": "n", "kind": "nursing_room", "floor": "3", "name_zh-hans": "母婴室"}
    send(row(one, floor="5"), row(wc, DELETE="on"), new, **PUBLISH)
    assert places(hall) == [("w1", "5"), ("n", "3")]
    assert Place.objects.get(code="w1").pk == one.pk


def test_two_places_may_change_their_codes(hall, one, wc, send):
    send(row(one, code="wc"), row(wc, code="w1"), **PUBLISH)
    assert places(hall) == [("wc", "2"), ("w1", "1")]


def test_place_under_a_new_code_keeps_its_row_and_its_old_code_is_free(hall, one, wc, send):
    send(row(one, code="w9"), row(wc), **PUBLISH)
    assert Place.objects.get(code="w9").pk == one.pk
    send(row(Place.objects.get(code="w9")), row(wc), {"code": "w1", "kind": "zone"}, **PUBLISH)
    assert places(hall) == [("w9", "2"), ("wc", "1"), ("w1", "")]


@pytest.mark.parametrize("more", [{}, PUBLISH], ids=["draft", "published"])
@pytest.mark.parametrize("code", ["w1", ""])
def test_code_is_needed_once(code, more, hall, at_desk):
    one, wc = Place.objects.filter(point=hall)
    form = point_form(hall.organisation, **parts(row(one), row(wc, code=code), initial=2)) | HOURS | more
    answer = at_desk.post(f"{POINTS}edit/{hall.pk}/", form)
    assert answer.status_code == 200
    assert not answer.context["form"].formsets["places"].is_valid()
    assert len(places(hall)) == 2


def test_draft_leaves_the_public_rows_alone(hall, one, wc, send):
    send(row(one, floor="5"), row(wc, DELETE="on"), {"code": "n", "kind": "zone"})
    assert places(hall) == [("w1", "2"), ("wc", "1")]
    assert set(newest(hall)) == {"w1", "n"}


def test_place_of_a_draft_gets_its_row_once(hall, one, wc, send):
    send(row(one), row(wc), {"code": "n", "kind": "zone"})
    draft = newest(hall)["n"]
    assert draft.pk is None
    send(row(one), row(wc), row(draft, floor="4"), initial=3, **PUBLISH)
    made = Place.objects.get(code="n")
    send(row(one), row(wc), row(newest(hall)["n"]), initial=3, **PUBLISH)
    assert (made.floor, Place.objects.get(code="n").pk) == ("4", made.pk)


def test_draft_and_register_lose_nothing_of_each_other(hall, one, wc, send, register):
    send(row(one, **{"name_zh-hans": "新专窗"}), row(wc), {"code": "n", "kind": "zone"})
    assert register(one, floor="6").status_code == 302
    one.refresh_from_db()
    assert (str(one.name), one.floor) == ("专窗 1", "6")
    assert (str(newest(hall)["w1"].name), newest(hall)["w1"].floor) == ("新专窗", "6")
    hall.latest_revision.refresh_from_db()
    ServicePoint.objects.get(pk=hall.pk).get_latest_revision().publish()
    assert places(hall) == [("w1", "6"), ("wc", "1"), ("n", "")]
    assert str(Place.objects.get(code="w1").name) == "新专窗"


def test_place_taken_out_in_a_draft_stays_out(hall, one, wc, send, register):
    send(row(one), row(wc, DELETE="on"))
    register(wc, floor="9")
    assert set(newest(hall)) == {"w1"}
    assert places(hall) == [("w1", "2"), ("wc", "9")]


def test_place_that_draft_and_register_add_is_one_place(hall, one, wc, send, at_desk):
    send(row(one), row(wc), {"code": "n", "kind": "zone", "floor": "7"})
    form = {"point": hall.pk, "code": "n", "kind": "nursing_room", "floor": "3"}
    assert at_desk.post(f"{REGISTER}create/", form).status_code == 302
    ServicePoint.objects.get(pk=hall.pk).get_latest_revision().publish()
    assert places(hall) == [("w1", "2"), ("wc", "1"), ("n", "3")]


def test_register_removes_from_the_row_and_the_draft(hall, one, wc, send, at_desk):
    send(row(one), row(wc, floor="8"))
    assert at_desk.post(f"{REGISTER}delete/{wc.pk}/").status_code == 302
    assert places(hall) == [("w1", "2")]
    assert set(newest(hall)) == {"w1"}


def test_edit_without_a_draft_is_public_and_a_version_of_the_point(hall, one, register, at_desk, editor):
    before = hall.latest_revision
    register(one, floor="6")
    hall.refresh_from_db()
    assert (hall.has_unpublished_changes, hall.live_revision) == (False, hall.latest_revision)
    assert hall.latest_revision.user == editor
    assert "−2+6" in compared(at_desk, hall, before.pk, hall.latest_revision.pk)
    assert places(hall) == [("w1", "6"), ("wc", "1")]


def test_register_writes_a_point_without_any_version(own, register):
    place = PlaceFactory(point__organisation=own)
    register(place, floor="6")
    place.refresh_from_db()
    assert place.floor == "6"


def test_old_version_brings_its_places_back(hall, one, wc, send, at_desk):
    old = hall.latest_revision
    send(row(one, code="w9"), row(wc, DELETE="on"), **PUBLISH)
    again = {place.code: place for place in old.as_object().places.all()}
    form = point_form(hall.organisation, **parts(row(again["w1"]), row(again["wc"]), initial=2)) | HOURS | PUBLISH
    answer = at_desk.post(f"{POINTS}history/{hall.pk}/revisions/{old.pk}/revert/", form | {"revision": old.pk})
    assert answer.status_code == 302, answer.context["form"].formsets["places"].errors
    assert places(hall) == [("w1", "2"), ("wc", "1")]
    assert Place.objects.get(code="w1").pk == one.pk


def test_preview_shows_the_places_of_the_form(hall, one, wc, own, at_desk):
    form = point_form(own, **parts(row(one, floor="42"), row(wc), initial=2)) | HOURS
    assert at_desk.post(f"{POINTS}preview/{hall.pk}/", form).json()["is_valid"]
    page = at_desk.get(f"{POINTS}preview/{hall.pk}/").content.decode()
    assert "42 楼" in page
    assert places(hall)[0] == ("w1", "2")


def test_added_place_stands_last_and_its_code_is_its_own(hall, at_desk):
    form = {"point": hall.pk, "code": "n", "kind": "nursing_room", "floor": "3"}
    assert at_desk.post(f"{REGISTER}create/", form).status_code == 302
    assert places(hall) == [("w1", "2"), ("wc", "1"), ("n", "3")]
    again = at_desk.post(f"{REGISTER}create/", form)
    assert "这个服务点已有场所使用这个代码" in str(again.context["form"].errors)


def test_place_is_not_given_to_a_foreign_point(foreign, at_desk):
    point = PointFactory(organisation=foreign)
    answer = at_desk.post(f"{REGISTER}create/", {"point": point.pk, "code": "n", "kind": "zone"})
    assert "point" in answer.context["form"].errors


def test_place_does_not_move_to_another_point(hall, one, own, register):
    register(one, point=PointFactory(organisation=own).pk, code="other")
    one.refresh_from_db()
    assert (one.point, one.code) == (hall, "w1")


def test_locked_point_keeps_its_places(hall, one, register, at_desk):
    ServicePoint.objects.update(locked=True, locked_by=UserFactory())
    assert "point" in register(one, floor="9").context["form"].errors
    at_desk.post(f"{REGISTER}delete/{one.pk}/")
    assert places(hall) == [("w1", "2"), ("wc", "1")]


def test_point_that_waits_for_approval_keeps_its_places(hall, one, editor, register):
    task = GroupApprovalTask.objects.create(name="审核")
    task.groups.set(editor.groups.all())
    workflow = Workflow.objects.create(name="审核")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    workflow.start(hall, editor)
    assert "point" in register(one, floor="9").context["form"].errors


def test_register_is_for_those_who_keep_registers_or_publish_points(signed_in, own, hall):
    seen = {}
    for number, grant in enumerate(("registries.edit", "points.publish", "points.edit", "items.edit")):
        browser = signed_in(editor_of(own, grant, code=f"role-{number}"))
        seen[grant] = browser.get(REGISTER).status_code
    assert seen == {"registries.edit": 200, "points.publish": 200, "points.edit": 302, "items.edit": 302}


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("", {"w1", "wc", "far"}),
        ("?q=专窗", {"w1"}),
        ("?q=卫生间", {"wc", "far"}),
        ("?kind__exact=window", {"w1"}),
        ("?organisation=village", {"far"}),
        ("?organisation=own", {"w1", "wc", "far"}),
        ("?organisation=nowhere", set()),
        ("?point__organisation__posts__user__password__startswith=x", {"w1", "wc", "far"}),
    ],
)
def test_register_is_searched_and_filtered(query, codes, hall, own, at_desk):
    village = OrganisationFactory(code="village", parent=own)
    PlaceFactory(code="far", point__organisation=village)
    text = b"".join(at_desk.get(f"{REGISTER}{query or '?'}&export=csv")).decode()
    assert {line.split(",")[2] for line in text.splitlines()[1:]} == codes


def test_foreign_organisations_are_no_filter(hall, foreign, at_desk):
    PlaceFactory(point__organisation=foreign)
    text = at_desk.get(REGISTER).content.decode()
    assert "organisation=own" in text
    assert "organisation=foreign" not in text


def test_search_follows_form_and_register(hall, one, wc, send, register):
    def found(words):
        return [hit.key for hit in find(Query(words)).hits if hit.kind == "places"]

    assert found("卫生间") == [f"{hall.pk} wc"]
    register(wc, **{"name_zh-hans": "犀角屋"})
    assert found("犀角屋") == [f"{hall.pk} wc"]
    wc.refresh_from_db()
    send(row(one), row(wc, **{"name_zh-hans": "麒麟阁"}), **PUBLISH)
    assert (found("犀角屋"), found("麒麟阁")) == ([], [f"{hall.pk} wc"])
    send(row(one), row(wc, DELETE="on"), **PUBLISH)
    assert not IndexEntry.objects.filter(key=f"{hall.pk} wc").exists()


def test_register_costs_the_same_at_two_sizes(hall, own, at_desk, django_assert_max_num_queries):
    at_desk.get(REGISTER)
    with django_assert_max_num_queries(50) as few:
        at_desk.get(REGISTER)
    for _number in range(10):
        PlaceFactory.create_batch(2, point=PointFactory(organisation=OrganisationFactory(parent=own)))
    for query in ("", "?export=csv"):
        with django_assert_max_num_queries(len(few)):
            answer = at_desk.get(f"{REGISTER}{query}")
            assert b"".join(answer) if answer.streaming else answer.content


def test_name_in_two_languages_is_written_whole(hall, wc, register):
    spec = {"site": "small", "name": "小城", "competent_authority": "none", "languages": ["zh-hans", "en"]}
    SiteRecord.objects.update_or_create(code="small", defaults={"spec": spec})
    published.forget()
    register(wc, **{"name_zh-hans": "卫生间（东）", "name_en": "East toilet"})
    wc.refresh_from_db()
    assert wc.name == Words({"zh-hans": "卫生间（东）", "en": "East toilet"})

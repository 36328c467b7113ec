"""Routing (Art. 17): by the item's level and the place that was named, never by the alphabet."""

import itertools

import pytest
from django.db import transaction
from django.utils import translation

from cases import routing
from cases.routing import route
from catalog.models import Organisation, ServicePoint
from configuration.models import SiteRecord
from forms.applied_for import AppliedFor, territory
from forms.spec import CaseOpening
from portal.kit import clock, published
from tests.factories.item import ItemFactory
from tests.factories.organisation import OrganisationFactory
from tests.factories.point import PointFactory

pytestmark = [pytest.mark.django_db, pytest.mark.article("17.1")]
LEVELS = ["city", "district", "zone", "town", "village"]
OPENS = CaseOpening(workflow="assistance")
# code: (level, the one above, host, whether it has a service point)
TREE = {
    "top": ("city", None, None, True),
    "east": ("district", "top", None, True),
    "west": ("district", "top", None, True),
    "poor": ("district", "top", None, False),
    "port": ("zone", "top", "west", True),
    "east-mill": ("town", "east", None, True),
    "east-hill": ("town", "east", None, False),
    "mill-green": ("village", "east-mill", None, True),
    "mill-lane": ("village", "east-mill", None, False),
    "lone": ("district", "top", None, False),
    "lone-town": ("town", "lone", None, True),
}


def build(names: dict[str, str]) -> None:
    """Build TREE with the code NAMES gives to each organisation and its point; ``area_code`` keeps its own name."""
    rows: dict[str, Organisation] = {}
    SiteRecord.objects.all().delete()
    levels = [{"level": level, "name": level} for level in LEVELS]
    levels.append({"level": "department", "name": "department", "department": True})
    spec = {"site": "small", "name": "小城", "competent_authority": names["bureau"], "levels": levels}
    SiteRecord.objects.create(code="small", spec=spec)
    published.forget()
    for code, (level, above, host, has_point) in TREE.items():
        rows[code] = OrganisationFactory(
            code=names[code],
            level=level,
            parent=rows.get(above),
            hosted_by=rows.get(host),
            area_code=code,
            name={"zh-hans": names[code]},
        )
        if has_point:
            PointFactory(code=f"{names[code]}-point", organisation=rows[code], level=level)
    OrganisationFactory(code=names["bureau"], level="department", parent=rows["top"], area_code="bureau")


ALL = [*TREE, "bureau"]
AS_WRITTEN = {code: code for code in ALL}


@pytest.fixture
def tree(monkeypatch):
    monkeypatch.setattr(published, "bump", lambda: None)
    build(AS_WRITTEN)
    yield
    published.forget()


def place(code: str | None) -> Organisation | None:
    found = Organisation.objects.filter(area_code=code).first() if code else None
    return territory(found.code) if found else None


def applied(levels: list[str], named: str | None, chosen: str | None = None) -> AppliedFor:
    department = Organisation.objects.get(area_code="bureau")
    item = ItemFactory(decided_at=levels, department=department)
    points = ServicePoint.objects.select_related("organisation")
    point = points.filter(organisation__area_code=chosen).first() if chosen else None
    return AppliedFor([item], place(named), point)


def said(sentence, named: str | None = None) -> str:
    return str(sentence).format(place=place(named)) if named else str(sentence)


# --- The table: level of the item × place named × point chosen --------------------------------------------------------
NOBODY, ASKED = "bureau", True
TABLE = [
    # One organisation of the level: nobody has to name a place.
    (["city"], None, None, "top", [routing.ONLY]),
    (["city"], "east-mill", None, "top", [routing.PLACE]),
    (["zone"], None, None, "port", [routing.ONLY]),
    (["zone"], "port", None, "port", [routing.PLACE]),
    # Several: the place decides.
    (["district"], "east", None, "east", [routing.PLACE]),
    (["district"], "west", None, "west", [routing.PLACE]),
    (["district"], "east-hill", None, "east", [routing.PLACE]),
    (["district"], "mill-lane", None, "east", [routing.PLACE]),
    (["town"], "east-mill", None, "east-mill", [routing.PLACE]),
    (["town", "village"], "mill-lane", None, "east-mill", [routing.PLACE]),
    (["village"], "mill-green", None, "mill-green", [routing.PLACE]),
    # The lowest level that serves the place.
    (["city", "district"], "east", None, "east", [routing.PLACE]),
    (["city", "district"], "poor", None, "top", [routing.PLACE]),
    (["district", "town"], "east-mill", None, "east-mill", [routing.PLACE]),
    (["district", "town"], "east-hill", None, "east", [routing.PLACE]),
    (["district", "town"], "east", None, "east", [routing.PLACE]),
    ([], "mill-green", None, "mill-green", [routing.PLACE]),
    ([], "mill-lane", None, "east-mill", [routing.PLACE]),
    # A zone lies on the ground of a district.
    (["district"], "port", None, "west", [routing.PLACE]),
    (["district", "zone"], "port", None, "port", [routing.PLACE]),
    # The district alone was named, and one town in it decides.
    (["town"], "lone", None, "lone-town", [routing.PLACE]),
    # A chosen point goes before the place, if it handles the service.
    (["district"], "east", "west", "west", [routing.CHOSEN]),
    (["district"], None, "west", "west", [routing.CHOSEN]),
    (["district"], "east", "east-mill", "east", [routing.CANNOT, routing.PLACE]),
    (["city"], None, "east", "top", [routing.CANNOT, routing.ONLY]),
    # Nothing matches: the competent authority.
    (["district"], "poor", None, NOBODY, [routing.NO_WINDOW_THERE, routing.AUTHORITY]),
    (["town"], "east-hill", None, NOBODY, [routing.NO_WINDOW_THERE, routing.AUTHORITY]),
    (["town"], "west", None, NOBODY, [routing.NO_WINDOW_THERE, routing.AUTHORITY]),
    (["town"], "east", None, NOBODY, [routing.TOO_WIDE, routing.AUTHORITY]),
    (["village"], "poor", None, NOBODY, [routing.NO_WINDOW_THERE, routing.AUTHORITY]),
    (["district"], "poor", "port", NOBODY, [routing.CANNOT, routing.NO_WINDOW_THERE, routing.AUTHORITY]),
]


@pytest.mark.parametrize("row", TABLE)
def test_organisation_follows_from_level_place_and_point(tree, row):
    levels, named, chosen, answers, reasons = row
    found = route(OPENS, applied(levels, named, chosen))
    assert found.organisation.area_code == answers
    assert (found.point.organisation if found.point else None) == (found.organisation if answers != NOBODY else None)
    with translation.override("en"):
        assert [str(reason) for reason in found.reasons] == [said(reason, named) for reason in reasons]
    assert not found.asks_place


@pytest.mark.parametrize(
    "levels", [["district"], ["district", "zone"], ["town"], ["village"], ["city", "district"], []]
)
def test_place_is_asked_where_several_organisations_could_answer(tree, levels):
    found = route(OPENS, applied(levels, None))
    assert (found.organisation.area_code, found.point, found.asks_place) == (NOBODY, None, True)


def test_place_is_not_asked_where_no_window_is_known(tree):
    ServicePoint.objects.filter(level="village").delete()
    found = route(OPENS, applied(["village"], None))
    assert not found.asks_place
    assert [*found.reasons] == [routing.NO_WINDOW, routing.AUTHORITY]


@pytest.mark.parametrize("gone", [{"live": False}, {"retired_at": "now"}])
def test_chosen_point_that_is_not_public_any_more_does_not_answer(tree, gone):
    asked = applied(["district"], "east", "west")
    ServicePoint.objects.filter(pk=asked.point.pk).update(
        **{key: clock.now() if value == "now" else value for key, value in gone.items()}
    )
    asked.point.refresh_from_db()
    found = route(OPENS, asked)
    assert found.organisation.area_code == "east"
    assert found.reasons[0] == routing.CANNOT


def test_without_a_service_the_chosen_point_or_the_authority_answers(tree):
    found = route(OPENS, AppliedFor(place=place("east")))
    assert (found.organisation.area_code, [*found.reasons]) == (NOBODY, [routing.ALWAYS_AUTHORITY])
    point = ServicePoint.objects.get(organisation__area_code="east")
    assert route(OPENS, AppliedFor(point=point)).point == point


def test_several_services_go_to_the_lowest_level_that_decides_all(tree):
    one, two = applied(["district", "town"], "east-mill"), applied(["district"], None)
    found = route(OPENS, AppliedFor([*one.items, *two.items], one.place))
    assert found.organisation.area_code == "east"


def test_services_without_a_common_level_go_to_the_authority(tree):
    one, two = applied(["town"], "east-mill"), applied(["district"], None)
    found = route(OPENS, AppliedFor([*one.items, *two.items], one.place))
    assert (found.organisation.area_code, found.reasons[-1]) == (NOBODY, routing.AUTHORITY)


def test_service_of_a_district_stays_in_it(tree):
    office = OrganisationFactory(level="department", parent=Organisation.objects.get(area_code="east"))
    item = ItemFactory(department=office, decided_at=["district"])
    assert route(OPENS, AppliedFor([item])).organisation.area_code == "east"
    assert route(OPENS, AppliedFor([item], place("west"))).reasons == (routing.ONLY,)


@pytest.mark.parametrize(
    ("rules", "answers", "asks"),
    [
        (["point", "authority"], NOBODY, False),
        (["applicant.place", "point"], "east", False),
        (["point", "applicant.place"], "west", False),
        (["authority", "applicant.place"], NOBODY, False),
    ],
)
def test_rules_are_tried_in_the_order_of_the_form(tree, rules, answers, asks):
    opens = CaseOpening(workflow="assistance", route_by=rules)
    chosen = None if rules == ["point", "authority"] else "west"
    found = route(opens, applied(["district"], "east", chosen))
    assert (found.organisation.area_code, found.asks_place) == (answers, asks)


@pytest.mark.parametrize(
    ("orders", "window"),
    [((0, 0), None), ((2, 1), "second"), ((1, 2), "first")],
)
def test_first_window_of_an_organisation_is_the_first_in_the_order_of_editors(tree, orders, window):
    east = Organisation.objects.get(area_code="east")
    east.service_points.all().delete()
    for code, order in zip(("first", "second"), orders, strict=True):
        PointFactory(code=code, organisation=east, order=order)
    found = route(OPENS, applied(["district"], "east"))
    assert found.organisation == east
    assert (found.point and found.point.code) == window


def test_window_of_the_own_level_goes_before_one_of_another(tree):
    east = Organisation.objects.get(area_code="east")
    PointFactory(code="a", organisation=east, level="town", order=0)
    ServicePoint.objects.filter(code="east-point").update(order=9)
    assert route(OPENS, applied(["district", "town"], "east")).point.code == "east-point"


# --- The net: no answer depends on codes or names ---------------------------------------------------------------------
def answers() -> list[tuple[str, str | None, bool]]:
    """Return who answers for every level, place and point, by the name that is not the code."""
    found = []
    for levels, named in itertools.product([*([level] for level in LEVELS), LEVELS, []], [None, *TREE]):
        for chosen in (None, "west"):
            way = route(OPENS, applied(levels, named, chosen))
            found.append((way.organisation.area_code, way.point and way.point.organisation.area_code, way.asks_place))
    return found


@pytest.mark.parametrize("codes", [sorted(ALL, reverse=True), [*ALL[5:], *ALL[:5]]], ids=["backwards", "turned"])
def test_answer_never_depends_on_the_order_of_codes_or_names(db, monkeypatch, codes):
    monkeypatch.setattr(published, "bump", lambda: None)
    with transaction.atomic():
        build(AS_WRITTEN)
        before = answers()
        transaction.set_rollback(True)
    build({old: f"x{codes.index(old):02}" for old in ALL})
    assert answers() == before
    published.forget()


@pytest.mark.parametrize(
    ("most", "asked_for"),
    [
        (1, (["district"], "mill-lane")),
        (1, (["district"], None, "west")),
        (2, (["city"], None)),
        (5, (["district"], "poor")),
        (4, (["district"], None)),
    ],
)
def test_routing_asks_the_database_little(tree, django_assert_max_num_queries, most, asked_for):
    route(OPENS, applied(*asked_for))
    asked = applied(*asked_for)
    with django_assert_max_num_queries(most):
        route(OPENS, asked)

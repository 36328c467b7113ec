"""``points/<code>.yaml``: a service point with its hours, numbers and places (Art. 8, 9, 15)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import Field

from catalog import lint
from catalog.definitions.blocks import stream, values
from catalog.definitions.fields import Day, Floor, at_most
from catalog.definitions.registry import unknown_level
from catalog.definitions.snippet import SnippetKind
from catalog.enums import PlaceKind, Session
from catalog.models import Organisation, Place, ServicePoint
from catalog.publication_rules import about_exceptions, about_hours, about_numbers
from configuration.code_references import CodeReference
from configuration.kinds import Complaint, Folder
from configuration.schema import Clock, Code, Definition, Part, Ref, Said, Weekdays
from portal.kit.words import Words


class Opening(Part):
    days: Weekdays
    opens: Clock = Field(alias="from")
    closes: Clock = Field(alias="to")
    service: Session = Session.WORK_HOURS
    by: Literal["appointment"] | None = None


class DifferentDay(Part):
    """Other hours on a date; without hours the point is closed."""

    date: Day
    opens: Clock | None = Field(default=None, alias="from")
    closes: Clock | None = Field(default=None, alias="to")
    note: Annotated[Said, at_most(200)] = Words()


class PlacePart(Part):
    place: Annotated[str, Field(max_length=50)]
    kind: PlaceKind
    floor: Annotated[Floor, Field(max_length=10)] = ""
    name: Annotated[Said, at_most(80)] = Words()


class PointSpec(Definition):
    point: Code
    organisation: Annotated[Code, Ref("organisation")]
    level: Annotated[Code, Ref("level", must_exist=False)]
    name: Annotated[Said, at_most(100)]
    address: Annotated[Said, at_most(200)]
    directions: Annotated[Said, at_most(300)] = Words()
    window: Annotated[Said, at_most(80)] = Words()
    service_phone: str = Field(default="", max_length=30)
    complaint_phone: str = Field(default="", max_length=30)
    phones_checked_on: Day | None = None
    hours: list[Opening] = []
    exceptions: list[DifferentDay] = []
    places: list[PlacePart] = []
    published: bool = True
    order: int = 0


PLAIN = ("name", "address", "directions", "window", "service_phone", "complaint_phone", "phones_checked_on", "level")


class PointKind(SnippetKind[PointSpec]):
    name = "point"
    folder = "points"
    order = 30
    schema = PointSpec
    model = ServicePoint
    says = (CodeReference("point", ServicePoint, "code"), CodeReference("level", ServicePoint, "level"))

    def rows(self) -> Any:
        return super().rows().select_related("organisation", "latest_revision").prefetch_related("places")

    def read(self, row: Any) -> dict[str, Any]:
        return {
            **{name: getattr(row, name) for name in PLAIN},
            "organisation": row.organisation.code,
            "hours": [_opening(value) for value in values(row.hours)],
            "exceptions": [_exception(value) for value in values(row.exceptions)],
            "places": [_place(place) for place in row.places.all()],
            "published": row.live,
        }

    def owner(self, spec: PointSpec) -> str:
        return spec.organisation

    def columns(self, spec: PointSpec, organisations: Mapping[str, Organisation | None]) -> dict[str, Any]:
        own = f"point/{spec.point}"
        openings = [
            opening.model_dump(mode="json", exclude={"by"}) | {"days": opening.days, "by_appointment": bool(opening.by)}
            for opening in spec.hours
        ]
        exceptions = [day.model_dump(mode="json") | {"note": day.note} for day in spec.exceptions]
        return {
            **{name: getattr(spec, name) for name in PLAIN},
            "organisation": organisations[spec.organisation],
            "hours": stream("opening", own, openings),
            "exceptions": stream("exception", own, exceptions),
        }

    def new_rows(self, specs: Sequence[PointSpec]) -> Iterator[Any]:
        for row, spec in zip(super().new_rows(specs), specs, strict=True):
            row.places = places(spec)
            yield row

    def relate(self, row: Any, spec: PointSpec) -> None:
        row.places = places(spec)
        row.recognise_places()

    def check(self, spec: PointSpec, folder: Folder) -> Iterator[Complaint]:
        yield from unknown_level(("level",), spec.level, folder)
        for found in about_numbers(spec.service_phone, spec.complaint_phone, needed=spec.published):
            remedy = "or write `published: false` and complete it later" if found.code == "D304" else ""
            yield Complaint((found.field,), found.code, str(found.sentence), remedy)
        hours = about_hours((row.days, row.opens, row.closes) for row in spec.hours)
        days = about_exceptions((row.date, row.opens, row.closes) for row in spec.exceptions)
        for found in (*hours, *days):
            yield Complaint((found.field, found.row or 0), found.code, str(found.sentence))
        codes = [place.place for place in spec.places]
        for index, code in enumerate(codes):
            if code in codes[:index]:
                yield Complaint(("places", index, "place"), "D321", f"two places have the code '{code}'", "rename one")

    def advise(self, spec: PointSpec, folder: Folder) -> Iterator[Complaint]:
        point = ServicePoint(code=spec.point, **self.columns(spec, {spec.organisation: None}))
        for found in lint.about_point(point):
            yield Complaint((found.field,), found.code, str(found.sentence))


def places(spec: PointSpec) -> list[Place]:
    """Return the places of SPEC in their order, not stored yet."""
    return [
        Place(code=part.place, kind=part.kind, floor=part.floor, name=part.name, sort_order=number)
        for number, part in enumerate(spec.places)
    ]


def _opening(value: Any) -> dict[str, Any]:
    return {
        "days": value["days"],
        "from": value["opens"],
        "to": value["closes"],
        "service": value["service"],
        "by": "appointment" if value["by_appointment"] else None,
    }


def _exception(value: Any) -> dict[str, Any]:
    return {"date": value["date"], "from": value["opens"], "to": value["closes"], "note": value["note"]}


def _place(row: Place) -> dict[str, Any]:
    return {"place": row.code, "kind": row.kind, "floor": row.floor, "name": row.name}

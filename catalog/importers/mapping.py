"""Mapping of the columns of a list to our fields: a file that an editor reads, checked with line numbers."""

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, ValidationError, model_validator

from catalog.enums import Audience, Mode
from catalog.importers.areas.mapping import AreaMapping
from catalog.importers.cleaning import RULES
from catalog.importers.list_mapping import Language, ListMapping
from catalog.importers.tables import LevelCode, NumberMapping, OrganisationCode, PlaceMapping, PointMapping
from configuration import codes
from configuration.schema import Code, Part, Pattern, Ref
from configuration.specs import with_current_codes
from configuration.text import source
from configuration.text.problems import DefinitionsError, Problem, TextPlace, nearest


def _known_rule(name: str) -> str:
    if name not in RULES:
        raise ValueError(f"no cleaning rule '{name}': one of {', '.join(RULES)}")
    return name


class ItemColumns(Part):
    """The headings of the list; a column that it has not is left out."""

    name: str
    code: str
    task_type: str
    department: str
    department_code: str | None = None
    theme: str | None = Field(default=None, description="one theme or several; see `themes`")
    topic: str | None = None
    audience: str | None = Field(default=None, description="for whom; see `audiences`")
    also_called: str | None = None
    asked_as: str | None = Field(default=None, description="everyday words: searched, not shown")
    eligibility: str | None = None
    statutory_days: str | None = Field(default=None, description="what the law allows; see `days_in`")
    promised_days: str | None = Field(default=None, description="what is promised; see `days_in`")
    visits: str | None = None
    fee: str | None = Field(default=None, description="whether the department charges a fee, or how much")
    service_phone: str | None = None
    complaint_phone: str | None = None
    handled_at: str | None = Field(default=None, description="the place where it is done")
    link: str | None = Field(default=None, description="page of the authority about the item")
    materials: str | None = None
    steps: str | None = None
    basis: str | None = Field(default=None, description="laws with their articles")


class Root(Part):
    """The organisation under which the departments of the list hang; made if it is not there."""

    organisation: OrganisationCode
    name: str = Field(max_length=100)
    level: LevelCode
    parent: OrganisationCode | None = None


class Departments(Part):
    under: Root
    level: LevelCode = "department"


class Defaults(Part):
    """Values that the list does not have, the same for each of its items."""

    audience: list[Audience] = []
    offered_as: list[Mode] = []
    decided_at: list[LevelCode] = []
    form: Annotated[Code, Ref("form")] | None = None
    published: bool = Field(default=False, description="without `--publish` too")


class Mapping(ListMapping):
    language: Language | None = Field(default=None, description="language of its texts; else that of the site")
    scheme: Code = Field(description="the scheme of the official codes; with the code it names an item for ever")
    code_pattern: Pattern = Field(
        default=".+", description="a regular code; one that does not match is kept as it is and reported"
    )
    columns: ItemColumns
    clean: dict[str, list[Annotated[str, AfterValidator(_known_rule)]]] = {}
    classes: dict[str, Annotated[Code, Ref("term")]] = Field(description="types of the list that people apply for")
    refused: dict[str, str] = Field(default={}, description="types that nobody applies for (Art. 2), by name")
    themes: dict[str, Annotated[Code, Ref("theme")]] = {}
    topics: dict[str, Annotated[Code, Ref("term")]] = Field(
        default={}, description="topics of the list by the words it uses"
    )
    audiences: dict[str, Audience] = Field(default={}, description="for whom, by the words of the list")
    days_in: Literal["working_days", "days", "months"] | None = Field(
        default=None, description="unit of the limits where the cell itself names none"
    )
    departments: Departments
    defaults: Defaults = Defaults()

    @model_validator(mode="after")
    def _every_key_has_a_column(self) -> Self:
        """Refuse a key that does nothing, because the column that it is about is not read."""
        columns = self.columns
        needs = {
            "themes": columns.theme,
            "topics": columns.topic,
            "audiences": columns.audience,
            "days_in": columns.statutory_days or columns.promised_days,
        }
        for key, column in needs.items():
            if getattr(self, key) and not column:
                raise ValueError(f"`{key}` does nothing: `columns` names no column for it")
        unknown = sorted(set(self.clean) - set(ItemColumns.model_fields))
        if unknown:
            raise ValueError(f"`clean` names no field: {', '.join(unknown)}")
        return self


AnyMapping = Mapping | PointMapping | NumberMapping | PlaceMapping | AreaMapping
SCHEMAS: dict[str, type[AnyMapping]] = {
    "points": PointMapping,
    "numbers": NumberMapping,
    "places": PlaceMapping,
    "areas": AreaMapping,
}


def read(path: Path) -> AnyMapping:
    """Return the mapping in the file PATH, of items unless `imports:` says otherwise.

    What was renamed since it was written is still meant by it. DefinitionsError names every mistake with its line.
    """
    try:
        with path.open("rb") as stream:
            text = source.decode(stream.read(source.MAX_BYTES + 1), str(path))
    except OSError as error:
        raise DefinitionsError([Problem(TextPlace(str(path)), "D101", f"cannot be read: {error.strerror}")]) from None
    top = source.parse(text, str(path))
    data = top.data()
    schema = SCHEMAS.get(str(data.get("imports")), Mapping) if isinstance(data, dict) else Mapping
    try:
        return with_current_codes(schema.model_validate(data), codes.current_code)
    except ValidationError as error:
        problems = []
        for detail in error.errors(include_url=False):
            place = _place(top, detail["loc"], str(path), text)
            missing, unknown = (detail["type"] == kind for kind in ("missing", "extra_forbidden"))
            message = f"'{detail['loc'][-1]}' is missing" if missing else detail["msg"].removeprefix("Value error, ")
            remedy = nearest(str(detail["loc"][-1]), schema.model_fields) if unknown and len(detail["loc"]) == 1 else ""
            problems.append(Problem(place, "D202" if missing else "D203", message, remedy))
        raise DefinitionsError(problems) from None


def _place(node: source.Node, where: tuple[str | int, ...], path: str, text: str) -> TextPlace:
    """Return where the key or value at WHERE stands, or the nearest thing around it."""
    spot = node
    for step in where:
        found = node.child(step)
        if found is None:
            break
        key, node = found
        spot = key or node
    return TextPlace(path, spot.line, spot.column, max(1, spot.end - spot.start) if spot.kind == "scalar" else 1, text)

"""The mapping of a list of places, which an editor writes: what differs between cities stands here."""

import re
from typing import Literal, Self

from pydantic import Field, ValidationInfo, field_validator, model_validator

from catalog.importers.list_mapping import ListMapping
from catalog.importers.tables import LevelCode, OrganisationCode, TableColumns
from configuration.schema import Part, Pattern


class AreaColumns(TableColumns):
    """The headings of the list."""

    limits = {"name": 100}
    code: str = Field(description="the statistical code, 6 to 12 digits")
    name: str
    above: str | None = Field(default=None, description="the name or the code of what is above; see `parent`")


class Above(Part):
    """The organisations below which the rows become; a list makes none of these, so they are taken before it.

    By code: one whose statistical code begins the column `above`, or the row's own code where there is no such column.
    By name: one that is called like the column `above` and lies in the area that the row's code begins with.
    """

    level: LevelCode
    by: Literal["name", "code"]


class Skip(Part):
    """Rows that become nothing, and why; of several conditions all must hold."""

    name_contains: str | None = Field(default=None, min_length=1)
    code_matches: Pattern | None = None
    without_parent: bool = Field(default=False, description="only where nothing of ours is above such a row")
    because: str

    @model_validator(mode="after")
    def _says_which(self) -> Self:
        if self.name_contains is None and self.code_matches is None:
            raise ValueError("`name_contains` or `code_matches` says which rows")
        return self

    def means(self, *, code: str, name: str) -> bool:
        """Return whether a row with CODE and NAME is one of these."""
        return (self.name_contains or "") in name and bool(re.fullmatch(self.code_matches or ".*", code))


class AreaMapping(ListMapping):
    imports: Literal["areas"]
    below: OrganisationCode = Field(description="the organisation below which everything hangs")
    level: LevelCode = Field(description="the level of the site that the rows become")
    columns: AreaColumns
    parent: Above | None = Field(default=None, description="directly under `below` where it is left out")
    year: int | None = Field(
        default=None, ge=1949, le=2099, description="of the list; else the name of the file has it"
    )
    serial: int = Field(default=3, ge=1, le=12, description="how many last digits of its code end a new code of ours")
    organisations: dict[str, OrganisationCode] = Field(
        default={}, description="names that the list writes otherwise, and our codes"
    )
    skip: list[Skip] = []

    @field_validator("parent")
    @classmethod
    def _can_be_found(cls, parent: Above | None, others: ValidationInfo) -> Above | None:
        if parent and parent.level == others.data.get("level"):
            raise ValueError(f"the rows are of the level '{parent.level}' themselves: name the one above")
        columns = others.data.get("columns")
        if parent and parent.by == "name" and columns and not columns.above:
            raise ValueError("by name needs the column `above`")
        return parent

    def skipped(self, *, code: str, name: str, has_parent: bool) -> str:
        """Return why a row becomes nothing, or an empty text if it becomes something."""
        rules = (rule for rule in self.skip if rule.means(code=code, name=name))
        return next((rule.because for rule in rules if not (rule.without_parent and has_parent)), "")

"""The keys that every mapping has for its list as a file."""

from typing import Annotated

from pydantic import AfterValidator, Field

from catalog.importers.formats import ListLayout
from configuration.schema import Code, Part
from portal.kit import languages
from portal.kit.words import Words


def _offered(code: str) -> str:
    if code not in languages.offered():
        raise ValueError(f"the site does not offer the language '{code}': one of {', '.join(languages.offered())}")
    return code


Language = Annotated[str, AfterValidator(_offered)]


def said(text: str, language: str | None) -> Words:
    """Return TEXT of a list as words in LANGUAGE, else in the default one of the site."""
    return Words({language: text}) if language and text else Words.of(text)


class ListMapping(Part):
    """Layout of a list in its file; a key that is left out is found out."""

    mapping: Code
    title: str = Field(default="", description="what people call the list; shown where a mapping is chosen")
    encoding: str = Field(default="utf-8", description="`auto`: UTF-8, else GB 18030")
    header_row: int | None = Field(
        default=None, ge=1, le=1000, description="row with the headings, as a spreadsheet numbers it"
    )
    sheet: str | None = Field(default=None, description="name of the sheet; else the first that is not hidden")
    delimiter: str | None = Field(default=None, min_length=1, max_length=1, description="between the cells of a CSV")

    columns: Part

    @property
    def layout(self) -> ListLayout:
        """Layout of the list in its file, of which the headings of the columns are read."""
        wanted = tuple(dict.fromkeys(heading for _name, heading in self.columns if heading))
        return ListLayout(self.encoding, self.header_row, self.sheet, self.delimiter, wanted)

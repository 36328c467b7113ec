"""Identity documents as `site.yaml` lists them."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from configuration.schema import Code, Part, Said
from portal.kit.documents import SYNTAX, DocumentRule
from portal.kit.words import Words


def _pattern(text: str) -> str:
    if not SYNTAX.fullmatch(text):
        raise ValueError('capitals, digits, classes and counts, e.g. "[A-Z]{2}[0-9]{6,8}"')
    return text


class Shown(Part):
    show_first: int = Field(default=0, ge=0, le=6)
    show_last: int = Field(default=0, ge=0, le=6)


class IdentityDocumentPart(Part):
    """A document: how its number looks in capitals without blanks, and what staff see of it."""

    document: Code
    name: Said
    pattern: Annotated[str, Field(max_length=200), AfterValidator(_pattern)]
    check: Literal["none", "gb11643", "gb32100", "luhn", "verhoeff", "mod11_2", "mod97_10"] = "none"
    mask: Shown = Shown()
    wrong: Said = Field(default=Words(), description="what an applicant reads who typed something else")

    @property
    def rule(self) -> DocumentRule:
        """The rule by which `portal.kit.documents` reads."""
        shown = (self.mask.show_first, self.mask.show_last)
        return DocumentRule(self.document, self.name, self.pattern, self.check, *shown, self.wrong)

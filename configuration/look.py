"""The look of a city: five colours and a logo, in its definitions; and whether they can be read. Pure."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator

from configuration.schema import Part

ENOUGH = 4.5  # WCAG 2.2 AA for text
WHITE, INK = "#ffffff", "#16202a"  # of portal/static/portal/base.css
Colour = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]
Token = Literal["brand", "brand_deep", "brand_wash", "person", "sun"]


class Stroke(Part):
    """A piece of the logo: an SVG path on a field of 48 by 48, filled, or drawn as a line of some width."""

    path: str = Field(pattern=r"^[MLHVCSQTAZmlhvcsqtaz0-9 .,-]{3,400}$")
    colour: Token = "brand"
    line: int = Field(default=0, ge=0, le=12, description="width of the line; 0 fills the shape")


HOUSE = (
    Stroke(path="M4 22 24 6l20 16z", colour="person"),
    Stroke(path="M9 22h30v10H9zM20 25v7h8v-7z"),
    Stroke(path="M2 38q5.5-5 11 0t11 0 11 0 11 0", line=3),
)


class Look(Part):
    """The five colours of a city (#rrggbb) and its logo (key ``mark``); `check` computes the contrasts."""

    brand: Colour = Field(default="#0a4d74", description="the site and what can be pressed")
    brand_deep: Colour = Field(default="#07324c", description="the foot of the page, pressed buttons")
    brand_wash: Colour = Field(default="#eaf2f6", description="the ground of notices")
    person: Colour = Field(default="#b03a24", description="somebody who can be called; on the desk, what is late")
    sun: Colour = Field(default="#f0b429", description="one underline, and what a search found")
    mark: list[Stroke] = Field(default=list(HOUSE), description="the pieces of the logo; the house without any")

    @field_validator("mark", mode="before")
    @classmethod
    def _named(cls, value: Any) -> Any:
        """Read the name of the first logo as sites wrote it before logos were drawn in definitions."""
        return list(HOUSE) if value == "house" else value

    def colours(self) -> dict[str, str]:
        """Return the five colours by name."""
        return {"brand": self.brand, "brand_deep": self.brand_deep, "brand_wash": self.brand_wash} | {
            "person": self.person,
            "sun": self.sun,
        }


# Text and its ground, wherever a page, the admin or paper sets one on the other.
PAIRS = (
    ("white", "brand"),
    ("white", "brand_deep"),
    ("white", "person"),
    ("brand", "white"),
    ("person", "white"),
    ("brand", "brand_wash"),
    ("ink", "brand_wash"),
    ("ink", "sun"),
)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours (#rrggbb) as WCAG computes it: 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def unreadable(look: Look) -> Iterator[tuple[Token, str]]:
    """Yield the token that is to blame and a sentence for every pair of LOOK below 4.5:1."""
    known = look.colours() | {"white": WHITE, "ink": INK}
    said = set()
    for text, ground in PAIRS:
        ratio = contrast(known[text], known[ground])
        pair = frozenset((text, ground))
        if ratio >= ENOUGH or pair in said:
            continue
        said.add(pair)
        blamed: Any = ground if ground in look.colours() and text != "brand" else text
        yield (
            blamed,
            f"{text} ({known[text]}) on {ground} ({known[ground]}) has a contrast of {ratio:.1f}:1, "
            f"text needs {ENOUGH}:1",
        )


def _luminance(colour: str) -> float:
    channels = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)  # noqa: PLR2004
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

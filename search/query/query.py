"""Query of a visitor."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

LONGEST = 100  # characters; the search box allows no more
FACETS = ("audience", "theme", "mode", "district", "department", "class", "topic")


@dataclass(frozen=True)
class Query:
    """``words`` as typed; ``kind`` of result to show, empty for all; ``filters`` as (facet, code)."""

    words: str
    kind: str = ""
    page: str = "1"
    filters: tuple[tuple[str, str], ...] = ()

    @classmethod
    def parse(cls, given: Mapping[str, str]) -> Self:
        """Return what the query string GIVEN asks for; nothing in it is an error."""
        words = given.get("q", "").replace("\0", "").strip()[:LONGEST]
        filters = tuple((key, _code(given[key])) for key in FACETS if _code(given.get(key, "")))
        return cls(words, given.get("kind", "")[:20].replace("\0", ""), given.get("page", "1"), filters)

    @property
    def narrowed(self) -> bool:
        """Whether it is a step within results, not a new question."""
        return bool(self.kind or self.filters or self.page != "1")

    def takes(self, kind: str, facet_values: Sequence[str]) -> bool:
        """Return whether something of KIND with FACET_VALUES is asked for."""
        return self.kind in {"", kind} and not self.against(facet_values)

    def against(self, facet_values: Sequence[str]) -> list[str]:
        """Return the facets whose filter excludes something with FACET_VALUES."""
        return [
            key for key, code in self.filters if f"{key}:{code}" not in facet_values and f"{key}:*" not in facet_values
        ]


def _code(text: str) -> str:
    """Return TEXT as a code, or an empty string if it is none."""
    return text if len(text) <= 80 and text.replace("-", "").replace("_", "").isalnum() and text.isascii() else ""  # noqa: PLR2004  the longest code

"""What a visitor asks for."""

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

    def takes(self, kind: str, marks: Sequence[str], *, without: str = "") -> bool:
        """Return whether something of KIND with MARKS is asked for, the filter WITHOUT apart."""
        return self.kind in {"", kind} and self.passes(marks, without=without)

    def passes(self, marks: Sequence[str], *, without: str = "") -> bool:
        """Return whether MARKS pass the filters, the one WITHOUT apart."""
        return all(f"{key}:{code}" in marks or f"{key}:*" in marks for key, code in self.filters if key != without)


def _code(text: str) -> str:
    """Return TEXT as a code: what is none is as good as not asked."""
    return text if len(text) <= 80 and text.replace("-", "").replace("_", "").isalnum() and text.isascii() else ""  # noqa: PLR2004  the longest code

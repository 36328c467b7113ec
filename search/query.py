"""What a visitor asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

LONGEST = 100  # characters; the search box allows no more


@dataclass(frozen=True)
class Query:
    """``words`` as typed; ``kind`` of result to show, empty for the first that has any; ``page`` as typed."""

    words: str
    kind: str = ""
    page: str = "1"

    @classmethod
    def parse(cls, given: Mapping[str, str]) -> Self:
        """Return what the query string GIVEN asks for; nothing in it is an error."""
        words = given.get("q", "").replace("\0", "").strip()[:LONGEST]
        return cls(words, given.get("kind", "")[:20], given.get("page", "1"))

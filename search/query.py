"""What a visitor asks: words, kind and page, parsed from the address once."""

from dataclasses import dataclass
from typing import Self

from django.http import QueryDict

LONGEST = 100  # code points that the box takes; the tokenizer looks at fewer
KINDS = ("items", "points", "numbers", "pages")


@dataclass(frozen=True)
class Query:
    """``text`` as typed, without control characters; ``kind`` is one of KINDS or empty for all; ``page`` from 1."""

    text: str = ""
    kind: str = ""
    page: int = 1

    @classmethod
    def parse(cls, parameters: QueryDict) -> Self:
        """Return the query of PARAMETERS; whatever cannot be meant is left out."""
        text = "".join(c for c in parameters.get("q", "")[:LONGEST] if c.isprintable()).strip()
        kind = parameters.get("kind", "")
        page = parameters.get("page", "")
        number = int(page) if page.isascii() and page.isdigit() and len(page) < 5 else 1  # noqa: PLR2004  1,000 pages
        return cls(text, kind if kind in KINDS else "", max(1, number))

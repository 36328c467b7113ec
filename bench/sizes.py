"""How large the cities are: `make bench SIZES=1000,100000`."""

import os


def sizes(usual: str) -> list[int]:
    """Return the numbers of items to measure with, smallest first; USUAL where nobody said otherwise."""
    return sorted({int(word) for word in (os.environ.get("SIZES") or usual).split(",")})

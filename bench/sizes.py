"""How large the cities are: `make bench SIZES=1000,100000`."""

import os


def sizes() -> list[int]:
    """Return the numbers of items to measure with, smallest first; at least two."""
    given = sorted({int(word) for word in os.environ.get("SIZES", "1000,10000").split(",")})
    return given if len(given) > 1 else [1000, *given]

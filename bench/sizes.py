"""Sizes of the measured cities: `make bench SIZES=1000,100000`."""

import os


def sizes(usual: str) -> list[int]:
    """Return the numbers of items to measure with, smallest first; USUAL if none are given."""
    return sorted({int(word) for word in (os.environ.get("SIZES") or usual).split(",")})

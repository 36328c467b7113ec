"""Addresses as QR codes, for paper."""

from dataclasses import dataclass

import segno
from django.template.loader import render_to_string

QUIET = 2  # modules of white around the code


@dataclass(frozen=True)
class Code:
    """A QR code as one SVG path on a field of ``side`` by ``side``."""

    side: int
    path: str

    def svg(self) -> str:
        """Return the code as an SVG file."""
        return render_to_string("components/qr.svg", {"code": self})


def qr(address: str) -> Code:
    """Return ADDRESS as a QR code that can be read with an eighth of it covered."""
    made = segno.make(address, error="m", micro=False)
    dark = (
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(made.matrix, QUIET) for x, module in enumerate(row, QUIET) if module
    )
    return Code(len(made.matrix) + 2 * QUIET, "".join(dark))

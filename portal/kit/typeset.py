"""Paper: a page described in typst and values as JSON become a PDF; no browser, no network, no file of a stranger.

The page reads its values with ``json(bytes(sys.inputs.data))``; they are data, never markup.
"""

import json
import threading
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import typst

# Families that hold simplified Chinese, the best first; a Debian server gets the first with fonts-noto-cjk.
CHINESE = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
)
KEPT = 64  # PDFs kept ready in each process

_one_at_a_time = threading.Lock()


class FontMissing(Exception):
    """No installed font holds Chinese."""

    def __init__(self) -> None:
        super().__init__("No font for Chinese is installed; on Debian: apt-get install fonts-noto-cjk")


@cache
def chinese_font() -> str:
    """Return the best installed family; raises `FontMissing`. Asked once a process: fonts come with a restart."""
    installed = set(typst.Fonts().families())
    for family in CHINESE:
        if family in installed:
            return family
    raise FontMissing


def pdf(page: Path, values: dict[str, Any]) -> bytes:
    """Return PAGE (a .typ file) filled with VALUES as a PDF; the same values give the same bytes from the shelf."""
    values = values | {"font": chinese_font()}
    return _set(page, json.dumps(values, ensure_ascii=False, sort_keys=True))


@lru_cache(maxsize=KEPT)
def _set(page: Path, data: str) -> bytes:
    with _one_at_a_time:
        made: bytes = typst.compile(str(page), root=str(page.parent), format="pdf", sys_inputs={"data": data})
    return made

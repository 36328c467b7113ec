"""Paper: a page described in typst and values as JSON become a PDF; no browser, no network, no file of a stranger.

The page reads its values with ``json(bytes(sys.inputs.data))``; they are data, never markup.
"""

import json
import threading
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import typst
from PIL import ImageFont

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
LETTERS = 8192  # characters of which a process knows whether they can be printed
SIZE = 16  # pixels at which glyphs are compared
NO_CHARACTER = "\U0010fffe"  # no font has a glyph for it: what is drawn instead is the crossed box

_one_at_a_time = threading.Lock()


class FontMissing(Exception):
    """No installed font holds Chinese."""

    def __init__(self) -> None:
        super().__init__("No font for Chinese is installed; on Debian: apt-get install fonts-noto-cjk")


class GlyphMissing(Exception):
    """No installed font has a glyph for some ``characters``: each would be printed as a crossed box."""

    def __init__(self, characters: str) -> None:
        self.characters = characters
        named = ", ".join(f"{character} (U+{ord(character):04X})" for character in characters)
        super().__init__(f"No installed font has a glyph for {named}")


@cache
def chinese_font() -> str:
    """Return the best installed family; raises `FontMissing`. Asked once a process: fonts come with a restart."""
    installed = set(typst.Fonts().families())
    for family in CHINESE:
        if family in installed:
            return family
    raise FontMissing


def pdf(page: Path, values: dict[str, Any], *, kept: bool = True) -> bytes:
    """Return PAGE (a .typ file) filled with VALUES as a PDF; the same values give the same bytes from the shelf.

    Values of a person are not KEPT: the memory of a process is no place for them. Raises `FontMissing`, or
    `GlyphMissing` with the characters of VALUES that cannot be printed.
    """
    values = values | {"font": chinese_font()}
    with _one_at_a_time:
        missing = unprintable("".join(_texts(values)))
    if missing:
        raise GlyphMissing(missing)
    data = json.dumps(values, ensure_ascii=False, sort_keys=True)
    return _set(page, data) if kept else _compiled(page, data)


def unprintable(text: str) -> str:
    """Return the characters of TEXT, each once, for which no installed font has a glyph."""
    return "".join(character for character in dict.fromkeys(text) if not _can_be_printed(character))


def _texts(values: Any) -> Iterator[str]:
    if isinstance(values, dict | list | tuple):
        for value in values.values() if isinstance(values, dict) else values:
            yield from _texts(value)
    elif isinstance(values, str):
        yield values


@lru_cache(maxsize=LETTERS)
def _can_be_printed(character: str) -> bool:
    # Marks change the letter before them, blanks and controls are not drawn.
    if character.isspace() or unicodedata.category(character) in {"Cc", "Cf", "Mn", "Me"}:
        return True
    return any(_has_glyph(path, index, character) for path, index in _fonts())


@cache
def _fonts() -> list[tuple[str, int]]:
    """Return file and number of each font of the system, those for Chinese first: another one helps out."""
    found = [font for font in typst.Fonts().fonts() if font.path]
    found.sort(key=lambda font: font.family != chinese_font())
    return list(dict.fromkeys((str(font.path), font.index) for font in found))


def _has_glyph(path: str, index: int, character: str) -> bool:
    return _drawn(path, index, character) != _crossed_box(path, index)


@cache
def _crossed_box(path: str, index: int) -> tuple[bytes, Any]:
    return _drawn(path, index, NO_CHARACTER)


def _drawn(path: str, index: int, character: str) -> tuple[bytes, Any]:
    font = _opened(path, index)
    return bytes(font.getmask(character)), font.getbbox(character)


@cache
def _opened(path: str, index: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, SIZE, index=index)


@lru_cache(maxsize=KEPT)
def _set(page: Path, data: str) -> bytes:
    return _compiled(page, data)


def _compiled(page: Path, data: str) -> bytes:
    with _one_at_a_time:
        made: bytes = typst.compile(str(page), root=str(page.parent), format="pdf", sys_inputs={"data": data})
    return made

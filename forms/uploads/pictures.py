"""Photos are drawn anew: nothing but the picture itself goes on, upright, no larger than a page needs. Pure."""

import io
import warnings
from typing import IO

import pillow_heif
from PIL import Image, UnidentifiedImageError

from forms.uploads.refusals import RefusedContent
from portal.kit import file_limits

LONGEST = 4096  # pixels of the longer side: an A4 page with more than 300 dots an inch
SMALL = 240  # pixels of the longer side of the picture in a list
QUALITY, SMALL_QUALITY = 85, 70
ORIENTATION = 0x0112  # where a camera says how it was held
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
FORMATS = ("JPEG", "PNG", "HEIF")
WIDE = 1 / 256  # from 16 bits of grey to 8


def redraw(file: IO[bytes]) -> tuple[bytes, bytes]:
    """Return the picture of FILE as a JPEG without anything else in it, and a small one for lists.

    Raises RefusedContent for a picture that is broken or has too many pixels.
    """
    pillow_heif.register_heif_opener()
    Image.MAX_IMAGE_PIXELS = file_limits.IMAGE_PIXELS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(file, formats=FORMATS) as picture:
                drawn = _drawn(picture)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise RefusedContent("pixels") from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, IndexError, RuntimeError):
        raise RefusedContent("picture_broken") from None
    small = drawn.copy()
    small.thumbnail((SMALL, SMALL))
    return _jpeg(drawn, QUALITY), _jpeg(small, SMALL_QUALITY)


def _drawn(picture: Image.Image) -> Image.Image:
    """Return PICTURE on a new sheet: upright, without transparency, colour table or a word of its own."""
    if picture.width * picture.height > file_limits.IMAGE_PIXELS:
        raise RefusedContent("pixels")
    turn = UPRIGHT.get(picture.getexif().get(ORIENTATION, 1))
    picture.draft("RGB", (LONGEST, LONGEST))
    picture.load()
    picture.thumbnail((LONGEST, LONGEST))
    if picture.mode.startswith("I"):
        picture = picture.convert("I").point(lambda value: value * WIDE).convert("L")
    if picture.mode in {"P", "LA", "PA", "RGBa", "La"} or "transparency" in picture.info:
        picture = picture.convert("RGBA")
    sheet = Image.new("RGB", picture.size, "white")
    sheet.paste(picture.convert("RGB"), mask=picture.getchannel("A") if picture.mode == "RGBA" else None)
    return sheet.transpose(turn) if turn else sheet


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return out.getvalue()

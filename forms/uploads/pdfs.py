"""PDFs that run, open or hide something: all objects are looked at, where a search of the bytes sees nothing."""

import logging
from collections.abc import Iterator
from typing import Any, BinaryIO

import pikepdf

from forms.uploads.refusals import RefusedContent

TAIL = 2048  # bytes in which the end stands
RUNS = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition", "/Movie", "/Sound", "/RichMediaExecute"}
RUNNING_KEYS = {"/JS", "/JavaScript", "/Launch", "/XFA", "/RichMediaContent"}
RUNNING_PARTS = {"/RichMedia", "/Screen", "/3D", "/Movie", "/Sound"}
HIDING_KEYS = {"/EF", "/EmbeddedFiles"}
DEEPEST = 40  # objects in objects, written in one place
MOST_OBJECTS = 300_000


def check_pdf(file: BinaryIO) -> None:
    """Raise RefusedContent for a PDF with scripts, programs to start, attached files, a password, or no page."""
    size = file.seek(0, 2)
    file.seek(max(0, size - TAIL))
    if b"%%EOF" not in file.read():
        raise RefusedContent("pdf_broken")
    file.seek(0)
    # The library tells of every oddity that it has mended.
    logging.getLogger("pikepdf").setLevel(logging.CRITICAL)
    try:
        with pikepdf.open(file) as pdf:
            if not len(pdf.pages):
                raise RefusedContent("pdf_broken")
            _check_objects(pdf)
    except pikepdf.PasswordError:
        raise RefusedContent("pdf_password") from None
    except (pikepdf.PdfError, ValueError, RuntimeError, RecursionError, KeyError, TypeError):
        raise RefusedContent("pdf_broken") from None


def _check_objects(pdf: pikepdf.Pdf) -> None:
    for number, one in enumerate([pdf.trailer, *pdf.objects]):
        if number > MOST_OBJECTS:
            raise RefusedContent("pdf_broken")
        for found in _dictionaries(one, DEEPEST):
            _check_dictionary(found)


def _dictionaries(one: Any, deep: int) -> Iterator[Any]:
    """Yield every dictionary that is written in the object ONE itself; those it refers to are objects of their own."""
    if not deep:
        raise RefusedContent("pdf_broken")
    if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
        yield one
        inner: Any = [value for _key, value in one.items()]
    elif isinstance(one, pikepdf.Array):
        inner = list(one)
    else:
        return
    for value in inner:
        if isinstance(value, pikepdf.Object) and not value.is_indirect:
            yield from _dictionaries(value, deep - 1)


def _check_dictionary(found: Any) -> None:
    keys = set(found.keys())
    action, kind, part = (str(found.get(name, "")) for name in ("/S", "/Type", "/Subtype"))
    if keys & RUNNING_KEYS or action in RUNS or part in RUNNING_PARTS:
        raise RefusedContent("pdf_script")
    if keys & HIDING_KEYS or kind == "/EmbeddedFile" or part == "/FileAttachment":
        raise RefusedContent("pdf_files")

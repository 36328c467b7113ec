"""Downloads of a material: its blank form, and one filled in as a sample."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.kit import file_limits, filetypes

LABELS = {"blank": _("Blank form"), "sample": _("Filled sample")}


@dataclass(frozen=True)
class Download:
    """A file to take along: what it is, e.g. ``PDF``, and how large."""

    label: str | Promise
    kind: str
    size: str
    address: str = ""


def downloads(material: Any) -> Iterator[Download]:
    """Yield what MATERIAL brings along; a file that is not in the store (a restore without it) is left out."""
    for which, label in LABELS.items():
        file = getattr(material, which)
        about = described(file, label) if file else None
        if about:
            yield Download(label, about.kind, about.size, reverse("material_file", args=[material.code, which]))


def described(file: "File[Any]", label: str | Promise = "") -> Download | None:
    """Return what people want to know about FILE before they take it, or None if it is not in the store."""
    try:
        return Download(label, filetypes.suffix(file).removeprefix(".").upper(), size_in_words(file.size))
    except FileNotFoundError:
        return None


def check(file: "File[Any]") -> None:
    """Refuse a FILE of another type than its name says, of one that we do not hand out, or too large."""
    if file.size > file_limits.BLANK_FORM_BYTES:
        raise ValidationError(_("The file is larger than 5 MB; people take it along on a telephone."))
    filetypes.check(file, filetypes.DOCUMENTS)


def where(material: Any, name: str) -> str:
    """Return where the file NAME of MATERIAL is kept: under a name of ours, not that of the upload."""
    return f"materials/{material.code}/{uuid4().hex}{PurePath(name).suffix.lower()}"


def size_in_words(number: int) -> str:
    """Return NUMBER bytes as people read it, e.g. 1.2 MB."""
    if number < 1024 * 1024:
        return f"{math.ceil(number / 1024)} KB"
    return f"{number / 1024 / 1024:.1f} MB"

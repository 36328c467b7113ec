"""The code of a page that an editor wrote: made of its address, of a Chinese one by its sound, and never asked for."""

import re
from itertools import count
from typing import TYPE_CHECKING, Any

from django.utils.text import slugify
from pypinyin import lazy_pinyin

if TYPE_CHECKING:
    from content.models.base import BasePage

LONGEST = 80  # characters, as of every code of a definition
COUNTER = 6  # of them for "-2" and so on
NAMELESS = "page"


def code_for(page: "BasePage", kinds: list[Any]) -> str:
    """Return a code for PAGE that no other page of KINDS, the models of pages, has; its translations share it."""
    for kind in kinds:
        own = kind.objects.filter(translation_key=page.translation_key).exclude(code="").exclude(pk=page.pk)
        if shared := own.values_list("code", flat=True).first():
            return str(shared)
    begin = _spelled(page.slug) or _spelled(page.title) or NAMELESS
    wanted = (begin if number == 1 else f"{begin}-{number}" for number in count(1))
    return next(code for code in wanted if not is_taken(code, page, kinds))


def is_taken(code: str, page: "BasePage", kinds: list[Any]) -> bool:
    """Return whether a page of KINDS that is no translation of PAGE has CODE."""
    return any(kind.objects.filter(code=code).exclude(translation_key=page.translation_key).exists() for kind in kinds)


def _spelled(text: str) -> str:
    """Return TEXT in small letters and digits, as definitions write codes; empty if nothing of it can be spelled."""
    sounds = slugify(" ".join(lazy_pinyin(text)))
    return re.sub(r"[^a-z0-9_-]", "", sounds)[: LONGEST - COUNTER].strip("-_")

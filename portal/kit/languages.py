"""The languages of the site, first one default: from its definition, or of the folder that is being read."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings

from portal.kit import published
from portal.kit.models import SiteRecord

_reading: ContextVar[list[str] | None] = ContextVar("languages of the folder being read", default=None)


@published.cached
def _of_the_site() -> list[str]:
    record = SiteRecord.objects.only("spec").first()
    return list(record.spec.get("languages", [])) if record else [settings.LANGUAGE_CODE]


def offered() -> list[str]:
    """Return the language codes of the site, the default one first."""
    return _reading.get() or _of_the_site() or [settings.LANGUAGE_CODE]


def default() -> str:
    """Return the code of the site's default language."""
    return offered()[0]


@contextmanager
def reading(languages: list[str]) -> Iterator[None]:
    """While a folder of definitions is read, its own languages hold."""
    token = _reading.set(languages)
    try:
        yield
    finally:
        _reading.reset(token)

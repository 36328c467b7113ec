"""Speak as the site does: for work that no request started, and for texts that are kept in all its languages."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone, translation

from portal.kit import clock, languages


@contextmanager
def as_site() -> Iterator[None]:
    """Activate the default language and the time zone of the site inside the block."""
    with translation.override(languages.default()), timezone.override(clock.zone()):
        yield


def in_all_languages(text: object) -> dict[str, str]:
    """Return TEXT, which says itself in the active language, by language of the site."""
    found = {}
    for code in languages.offered():
        with translation.override(code):
            found[code] = str(text)
    return found

"""Speak as the site does: for work that no request started, and for texts that are kept in all its languages."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone, translation
from django.utils.translation import trans_real

from portal.kit import clock, languages


def activated() -> str | None:
    """Return the language that somebody activated; None where nobody did, and the site's holds.

    Django's ``get_language`` answers there with that of the settings, in which commands speak.
    """
    active = getattr(trans_real._active, "value", None)  # type: ignore[attr-defined]
    return active.to_language() if active else None


@contextmanager
def in_language(code: str) -> Iterator[None]:
    """Activate the language CODE inside the block, and leave none behind where none was active.

    Django's own ``override`` would leave the language of the settings: a command that has once looked something up in
    another language would store names in English from then on.
    """
    before = activated()
    translation.activate(code)
    try:
        yield
    finally:
        if before is None:
            translation.deactivate()
        else:
            translation.activate(before)


@contextmanager
def as_site() -> Iterator[None]:
    """Activate the default language and the time zone of the site inside the block."""
    with in_language(languages.default()), timezone.override(clock.zone()):
        yield


def in_all_languages(text: object) -> dict[str, str]:
    """Return TEXT, which says itself in the active language, by language of the site."""
    found = {}
    for code in languages.offered():
        with in_language(code):
            found[code] = str(text)
    return found

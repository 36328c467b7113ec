"""The languages of the site and of the running thread. No Django: both are registered here at start-up."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_reading: ContextVar[list[str] | None] = ContextVar("languages of the folder being read", default=None)
_site: list[Callable[[], list[str]]] = []
_thread: list[Callable[[], str | None]] = []


def of_site(source: Callable[[], list[str]]) -> None:
    """Register SOURCE of the language codes of the site, the default first: `configuration`, which stands above."""
    _site[:] = [source]


def of_thread(source: Callable[[], str | None]) -> None:
    """Register SOURCE of the language of the running thread: Django's `get_language`."""
    _thread[:] = [source]


def offered() -> list[str]:
    """Return the language codes of the site, or of the folder that is being read, the default one first."""
    return _reading.get() or (_site[0]() if _site else ["en"])


def default() -> str:
    """Return the code of the default language."""
    return offered()[0]


def active() -> str:
    """Return the code of the language in which the running thread speaks, by default that of the site."""
    return (_thread[0]() if _thread else None) or default()


@contextmanager
def reading(languages: list[str]) -> Iterator[None]:
    """Use LANGUAGES, those of the folder of definitions that is being read, inside the block."""
    token = _reading.set(languages)
    try:
        yield
    finally:
        _reading.reset(token)

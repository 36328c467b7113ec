"""A form that could not be saved is shown once more, with its input and a sentence that says so.

`portal.storage.StorageFaults` lets the view answer a second time; every public form then refuses itself with
`refusal`, so that the view shows it as it shows any form with a mistake.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass
class Attempt:
    """``sentence`` says why nothing can be saved now; ``refused``: a form of this request shows it."""

    sentence: str
    refused: bool = False


_attempt: ContextVar[Attempt | None] = ContextVar("attempt", default=None)


@contextmanager
def refusing(sentence: str) -> Iterator[Attempt]:
    """Let every public form that is judged inside refuse itself with SENTENCE."""
    attempt = Attempt(sentence)
    token = _attempt.set(attempt)
    try:
        yield attempt
    finally:
        _attempt.reset(token)


def refusal() -> str:
    """Return why a form that is judged now cannot be saved; empty where it can."""
    attempt = _attempt.get()
    if attempt is None:
        return ""
    attempt.refused = True
    return attempt.sentence

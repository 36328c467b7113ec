"""Many things, a few at a time, for bulk reading and writing without holding all of them."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import TypeVar

T = TypeVar("T")


def in_batches(many: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield MANY in lists of at most SIZE."""
    stream = iter(many)
    while batch := list(islice(stream, size)):
        yield batch


def begun(many: Iterable[T]) -> Iterator[T]:
    """Return MANY with the first of them read already: what opens a file does so now, not inside a transaction."""
    stream = iter(many)
    return chain(list(islice(stream, 1)), stream)

"""Values kept in a temporary file instead of memory: a folder may hold a hundred thousand definitions."""

import pickle
import tempfile
import weakref
from array import array
from collections import OrderedDict
from collections.abc import Iterator, MutableMapping
from typing import Generic, TypeVar

T = TypeVar("T")

IN_MEMORY = 1024 * 1024  # bytes; a small folder never touches the disk
RECENT = 500  # values that stay in memory beside the file


class DiskList(Generic[T]):
    """A list that only grows. Values come back as equal copies; change none of them."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  it lives as long as the spool
        weakref.finalize(self, self._file.close)
        self._ends = array("Q", [0])
        self._recent: OrderedDict[int, T] = OrderedDict()

    def append(self, value: T) -> int:
        """Keep VALUE and return its number, counted from 0."""
        content = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        self._file.seek(self._ends[-1])
        self._file.write(content)
        self._ends.append(self._ends[-1] + len(content))
        return len(self) - 1

    def __getitem__(self, number: int) -> T:
        if number in self._recent:
            self._recent.move_to_end(number)
            return self._recent[number]
        start, end = self._ends[number], self._ends[number + 1]
        self._file.seek(start)
        # Only this process writes the file, and it has no name that another could open.
        value: T = pickle.loads(self._file.read(end - start))  # noqa: S301
        self._recent[number] = value
        if len(self._recent) > RECENT:
            self._recent.popitem(last=False)
        return value

    def __iter__(self) -> Iterator[T]:
        return (self[number] for number in range(len(self)))

    def __len__(self) -> int:
        return len(self._ends) - 1


class DiskDict(MutableMapping[str, T]):
    """A mapping by code, its values in a spool."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._spool: DiskList[T] = DiskList()

    def __setitem__(self, code: str, value: T) -> None:
        self._numbers[code] = self._spool.append(value)

    def __getitem__(self, code: str) -> T:
        return self._spool[self._numbers[code]]

    def __delitem__(self, code: str) -> None:
        del self._numbers[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)

"""The place of an organisation in the tree as one text: codes from the root down, ``/qingdao/laoshan/``."""

from typing import Any

from django.db import models


class TreePath(str):
    """A chain of codes from the root. A subtree is one prefix, so a list can be compared without a query a row."""

    __slots__ = ()

    @classmethod
    def of(cls, *codes: str) -> "TreePath":
        """Return the path of CODES, the root first; without codes that of nothing, which contains nothing."""
        return cls(f"/{'/'.join(codes)}/" if codes else "")

    @property
    def codes(self) -> list[str]:
        """Codes from the root down to the organisation itself."""
        return [code for code in self.split("/") if code]

    @property
    def depth(self) -> int:
        """Number of organisations in the path: 1 at the root."""
        return len(self.codes)

    def top(self, depth: int) -> "TreePath":
        """Return the path of the organisation DEPTH levels deep above this one, or this path if it is less deep."""
        return TreePath.of(*self.codes[:depth])

    def upwards(self) -> list["TreePath"]:
        """Return this path and those above it, the nearest first."""
        return [self.top(depth) for depth in range(self.depth, 0, -1)]

    def contains(self, other: str) -> bool:
        """Return whether the organisation at the path OTHER is this one or stands below it."""
        return bool(self) and other.startswith(self)

    def shared(self, other: "TreePath") -> int:
        """Return how many codes from the root this path and OTHER have in common."""
        pairs = zip(self.codes, other.codes, strict=False)
        return next((n for n, (mine, theirs) in enumerate(pairs) if mine != theirs), min(self.depth, other.depth))


class TreePathField(models.CharField[Any, TreePath]):
    """A column of paths; rows and ``values_list`` give a `TreePath`."""

    def from_db_value(self, value: str | None, _expression: Any, _connection: Any) -> TreePath | None:
        return None if value is None else TreePath(value)

    def to_python(self, value: Any) -> Any:
        return value if value is None else TreePath(value)

"""Base of the kinds of reference registries: rows found by code, retired; codes of the site's levels."""

from collections.abc import Callable, Collection, Iterator
from typing import Any, ClassVar, TypeVar

from django.db.models import TextField
from django.db.models.functions import Cast

from catalog.models import Organisation, ServiceItem, ServicePoint
from catalog.models.registry import Registry
from configuration.kinds import Complaint, Folder, Kind
from configuration.schema import Definition
from configuration.site import SiteSpec
from portal.kit import clock

S = TypeVar("S", bound=Definition)


MOST_IN_MEMORY = 200  # rows that are read at once


class RegistryKind(Kind[S]):
    """A kind whose rows are a `Registry`: subclasses say how fields become keys (`read`) and back (`values`)."""

    model: ClassVar[type[Registry]]
    csv = True

    def rows(self) -> Any:
        """Return the rows in use, with what `read` looks at."""
        return self.model._default_manager.filter(retired_at=None)

    def read(self, row: Any) -> dict[str, Any]:
        """Return the keys of ROW, without code, order and articles."""
        raise NotImplementedError

    def values(self, spec: S) -> dict[str, Any]:
        """Return the fields that SPEC sets, without code, order and articles."""
        raise NotImplementedError

    def kept_by(self, code: str) -> str:
        """Return what refers to the row CODE, in words, or an empty string."""
        return ""

    def stored(self, codes: Collection[str] | None = None) -> Iterator[S]:
        rows = self.rows() if codes is None else self.rows().filter(code__in=codes)
        for row in rows.iterator(chunk_size=MOST_IN_MEMORY):
            yield self.specify(row)

    def specify(self, row: Any) -> S:
        """Return ROW as it would be written; pydantic's ValidationError if it is not complete."""
        own = {self.name: row.code, "order": row.order, "articles": row.articles}
        return self.schema.model_validate(own | self.read(row))

    def unavailable_codes(self, codes: Collection[str]) -> set[str]:
        return set(self.model._default_manager.filter(code__in=codes).values_list("code", flat=True))

    def save(self, spec: S) -> None:
        common = {"order": getattr(spec, "order", 0), "articles": spec.articles, "retired_at": None}
        self.model._default_manager.update_or_create(code=self.code(spec), defaults=common | self.values(spec))

    def retire(self, code: str) -> str:
        for row in self.model._default_manager.filter(code=code):
            row.retired_at = clock.now()
            row.save(update_fields=["retired_at"])  # not update(): the search must hear of it
        return self.kept_by(code)


def counted(rows: Any, noun: str) -> str:
    """Return ``3 items keep it`` for the NOUN of ROWS, or an empty string without rows."""
    number = rows.count()
    return f"{number} {noun} keep it" if number else ""


def _items_at(level: str) -> int:
    """Return how many items are decided at LEVEL; the databases compare lists in JSON each in their own way."""
    items = ServiceItem.objects.alias(levels=Cast("decided_at", TextField()))
    return items.filter(levels__contains=f'"{level}"').count()


# How many rows say the code of a level, by what the plan calls them.
OF_LEVELS: dict[str, Callable[[str], int]] = {
    "organisations": lambda level: Organisation.objects.filter(level=level).count(),
    "points": lambda level: ServicePoint.objects.filter(level=level).count(),
    "items": _items_at,
}


def unknown_level(where: tuple[str | int, ...], level: str, folder: Folder) -> Iterator[Complaint]:
    """Complain about a LEVEL that the site does not define; a folder without levels defines none."""
    levels = [
        known.level for site in folder.all("site").values() if isinstance(site, SiteSpec) for known in site.levels
    ]
    if levels and level not in levels:
        yield Complaint(where, "D301", f"unknown level '{level}'", f"one of: {', '.join(levels)}")

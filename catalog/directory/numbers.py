"""The directory of numbers (Art. 38): for every organisation whom to ask and where to complain.

No line is empty: who has no number of its own is served by that of its service point, of the next organisation above,
or of the competent authority, and the line says whose it is.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from catalog.enums import Purpose
from catalog.models import ContactNumber, Organisation, ServicePoint
from catalog.models.tree_path import TreePath
from configuration import site
from portal.kit.words import Words

DEEPEST = 3  # steps of indentation below the heading of an area
NOBODY = Words()


@dataclass(frozen=True)
class DirectoryNumber:
    """A number to call; ``of`` names whose it is where it is not the organisation's own."""

    number: str
    hours: Words = NOBODY
    of: Words = NOBODY


Numbers = dict[tuple[str, Purpose], list[DirectoryNumber]]
"""By path of the organisation and purpose."""


@dataclass(frozen=True)
class DirectoryRow:
    """An organisation, how deep it stands below the heading of its area, and whom to call there."""

    organisation: Organisation
    depth: int
    service: list[DirectoryNumber]
    complaint: list[DirectoryNumber]


@dataclass(frozen=True)
class DirectoryArea:
    """A stretch of the directory: the city with its departments, or one district with everything in it."""

    organisation: Organisation
    rows: list[DirectoryRow]


def directory(organisations: QuerySet[Organisation], tops: Iterable[Organisation]) -> list[DirectoryArea]:
    """Return ORGANISATIONS with their numbers, each under the nearest of TOPS; four queries for any size."""
    rows = list(organisations)
    areas = {top.path: DirectoryArea(top, []) for top in tops}
    last = _authority()
    numbers = _numbers({last, *(path for row in rows for path in row.path.upwards())})
    for row in sorted(rows, key=_walk(rows)):
        area = next((areas[path] for path in row.path.upwards() if path in areas), None)
        if area:
            depth = min(row.path.depth - area.organisation.path.depth, DEEPEST)
            service, complaint = (_lines(row.path, purpose, numbers, last) for purpose in Purpose)
            area.rows.append(DirectoryRow(row, depth, service, complaint))
    return [area for area in areas.values() if area.rows]


def _walk(rows: Iterable[Organisation]) -> Callable[[Organisation], list[tuple[int, str, str]]]:
    """Return a key that walks the tree: parents before what stands below them, siblings in their order."""
    place = {row.path: (row.order, row.sort_name, row.code) for row in rows}
    return lambda row: [place.get(path, (0, "", path)) for path in reversed(row.path.upwards())]


def _authority() -> str:
    paths = Organisation.objects.filter(code=site.current().competent_authority).values_list("path", flat=True)
    return paths.first() or ""


def _numbers(paths: Collection[str]) -> Numbers:
    """Return the numbers in use at PATHS, each with whose it is; a point's only where its organisation has none."""
    found: Numbers = {}
    own = ContactNumber.objects.current().filter(organisation__path__in=paths)
    columns = own.values_list("organisation__path", "purpose", "number", "hours", "organisation__name")
    for path, purpose, number, hours, name in columns:
        found.setdefault((path, Purpose(purpose)), []).append(DirectoryNumber(number, hours, name))
    points = ServicePoint.objects.public().filter(organisation__path__in=paths)
    for path, name, *pair in points.values_list("organisation__path", "name", "service_phone", "complaint_phone"):
        for purpose, digits in zip(Purpose, pair, strict=True):
            if digits:
                found.setdefault((path, purpose), [DirectoryNumber(digits, of=name)])
    return found


def _lines(path: TreePath, purpose: Purpose, numbers: Numbers, last: str) -> list[DirectoryNumber]:
    """Return what to call for PURPOSE at PATH: its own numbers, or one of the nearest who has any; LAST comes last."""
    if (path, purpose) in numbers:
        own = numbers[path, purpose]
        return [replace(line, of=NOBODY) for line in own]
    for above in (*path.upwards(), last):
        if (above, purpose) in numbers:
            return numbers[above, purpose][:1]
    return []

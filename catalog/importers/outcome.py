"""Result of an import: counts, and one remark for every row that was not taken as it stands."""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.core.management.base import CommandError, OutputWrapper

from catalog.importers.sources import SourceError
from catalog.models import Organisation
from configuration.text.problems import DefinitionsError

SHOWN = 80  # characters of a value in a remark


@dataclass(frozen=True)
class ImportRemark:
    """A fault in row ``number`` of the file (0: the whole file), and how it was handled.

    ``verb`` is refused, skipped (by the mapping), kept, cleaned, merged or warned; after a refusal the row is not in
    the catalogue.
    """

    number: int
    verb: str
    what: str
    done: str

    def __str__(self) -> str:
        where = f"row {self.number}" if self.number else "the file"
        return f"{where}: {self.verb}: {self.what}; {self.done}"


@dataclass
class Outcome:
    rows: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    by_class: Counter[str] = field(default_factory=Counter)
    remarks: list[ImportRemark] = field(default_factory=list)

    @property
    def refused(self) -> int:
        """Number of remarks about something that was left out."""
        return sum(remark.verb == "refused" for remark in self.remarks)

    def remark(self, remarks: Iterable[ImportRemark]) -> None:
        """Add REMARKS to the report."""
        self.remarks.extend(remarks)

    def as_data(self) -> dict[str, Any]:
        """Return everything for a machine."""
        return {
            "rows": self.rows,
            "created": self.created,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "refused": self.refused,
            "by_class": dict(sorted(self.by_class.items())),
            "remarks": [vars(remark) for remark in self.remarks],
        }

    def summary(self) -> str:
        """Return the counts in one line."""
        return (
            f"{self.rows} rows: {self.created} created, {self.changed} changed, {self.unchanged} unchanged, "
            f"{self.refused} refused; {len(self.remarks)} remarks."
        )


def shown(value: str) -> str:
    """Return VALUE in quotes, cut and on one line."""
    flat = " ".join(value[: SHOWN * 4].split())
    return f"'{flat[:SHOWN]}…'" if len(flat) > SHOWN else f"'{flat}'"


def tell(out: OutputWrapper, outcome: Outcome, *, as_json: bool, dry_run: bool) -> None:
    """Print OUTCOME of a command to OUT; leave with exit code 1 if something was refused."""
    if as_json:
        out.write(json.dumps(outcome.as_data(), ensure_ascii=False, indent=1))
    else:
        tell_people(out, outcome, dry_run=dry_run)
    if outcome.refused:
        sys.exit(1)


def tell_people(out: OutputWrapper, outcome: Outcome, *, dry_run: bool) -> None:
    """Print OUTCOME to OUT, line by line."""
    for remark in outcome.remarks:
        out.write(str(remark))
    for name, number in sorted(outcome.by_class.items()):
        out.write(f"{number:6} {name}")
    out.write(("Nothing is written. " if dry_run else "") + outcome.summary())


@contextmanager
def failures_told() -> Iterator[None]:
    """Let a command end with a sentence where the list or its mapping is wrong."""
    try:
        yield
    except DefinitionsError as error:
        raise CommandError("\n".join(map(str, error.problems))) from None
    except SourceError as error:
        raise CommandError(str(error)) from None
    except Organisation.DoesNotExist:
        raise CommandError("No organisation has the code under `below`: apply the definitions first.") from None

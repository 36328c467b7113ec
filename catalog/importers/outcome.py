"""Result of an import: counts, and one remark for every row that was not taken as it stands."""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any

from django.core.management.base import CommandError, OutputWrapper
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.importers.formats import ListFacts
from catalog.importers.sources import SourceError
from catalog.models import Organisation
from configuration.text.problems import DefinitionsError

SHOWN = 80  # characters of a value in a remark
EXAMPLES = 3  # of remarks with one reason
OWN = re.compile(
    r"'[^']*'|(?<![0-9A-Za-z_.])[0-9]+(?![0-9A-Za-z_.])"
)  # what of a remark belongs to its row: values in quotes, and numbers


RESULTS = {
    "refused": gettext_lazy("refused"),
    "skipped": gettext_lazy("left out by the mapping"),
    "kept": gettext_lazy("kept"),
    "cleaned": gettext_lazy("cleaned"),
    "merged": gettext_lazy("merged"),
    "warned": gettext_lazy("please look"),
}
"""The verbs of remarks in words."""


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
        where = _("row %(number)s") % {"number": self.number} if self.number else _("the file")
        return f"{where}: {RESULTS[self.verb]}: {self.what}; {self.done}"


@dataclass
class RemarkGroup:
    """Remarks of one reason: how many, and the first of them."""

    verb: str
    reason: str
    done: str
    count: int = 0
    examples: list[ImportRemark] = field(default_factory=list)

    def __str__(self) -> str:
        if self.count == 1:
            return str(self.examples[0])
        row = _("row %(number)s")
        first = "; ".join(f"{row % {'number': remark.number}}: {remark.what}" for remark in self.examples)
        said = _("%(count)s rows: %(result)s: %(reason)s; %(done)s. E.g. %(first)s")
        named = {"count": self.count, "result": RESULTS[self.verb], "reason": self.reason, "done": self.done}
        return said % (named | {"first": first})


def grouped(remarks: Iterable[ImportRemark]) -> list[RemarkGroup]:
    """Return REMARKS by reason, in the order in which the reasons came; what stands in quotes is no part of it."""
    groups: dict[tuple[str, str, str], RemarkGroup] = {}
    for remark in remarks:
        reason = OWN.sub("…", remark.what)
        group = groups.setdefault((remark.verb, reason, remark.done), RemarkGroup(remark.verb, reason, remark.done))
        group.count += 1
        if group.count <= EXAMPLES:
            group.examples.append(remark)
    return list(groups.values())


@dataclass
class Outcome:
    rows: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    by_class: Counter[str] = field(default_factory=Counter)
    remarks: list[ImportRemark] = field(default_factory=list)
    facts: ListFacts = field(default_factory=ListFacts)

    @property
    def refused(self) -> int:
        """Number of remarks about something that was left out."""
        return sum(remark.verb == "refused" for remark in self.remarks)

    def learn(self, facts: ListFacts) -> None:
        """Keep what was found out about the list: its sheet, its headings."""
        self.facts = facts

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
            "list": asdict(self.facts),
            "groups": [asdict(group) for group in grouped(self.remarks)],
            "remarks": [vars(remark) for remark in self.remarks],
        }

    def summary(self) -> str:
        """Return the counts in one line."""
        return _(
            "%(rows)s rows: %(created)s created, %(changed)s changed, %(unchanged)s unchanged, %(refused)s refused; "
            "%(remarks)s remarks."
        ) % {
            **{name: getattr(self, name) for name in ("rows", "created", "changed", "unchanged", "refused")},
            "remarks": len(self.remarks),
        }


def shown(value: str) -> str:
    """Return VALUE in quotes, cut and on one line."""
    flat = " ".join(value[: SHOWN * 4].split())
    return f"'{flat[:SHOWN]}…'" if len(flat) > SHOWN else f"'{flat}'"


def differing(row: Any, name: str, here: object, listed: object) -> str:
    """Return that the field NAME of ROW holds HERE what the list has otherwise."""
    said = _("%(name)s %(here)s here, %(listed)s in the list")
    return said % {"name": labels(row, [name]), "here": shown(str(here)), "listed": shown(str(listed))}


def labels(row: Any, names: Iterable[str]) -> str:
    """Return the fields NAMES of ROW, or of a model, as its form calls them."""
    return ", ".join(str(row._meta.get_field(name).verbose_name) for name in names)


def tell(out: OutputWrapper, outcome: Outcome, *, number: int | None, as_json: bool, dry_run: bool) -> None:
    """Print OUTCOME of the import NUMBER (None: a dry run) to OUT; leave with exit code 1 if something was refused."""
    if as_json:
        out.write(json.dumps({"import": number} | outcome.as_data(), ensure_ascii=False, indent=1))
    else:
        tell_people(out, outcome, dry_run=dry_run)
    if outcome.refused:
        sys.exit(1)


def tell_people(out: OutputWrapper, outcome: Outcome, *, dry_run: bool) -> None:
    """Print OUTCOME to OUT, a line for each reason."""
    out.write(about(outcome.facts))
    for group in grouped(outcome.remarks):
        out.write(str(group))
    for name, number in sorted(outcome.by_class.items()):
        out.write(f"{number:6} {name}")
    out.write((_("Nothing is written. ") if dry_run else "") + outcome.summary())


def about(facts: ListFacts) -> str:
    """Return what was read of a list in one line."""
    where = _("Sheet '%(sheet)s', ") % {"sheet": facts.sheet} if facts.sheet else ""
    row = _("headings in row %(row)s") % {"row": facts.header_row} if facts.header_row else _("headings")
    return f"{where}{row}: {', '.join(' '.join(heading.split()) for heading in facts.headings) or '–'}"


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

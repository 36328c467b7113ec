"""The departments that a list names become organisations under one root."""

import hashlib
from collections.abc import Iterable

from catalog.importers.journal import Journal
from catalog.importers.judging import JudgedItem
from catalog.importers.mapping import Departments, Root
from catalog.models import Organisation
from portal.kit.words import Words


class Register:
    """Departments by name; a name that is new is made, the codes that the list gives it are kept beside it."""

    def __init__(self, departments: Departments, journal: Journal, *, dry_run: bool = False) -> None:
        self.journal = journal
        self.dry_run = dry_run
        self.level = departments.level
        self.root = self._root(departments.under)
        self.known = {row.name.in_language(""): row for row in self._below()}

    def prepare(self, batch: Iterable[JudgedItem]) -> None:
        """Make the departments of BATCH that are missing, and note their published codes."""
        codes: dict[str, set[str]] = {}
        for found in batch:
            codes.setdefault(found.department, set()).add(found.department_code)
        for name, published in codes.items():
            row = self.known.get(name) or self._make(name)
            noted = sorted({*row.extra.get("department_codes", []), *published} - {""})
            if noted != row.extra.get("department_codes", []):
                row.extra["department_codes"] = noted
                if not self.dry_run:
                    row.save(update_fields=["extra"])

    def of(self, name: str) -> Organisation:
        """Return the department NAME; KeyError if it was not prepared."""
        return self.known[name]

    def _make(self, name: str) -> Organisation:
        digest = hashlib.sha256(name.encode()).hexdigest()[:10]
        row = Organisation(code=f"{self.root.code}-{digest}", name=Words.of(name), level=self.level, parent=self.root)
        self._store(row)
        self.known[name] = row
        return row

    def _below(self) -> Iterable[Organisation]:
        return Organisation.objects.filter(parent=self.root) if self.root.pk else ()

    def _root(self, root: Root) -> Organisation:
        found = Organisation.objects.filter(code=root.organisation).first()
        if found is None:
            parent = Organisation.objects.get(code=root.parent) if root.parent else None
            found = Organisation(code=root.organisation, name=Words.of(root.name), level=root.level, parent=parent)
            self._store(found)
        return found

    def _store(self, row: Organisation) -> None:
        if not self.dry_run:
            row.save()
            self.journal.created([row])

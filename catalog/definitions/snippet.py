"""Base of the kinds of items and points: drafts, publication, and one revision a change, so that editors see it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import ValidationError

from catalog.definitions import bulk
from catalog.definitions.registry import MOST_IN_MEMORY, RegistryKind
from catalog.models import Organisation
from configuration.schema import Definition

S = TypeVar("S", bound=Definition)


class SnippetKind(RegistryKind[S]):
    """A kind whose rows are revised by Wagtail; ``published: false`` keeps one as a draft."""

    csv = False

    def stored(self, codes: Collection[str] | None = None) -> Iterator[S]:
        rows = self.rows() if codes is None else self.rows().filter(code__in=codes)
        for row in rows.iterator(chunk_size=MOST_IN_MEMORY):
            try:
                yield self.specify(row if row.live or not row.latest_revision else row.get_latest_revision_as_object())
            except ValidationError:
                if row.live:
                    raise
                # A draft that an editor has not finished cannot be written yet.

    def save(self, spec: S) -> None:
        row: Any = self.model._default_manager.filter(code=self.code(spec)).first() or self.model(code=self.code(spec))
        self.fill(row, spec, self.values(spec))
        self.relate(row, spec)
        row.save()
        revision = row.save_revision()
        if row.live:
            revision.publish()

    def save_all(self, specs: Sequence[S]) -> None:
        there = self.unavailable_codes({self.code(spec) for spec in specs})
        bulk.create(self.model, list(self.new_rows([spec for spec in specs if self.code(spec) not in there])))
        for spec in specs:
            if self.code(spec) in there:
                self.save(spec)

    def new_rows(self, specs: Sequence[S]) -> Iterator[Any]:
        """Yield SPECS as new rows, not stored yet; a fixed number of queries."""
        organisations = Organisation.objects.in_bulk({self.owner(spec) for spec in specs}, field_name="code")
        for spec in specs:
            row: Any = self.model(code=self.code(spec))
            self.fill(row, spec, self.columns(spec, organisations))
            yield row

    def fill(self, row: Any, spec: S, values: Mapping[str, Any]) -> None:
        """Set the fields of ROW as SPEC and VALUES say."""
        common = {"order": getattr(spec, "order", 0), "articles": spec.articles, "retired_at": None}
        for name, value in (common | dict(values)).items():
            setattr(row, name, value)
        row.live = bool(getattr(spec, "published", True))

    def owner(self, spec: S) -> str:
        """Return the code of the organisation that answers for SPEC."""
        raise NotImplementedError

    def columns(self, spec: S, organisations: Mapping[str, Organisation]) -> dict[str, Any]:
        """Return the fields that SPEC sets; its owner is one of ORGANISATIONS, by code."""
        raise NotImplementedError

    def values(self, spec: S) -> dict[str, Any]:
        return self.columns(spec, {self.owner(spec): Organisation.objects.get(code=self.owner(spec))})

    def relate(self, row: Any, spec: S) -> None:
        """Set what is kept in tables of its own; the row is saved after it."""

"""What items and points share: drafts, revisions and publication. One revision a change, so that editors see it."""

from collections.abc import Collection, Iterator
from typing import Any, TypeVar

from pydantic import ValidationError

from catalog.definitions.registry import MOST_IN_MEMORY, RegistryKind
from portal.kit.definitions.fields import Definition

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
        published = bool(getattr(spec, "published", True))
        row: Any = self.find(spec) or self.model(code=self.code(spec))
        common = {"order": getattr(spec, "order", 0), "articles": spec.articles, "retired_at": None}
        for name, value in (common | self.values(spec)).items():
            setattr(row, name, value)
        row.live = published
        self.relate(row, spec)
        row.save()
        revision = row.save_revision()
        if published:
            revision.publish()

    def relate(self, row: Any, spec: S) -> None:
        """Set what is kept in tables of its own; the row is saved after it."""

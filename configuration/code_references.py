"""Columns that hold a code as text instead of a foreign key, and the renaming of such codes.

Rows, and with them every revision of theirs: a draft that is published after the renaming, or an old version that is
taken up again, must not bring the old code back.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet, TextField
from django.db.models.functions import Cast
from wagtail.blocks import StreamValue
from wagtail.models import Revision, RevisionMixin

from portal.kit.batches import in_batches

BATCH = 200
EACH = "*"
WHOLE = r"\A{}\Z"
Change = Callable[[str], str]


@dataclass(frozen=True)
class CodeReference:
    """The column ``field`` of MODEL says codes of the kind ``of``.

    ``path`` leads to them inside JSON or blocks: keys, and ``*`` for each element of a list. ``pattern`` says where in
    the text the code stands; by default it is all of it.
    """

    of: str
    model: type[Model]
    field: str
    path: tuple[str, ...] = ()
    pattern: str = WHOLE

    def follow(self, old: str, new: str) -> None:
        """Write NEW wherever OLD is said, in rows and in their revisions."""
        change = partial(re.compile(self.pattern.format(re.escape(old))).sub, new)
        self._in_rows(old, change)
        if issubclass(self.model, RevisionMixin):
            self._in_revisions(old, change)

    def _in_rows(self, old: str, change: Change) -> None:
        rows = self.model._default_manager.all()
        exact = self.pattern == WHOLE and not self.path
        found = rows.filter(**{self.field: old}) if exact else _saying(rows, self.field, old)
        for batch in in_batches(found.only("pk", self.field).iterator(BATCH), BATCH):
            for row in batch:
                value = getattr(row, self.field)
                plain = value.get_prep_value() if isinstance(value, StreamValue) else value
                changed = _changed(plain, self.path, change)
                setattr(row, self.field, json.dumps(changed) if isinstance(value, StreamValue) else changed)
            self.model._default_manager.bulk_update(batch, [self.field])

    def _in_revisions(self, old: str, change: Change) -> None:
        own = Revision.objects.filter(content_type=ContentType.objects.get_for_model(self.model))
        for batch in in_batches(_saying(own, "content", old).iterator(BATCH), BATCH):
            for revision in batch:
                value = revision.content.get(self.field)
                # A revision holds the blocks of a StreamField as one text.
                packed = bool(self.path) and isinstance(value, str)
                changed = _changed(json.loads(value) if packed else value, self.path, change)
                revision.content[self.field] = json.dumps(changed, ensure_ascii=False) if packed else changed
            Revision.objects.bulk_update(batch, ["content"])


def _saying(rows: QuerySet[Any], field: str, code: str) -> QuerySet[Any]:
    """Return those of ROWS that may say CODE in FIELD: the database only looks for the letters."""
    return rows.alias(said=Cast(field, TextField())).filter(said__contains=code).order_by("pk")


def _changed(value: Any, path: tuple[str, ...], change: Change) -> Any:
    """Return VALUE with CHANGE made to the texts at PATH; what has another shape stays as it is."""
    if not path:
        return change(value) if isinstance(value, str) else value
    step, *rest = path
    if step == EACH and isinstance(value, list):
        return [_changed(one, tuple(rest), change) for one in value]
    if isinstance(value, dict) and step in value:
        return value | {step: _changed(value[step], tuple(rest), change)}
    return value

"""Definitions with a draft: revisions in the admin, each save a compare-and-swap, publishing freezes a version."""

import datetime as dt
import json
from functools import partial
from typing import Any, ClassVar, TypeVar

from django.db import models, transaction
from wagtail.models import DraftStateMixin, Revision, RevisionMixin

from configuration import codes
from configuration.builder.checks import Refusal, RefusedDefinition, complaints, definition_of
from configuration.builder.outline import Plain
from configuration.kinds import Kind, named
from configuration.schema import Definition
from configuration.specs import with_current_codes
from configuration.text.format import in_order
from configuration.versions import Versioned, VersionedKind
from portal.kit import published

S = TypeVar("S", bound=Definition)
BACK_TO = "back_to"
"""In the content of a revision that undid others: the revision whose content it has again."""


class ChangedMeanwhile(Exception):
    """Somebody saved another revision since this one was read: ``latest`` is theirs."""

    def __init__(self, latest: Revision | None) -> None:
        self.latest = latest
        super().__init__(str(latest))


class NotPublishableYet(Exception):
    """The draft breaks a rule of its kind; ``sentences`` say which."""

    def __init__(self, sentences: list[str]) -> None:
        self.sentences = sentences
        super().__init__(" ".join(sentences))


def canonical_text(kind: Kind[Any], spec: Definition) -> str:
    """Return SPEC as the one text under which it is kept: JSON in the order of a definition's file."""
    return json.dumps(in_order(kind.plain(spec), kind.schema, kind.name), ensure_ascii=False)


class DraftedDefinition(DraftStateMixin, RevisionMixin, Versioned):
    """A versioned definition that is edited in the admin. One begun there has no current version until it is published.

    ``definition`` is text, here and in revisions: a JSON column would sort the keys, whose order is meant.
    """

    definition = models.TextField(blank=True, default="", db_default="", editable=False)

    kind: ClassVar[str]
    """The name of the kind of definition."""
    current: Any

    class Meta(Versioned.Meta):
        abstract = True

    def draft_text(self) -> str:
        """Return the text of the newest draft; without one, of what is published."""
        if self.has_unpublished_changes and self.latest_revision:
            return str(self.latest_revision.content["definition"])
        return canonical_text(named(self.kind), self.current.read())

    def draft(self) -> Plain:
        """Return the newest draft as plain data, with the codes of today."""
        if self.has_unpublished_changes and self.latest_revision:
            return revision_data(named(self.kind), self.latest_revision)
        return self.published_data()

    def published_data(self) -> Plain:
        """Return what is published as plain data, with the codes of today."""
        return dict(named(self.kind).plain(self.current.read())) if self.current else {}

    def data_at(self, revision: int | None) -> Plain | None:
        """Return what the REVISION of this definition said, or None if there is no such revision."""
        found = self.revisions.filter(pk=revision).first() if revision else None
        return revision_data(named(self.kind), found) if found else None

    def publish(self, revision: Revision, user: Any = None, **options: Any) -> None:
        """Publish REVISION and freeze it as a version; every way of publishing leads here.

        Raises `NotPublishableYet` if the draft breaks a rule of its kind.
        """
        kind: DraftedKind[Any] = named(self.kind)  # type: ignore[assignment]
        spec = spec_of(kind, json.loads(revision.content["definition"]), since=revision.created_at)
        sentences = [f"{one.message} ({one.code})" for one in complaints(kind, spec)]
        if sentences:
            raise NotPublishableYet(sentences)
        with transaction.atomic():
            super().publish(revision, user=user, **options)
            if not self.planned_revisions().filter(pk=revision.pk).exists():
                kind.release(spec)
                published.bump()

    def planned_revisions(self) -> models.QuerySet[Revision]:
        """Return the revisions that will be published at a time."""
        return self.revisions.exclude(approved_go_live_at=None)


def spec_of(kind: Kind[Any], data: Plain, *, since: Any = None) -> Any:
    """Return DATA as a definition, with the codes of today if it was written at SINCE; raises `RefusedDefinition`."""
    spec = definition_of(kind, data)
    return with_current_codes(spec, partial(codes.current_code, since=since)) if since else spec


def revision_data(kind: Kind[Any], revision: Revision) -> Plain:
    """Return what REVISION says as plain data, with the codes of today; as it is where it is no valid definition."""
    data: Plain = json.loads(revision.content["definition"])
    try:
        spec = definition_of(kind, data)
    except RefusedDefinition:
        return data
    renamed = with_current_codes(spec, partial(codes.current_code, since=revision.created_at))
    return data if renamed is spec else dict(kind.plain(renamed))


def save_draft(
    row: DraftedDefinition, data: Plain, *, seen: int | None, by: Any, back_to: int | None = None
) -> Revision:
    """Store DATA as the newest draft of ROW, if its newest revision is still SEEN; the whole definition is validated.

    Raises `RefusedDefinition`, or `ChangedMeanwhile`: of several people who saved the same revision, one wins.
    """
    kind = named(row.kind)
    spec = definition_of(kind, data)
    if kind.code(spec) != row.code:
        raise RefusedDefinition([Refusal((kind.name,), f"{kind.code(spec)} ≠ {row.code}")])
    rows = type(row)._default_manager.select_for_update()
    with transaction.atomic():
        # The condition is asked again by the database once the lock is held.
        held = rows.filter(pk=row.pk, latest_revision=seen) if seen else rows.filter(pk=row.pk, latest_revision=None)
        locked = held.first()
        if locked is None:
            raise ChangedMeanwhile(type(row)._default_manager.get(pk=row.pk).latest_revision)
        if seen is None:
            # What was there before the first change, so that it can be undone, too.
            locked.definition = locked.draft_text()
            locked.save_revision(clean=False, changed=False)
        locked.definition, locked.title = canonical_text(kind, spec), getattr(spec, "title", locked.title)
        revision = locked.save_revision(user=by, clean=False, log_action=True)
        if back_to:
            revision.content[BACK_TO] = back_to
            revision.save(update_fields=["content"])
    return revision


def begin_draft(model: type[DraftedDefinition], data: Plain, *, by: Any) -> DraftedDefinition:
    """Return a new row of MODEL with DATA as its first draft; nothing is published. Raises `RefusedDefinition`."""
    kind = named(model.kind)
    spec = definition_of(kind, data)
    with transaction.atomic():
        row = model(code=kind.code(spec), title=getattr(spec, "title", {}), live=False)
        row.definition = canonical_text(kind, spec)
        row.save()
        row.save_revision(user=by, clean=False, log_action=True)
    return row


def plan_for(row: DraftedDefinition, at: dt.datetime | None, *, by: Any) -> None:
    """Publish the newest draft of ROW at AT, or now; a plan made before is given up.

    Raises `RefusedDefinition` or `NotPublishableYet`: a draft that breaks a rule today is not planned either.
    """
    with transaction.atomic():
        row.planned_revisions().update(approved_go_live_at=None)
        latest = row.latest_revision
        assert latest is not None  # noqa: S101  the caller has shown it
        if at and row.live_revision_id is None:
            # What an apply wrote first is public without a revision; Wagtail would take it for a row that is not.
            type(row)._default_manager.filter(pk=row.pk).update(live_revision=row.revisions.order_by("pk").first())
        latest.content["go_live_at"] = at.isoformat() if at else None
        latest.save(update_fields=["content"])
        latest.publish(user=by)


def undone(row: DraftedDefinition) -> tuple[Plain, int] | None:
    """Return the draft before the newest change of ROW that is not undone yet, and its revision; None before the first.

    What was undone stays in the history; another change after it is undone first.
    """
    latest = row.latest_revision
    if latest is None:
        return None
    origin = latest.content.get(BACK_TO, latest.pk)
    before = row.revisions.filter(pk__lt=origin).order_by("-pk").first()
    if before is None:
        return None
    return revision_data(named(row.kind), before), before.content.get(BACK_TO, before.pk)


class DraftedKind(VersionedKind[S]):
    """A kind whose objects have drafts. What an apply writes is the newest revision, as if an editor had saved it."""

    def save(self, spec: S) -> None:
        there = self.named._default_manager.filter(code=self.code(spec)).exists()
        self.release(spec)
        if not there:
            return
        row = self.named._default_manager.get(code=self.code(spec))
        row.definition = canonical_text(self, spec)
        revision = row.save_revision(clean=False, changed=False)
        row.live, row.has_unpublished_changes, row.live_revision = True, False, revision
        row.save(update_fields=["definition", "live", "has_unpublished_changes", "live_revision"])

    def release(self, spec: S) -> None:
        """Freeze SPEC and make it what everybody gets from now on; an apply and the builder both lead here."""
        super().save(spec)

    def edited(self, code: str) -> str:
        row = self.named._default_manager.filter(code=code).select_related("live_revision__user").first()
        revision = row.live_revision if row else None
        if revision is None or revision.user is None:
            return ""
        return f"on {revision.created_at:%Y-%m-%d} by {revision.user.get_username()}"

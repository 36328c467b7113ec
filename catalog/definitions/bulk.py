"""Many new rows of a snippet at once, with all that saving and publishing them one by one would leave behind.

Revision, journal line, search entry and references; a province's list of a hundred thousand items takes minutes.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from modelcluster.models import get_all_child_relations
from modelsearch.backends import get_search_backends
from modelsearch.index import get_indexed_models
from wagtail.log_actions import log
from wagtail.models import ReferenceIndex, Revision

from catalog.models.publication import NotPublishable
from portal.kit import clock, indexing


def create(model: type[Any], rows: Sequence[Any]) -> None:
    """Store ROWS of MODEL, which are new and complete; their relations may be set but not stored yet.

    Raises `NotPublishable` for a live row that breaks a rule of publishing.
    """
    now = clock.now()
    for row in rows:
        if row.live:
            findings = list(row.findings())
            if findings:
                raise NotPublishable(findings)
            row.first_published_at = row.last_published_at = now
    model._default_manager.bulk_create(rows)
    _relate(model, rows)
    children(model, rows)
    _revise(model, rows)
    for row in rows:
        ReferenceIndex.create_or_update_for_object(row)
        if row.live:
            log(instance=row, action="wagtail.publish", revision=row.latest_revision)
    if model in get_indexed_models():
        for backend in get_search_backends(with_auto_update=True):
            backend.add_bulk(model, rows)
    indexing.update(model, [row.pk for row in rows])


def _relate(model: type[Any], rows: Sequence[Any]) -> None:
    """Store the many-to-many relations that ROWS hold in memory."""
    for field in model._meta.many_to_many:
        through: Any = field.remote_field.through
        own, other = field.m2m_column_name(), field.m2m_reverse_name()
        links = [{own: row.pk, other: one.pk} for row in rows for one in getattr(row, field.name).all()]
        through._default_manager.bulk_create([through(**link) for link in links])


def children(model: type[Any], rows: Sequence[Any]) -> None:
    """Store the parts that ROWS, stored already, hold in memory."""
    for relation in get_all_child_relations(model):
        parts = [part for row in rows for part in getattr(row, relation.get_accessor_name()).all()]
        relation.related_model._default_manager.bulk_create(parts)


def _revise(model: type[Any], rows: Sequence[Any]) -> None:
    """Give each of ROWS its first revision."""
    own = ContentType.objects.get_for_model(model)
    revisions = Revision.objects.bulk_create(
        [
            Revision(
                content_type=own,
                base_content_type=own,
                object_id=str(row.pk),
                content=row.serializable_data(),
                object_str=str(row)[:255],
                created_at=clock.now(),
            )
            for row in rows
        ],
        batch_size=100,
    )
    for row, revision in zip(rows, revisions, strict=True):
        row.latest_revision = revision
        row.live_revision = revision if row.live else None
        row.has_unpublished_changes = not row.live
    model._default_manager.bulk_update(
        rows, ["latest_revision", "live_revision", "has_unpublished_changes"], batch_size=100
    )

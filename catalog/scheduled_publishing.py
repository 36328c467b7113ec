"""Publishing and unpublishing at the appointed time: items, points and pages."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import DraftStateMixin, Page, Revision

from catalog.models.publication import NotPublishable
from portal.kit import clock

REFUSED = "catalog.schedule_refused"


@dataclass
class Done:
    """Names of what was published, taken down, and refused with its reason."""

    published: list[str] = field(default_factory=list)
    expired: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def publish_due() -> Done:
    """Publish what was scheduled up to now and take down what has expired; a refusal keeps nothing else waiting."""
    done = Done()
    for row in _expired():
        row.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
        done.expired.append(str(row))
    for revision in list(Revision.objects.filter(approved_go_live_at__lte=clock.now()).order_by("approved_go_live_at")):
        try:
            with transaction.atomic():
                revision.publish(log_action="wagtail.publish.scheduled")
            done.published.append(revision.object_str)
        except NotPublishable as refusal:
            _unschedule(revision, refusal)
            done.refused.append(f"{revision.object_str}: {refusal}")
    return done


def _unschedule(revision: Revision, refusal: NotPublishable) -> None:
    """Make REVISION a draft again; the history says why. Its organisation may have changed since it was approved."""
    revision.approved_go_live_at = None
    revision.save(update_fields=["approved_go_live_at"])
    log(instance=revision.content_object, action=REFUSED, revision=revision, data={"why": str(refusal)})


def _expired() -> Iterator[Any]:
    models = [model for model in apps.get_models() if issubclass(model, DraftStateMixin)]
    for model in [Page, *(model for model in models if not issubclass(model, Page))]:
        rows = list(model._default_manager.filter(live=True, expire_at__lte=clock.now()))
        yield from (row.specific if isinstance(row, Page) else row for row in rows)

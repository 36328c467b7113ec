"""Publication of rows: checked before, visible to everybody right after."""

import json
from collections.abc import Iterator
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modelcluster.models import ClusterableModel
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, WorkflowMixin
from wagtail.search import index

from catalog import previews
from catalog.models import scope
from catalog.models.registry import NamedRow
from catalog.publication_rules import Finding
from portal.kit import clock, published

# What Wagtail notes about a row, and we about its last change and place in lists: no visitor reads it.
HOUSEKEEPING = {
    *("updated_at", "first_published_at", "last_published_at", "latest_revision", "live_revision"),
    *("has_unpublished_changes", "go_live_at", "expire_at", "expired", "locked", "locked_at", "locked_by"),
    "sort_name",
}


class NotPublishable(Exception):
    """The row breaks a rule of publishing; ``findings`` say which."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        super().__init__(" ".join(str(found.sentence) for found in findings))


class Publication(
    NamedRow,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    index.Indexed,
    ClusterableModel,
):
    """Stands before Wagtail's DraftStateMixin, so that no way of publishing passes the rules.

    ``updated_at`` is when what the public reads last changed; somebody's word that it is still right has a date apart.
    """

    page_template: ClassVar[str]
    publish_grant: ClassVar[str]
    owner: ClassVar[str]
    """The field that names the organisation which answers for the row."""
    confirmed: ClassVar[str]
    """The date on which somebody last said that what stands there is still right."""

    updated_at = models.DateTimeField(gettext_lazy("updated"), default=clock.now, editable=False)

    class Meta(NamedRow.Meta):
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        """Store the row; saved as a whole it is newer only if it says something else than before."""
        if not options.get("update_fields"):
            before: Any = type(self)._default_manager.filter(pk=self.pk).first() if self.pk else None
            same = before and before.said() == self.said()
            self.updated_at = before.updated_at if same else clock.now()
        super().save(*args, **options)

    def said(self) -> str:
        """Return all that the public reads here, in order to be compared."""
        data: dict[str, Any] = self.serializable_data()
        # PostgreSQL keeps the keys of JSON in an order of its own: blocks are compared as values, not as text.
        for field in self._meta.fields:
            if isinstance(field, StreamField):
                data[field.name] = json.loads(data[field.name])
        told = {name: value for name, value in data.items() if name not in {*HOUSEKEEPING, self.confirmed}}
        return json.dumps(told, cls=DjangoJSONEncoder, sort_keys=True)

    def findings(self) -> Iterator[Finding]:
        """Yield what keeps this row from being published."""
        raise NotImplementedError

    @property
    def public_state(self) -> str:
        """State that the public sees, in a word; makes no query, unlike Wagtail's status."""
        if not self.live:
            return _("draft")
        return _("published, with a newer draft") if self.has_unpublished_changes else _("published")

    @classmethod
    def publishable_by(cls, user: Any) -> models.QuerySet[Any]:
        """Return the rows in use that USER may publish, by who answers for them now."""
        own = scope.organisations_of(user, cls.publish_grant)
        return cls._default_manager.filter(**{f"{cls.owner}__in": own}, retired_at=None)

    def may_be_published_by(self, user: Any) -> bool:
        """Return whether USER may publish this content: for the organisation it names, and the one it belonged to."""
        own = scope.organisations_of(user, self.publish_grant)
        if not own.filter(pk=getattr(self, f"{self.owner}_id")).exists():
            return False
        return self.pk is None or type(self).publishable_by(user).filter(pk=self.pk).exists()

    def publish(self, revision: Any, user: Any = None, **options: Any) -> Any:
        """Publish REVISION for USER (None: a schedule or a command, agreed to before).

        Raises PermissionDenied from every address, and `NotPublishable` if the content breaks a rule.
        """
        content = revision.as_object()
        if user is not None and not content.may_be_published_by(user):
            raise PermissionDenied
        findings = list(content.findings())
        if findings:
            raise NotPublishable(findings)
        return super().publish(revision, user=user, **options)

    def unpublish(self, user: Any = None, **options: Any) -> Any:
        """Take the row out of public sight; raises PermissionDenied for a USER who may not."""
        if user is not None and not self.may_be_published_by(user):
            raise PermissionDenied
        return super().unpublish(user=user, **options)

    def note(self, field: str, value: Any) -> None:
        """Set the date FIELD without a new version; the newest draft keeps it when it is published later."""
        type(self)._default_manager.filter(pk=self.pk).update(**{field: value})
        revision = self.latest_revision
        if revision and field in revision.content:
            revision.content[field] = value.isoformat()
            revision.save(update_fields=["content"])
        published.bump()

    def retire(self, user: Any = None) -> None:
        """Take the row out of use: unpublished, out of the lists, kept for references to it."""
        if user is not None and not self.may_be_published_by(user):
            raise PermissionDenied
        if self.live:
            self.unpublish(user=user)
        self.retired_at = clock.now()
        self.save(update_fields=["retired_at"])

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return self.page_template

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        return {"request": request} | previews.context(self.page_template, self)

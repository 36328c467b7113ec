"""What the public sees of a row: checked before it is published, fresh for everybody right after."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext as _

from catalog import previews, scope
from catalog.models.registry import Registry
from catalog.publishing import Finding
from portal.kit import clock, published


class NotPublishable(Exception):
    """The row breaks a rule of publishing; ``findings`` say which."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        super().__init__(" ".join(str(found.sentence) for found in findings))


class Publication(Registry):
    """Stands before Wagtail's DraftStateMixin, so that no way of publishing passes the rules."""

    page_template: ClassVar[str]
    publish_grant: ClassVar[str]
    owner: ClassVar[str]
    """The field that names the organisation which answers for the row."""

    class Meta(Registry.Meta):
        abstract = True

    def findings(self) -> Iterator[Finding]:
        """Yield what keeps this row from being published."""
        raise NotImplementedError

    @property
    def public_state(self) -> str:
        """What the public sees, in a word; asks nothing of the database, unlike Wagtail's status."""
        if not self.live:  # type: ignore[attr-defined]
            return _("draft")
        return _("published, with a newer draft") if self.has_unpublished_changes else _("published")  # type: ignore[attr-defined]

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

        Raises PermissionDenied whatever address led here, and `NotPublishable` if the content breaks a rule.
        """
        content = revision.as_object()
        if user is not None and not content.may_be_published_by(user):
            raise PermissionDenied
        findings = list(content.findings())
        if findings:
            raise NotPublishable(findings)
        published.bump()
        return super().publish(revision, user=user, **options)  # type: ignore[misc]

    def unpublish(self, user: Any = None, **options: Any) -> Any:
        """Take the row out of public sight; raises PermissionDenied for a USER who may not."""
        if user is not None and not self.may_be_published_by(user):
            raise PermissionDenied
        published.bump()
        return super().unpublish(user=user, **options)  # type: ignore[misc]

    def note(self, field: str, value: Any) -> None:
        """Set the date FIELD without a new version; the newest draft keeps it when it is published later."""
        type(self)._default_manager.filter(pk=self.pk).update(**{field: value})
        revision = self.latest_revision  # type: ignore[attr-defined]
        if revision and field in revision.content:
            revision.content[field] = value.isoformat()
            revision.save(update_fields=["content"])
        published.bump()

    def retire(self, user: Any = None) -> None:
        """Take the row out of use: unpublished, out of the lists, kept for whatever refers to it."""
        if user is not None and not self.may_be_published_by(user):
            raise PermissionDenied
        if self.live:  # type: ignore[attr-defined]
            self.unpublish(user=user)
        self.retired_at = clock.now()
        self.save(update_fields=["retired_at"])
        published.bump()

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return self.page_template

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        self.updated_at = getattr(self, "updated_at", None) or clock.now()  # a row that was never saved has none
        return {"request": request} | previews.context(self.page_template, self)

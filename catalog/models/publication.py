"""What the public sees of a row: checked before it is published, fresh for everybody right after."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext as _

from catalog import previews
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

    def publish(self, revision: Any, **options: Any) -> Any:
        """Publish REVISION; raises `NotPublishable` if its content breaks a rule."""
        findings = list(revision.as_object().findings())
        if findings:
            raise NotPublishable(findings)
        published.bump()
        return super().publish(revision, **options)  # type: ignore[misc]

    def unpublish(self, **options: Any) -> Any:
        """Take the row out of public sight."""
        published.bump()
        return super().unpublish(**options)  # type: ignore[misc]

    def retire(self, user: Any = None) -> None:
        """Take the row out of use: unpublished, out of the lists, kept for whatever refers to it."""
        if self.live:  # type: ignore[attr-defined]
            self.unpublish(user=user)
        self.retired_at = clock.now()
        self.save(update_fields=["retired_at"])
        published.bump()

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return self.page_template

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        return {"request": request} | previews.context(self.page_template, self)

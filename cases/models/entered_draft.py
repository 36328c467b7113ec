from typing import Self
from uuid import uuid4

from django.conf import settings
from django.db import models

from forms.models import Draft
from portal.users.models import User


class EnteredDraftQuerySet(models.QuerySet["EnteredDraft"]):
    def of(self, user: User) -> Self:
        """Drafts that USER has begun; nobody else ever reads them, not even an operator."""
        return self.filter(by=user)

    def open(self) -> Self:
        """Drafts that have not become a case."""
        return self.filter(draft__sent_at=None)

    def delete_with_drafts(self) -> None:
        """Delete the drafts of these, and these with them."""
        Draft.objects.filter(pk__in=[*self.values_list("draft_id", flat=True)]).delete()


class EnteredDraft(models.Model):
    """A draft that a member of staff fills in for somebody else; its answers are sealed like those of any draft.

    ``uuid`` is made with the page, so that the same page sent twice is one draft. ``consultation`` is the talk from
    which the application came. It goes with its draft.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    draft = models.OneToOneField("forms.Draft", models.CASCADE, related_name="entered")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    consultation = models.ForeignKey(
        "cases.Consultation", models.SET_NULL, null=True, blank=True, related_name="drafts"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = EnteredDraftQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.uuid)

import json
from functools import partial
from typing import Any, Self
from uuid import uuid4

from django.db import models

from configuration import codes
from forms.fields.base import Question
from forms.models.form import Form
from portal.kit.sealed import SealedField

# Keys among the answers that no field has: codes begin with a letter or digit (forms/applied_for.py, following.py).
PLACE, POINT, CHANGES = "_place", "_point", "_changes"


class DraftQuerySet(models.QuerySet["Draft"]):
    def with_current(self) -> Self:
        """With ``current_version``, the key of the version of their form that holds today; None for a retired form."""
        form = Form.objects.published().filter(code=models.OuterRef("form_version__code"))
        return self.annotate(current_version=models.Subquery(form.values("current")[:1]))


class Draft(models.Model):
    """A form being filled in. Its answers are sealed JSON by field key.

    The browser holds a random key in a cookie; ``key`` is the hash of it. Storing answers replaces the key, and
    ``previous_key`` opens the answers as they were before: ``previous_answers``. A key that somebody else put into the
    browser therefore never opens what was typed since. ``sent_at`` is set by the submission, once, which empties the
    draft; the opened case points here.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    key = models.CharField(max_length=64, unique=True)
    form_version = models.ForeignKey("forms.FormVersion", models.PROTECT, related_name="drafts")
    item = models.ForeignKey("catalog.ServiceItem", models.PROTECT, null=True, blank=True, related_name="+")
    point = models.ForeignKey("catalog.ServicePoint", models.PROTECT, null=True, blank=True, related_name="+")
    answers = SealedField(blank=True)
    # With defaults in the database: while a new version is deployed, the old one still writes drafts.
    previous_key = models.CharField(max_length=64, blank=True, default="", db_default="", db_index=True)
    previous_answers = SealedField(blank=True, default="", db_default="")
    # Blind indexes of a code and of a telephone with which another browser takes the draft up; empty without a code.
    resume_index = models.CharField(max_length=64, blank=True, default="", db_default="", db_index=True)
    resume_phone_index = models.CharField(max_length=64, blank=True, default="", db_default="")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    current_version: int | None = None
    followed = False
    """Whether the answers were brought to a newer version of the form since they were stored (forms/following.py)."""

    objects = DraftQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=["updated_at"]),)

    def __str__(self) -> str:
        return str(self.uuid)

    def read(self) -> dict[str, Any]:
        """Return the answers by field key; what was renamed since is chosen under its code of today."""
        answers: dict[str, Any] = json.loads((self.answers.open() if self.answers else "") or "{}")
        now = partial(codes.current_code, since=self.updated_at)
        for _step, key, field in self.form_version.read().fields():
            if isinstance(field, Question) and answers.get(key):
                answers[key] = field.with_current_codes(answers[key], now)
        for key, kind in ((PLACE, "organisation"), (POINT, "point")):
            if answers.get(key):
                answers[key] = now(kind, answers[key])
        return answers

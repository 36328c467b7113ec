"""Definitions that cases refer to: publishing freezes a version; a case keeps the version with which it began."""

import json
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.kit.words import WordsField


class WrittenField(models.TextField[Any, Any]):
    """Data as JSON text: unlike jsonb it keeps the order of keys, which is the order of options and buttons."""

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        return None if value is None else json.loads(value)

    def get_prep_value(self, value: Any) -> str:
        return json.dumps(value, ensure_ascii=False)


class Version(models.Model):
    """One frozen state of a definition; never changed once written."""

    code = models.SlugField(max_length=80)
    number = models.PositiveIntegerField()
    spec = WrittenField()
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True
        constraints = (
            models.UniqueConstraint(fields=["code", "number"], name="%(class)s_number_once"),
            models.UniqueConstraint(fields=["code", "digest"], name="%(class)s_content_once"),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.number}"


class Versioned(models.Model):
    """The name under which a definition is known, and its current version."""

    code = models.SlugField(_("code"), max_length=80, unique=True)
    title = WordsField(_("title"), max=100)
    retired_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True
        ordering = ("code",)

    def __str__(self) -> str:
        return str(self.title)


class FormVersion(Version):
    pass


class Form(Versioned):
    current = models.ForeignKey(FormVersion, models.PROTECT, related_name="+")


class WorkflowVersion(Version):
    pass


class Workflow(Versioned):
    current = models.ForeignKey(WorkflowVersion, models.PROTECT, related_name="+")


class AppointmentKindVersion(Version):
    pass


class AppointmentKind(Versioned):
    current = models.ForeignKey(AppointmentKindVersion, models.PROTECT, related_name="+")

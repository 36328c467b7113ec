"""Definitions that cases refer to: publishing freezes a version; a case keeps the version with which it began."""

import json
from functools import partial
from typing import Any, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.spec.appointment import AppointmentKindSpec
from cases.spec.form import FormSpec
from cases.spec.workflow import WorkflowSpec
from configuration import codes
from configuration.schema import Definition
from configuration.specs import followed
from portal.kit.word_fields import WordsField

S = TypeVar("S", bound=Definition)


class WrittenField(models.TextField[Any, Any]):
    """Data as JSON text: unlike jsonb it keeps the order of keys, which is the order of options and buttons."""

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        return None if value is None else json.loads(value)

    def get_prep_value(self, value: Any) -> str:
        return json.dumps(value, ensure_ascii=False)


class Version(models.Model):
    """One frozen state of a definition; never changed once written.

    Codes of roles, points and the like stand in it as they were; whoever reads it gets them as they are today.
    """

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

    def _read(self, schema: type[S]) -> S:
        return followed(schema.model_validate(self.spec), partial(codes.now, since=self.created_at))


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
    def read(self) -> FormSpec:
        """Return the form."""
        return self._read(FormSpec)


class Form(Versioned):
    current = models.ForeignKey(FormVersion, models.PROTECT, related_name="+")


class WorkflowVersion(Version):
    def read(self) -> WorkflowSpec:
        """Return the workflow."""
        return self._read(WorkflowSpec)


class Workflow(Versioned):
    current = models.ForeignKey(WorkflowVersion, models.PROTECT, related_name="+")


class AppointmentKindVersion(Version):
    def read(self) -> AppointmentKindSpec:
        """Return the kind of appointment."""
        return self._read(AppointmentKindSpec)


class AppointmentKind(Versioned):
    current = models.ForeignKey(AppointmentKindVersion, models.PROTECT, related_name="+")

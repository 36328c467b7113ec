"""Records of the last apply, and the definition of the site itself."""

from django.db import models

from portal.kit.json import ReadableJSON
from portal.kit.models import PublicRow


class SiteRecord(PublicRow):
    """The one row that holds the definition of the site (configuration/site.py reads it)."""

    code = models.SlugField(max_length=50, primary_key=True)
    spec = models.JSONField(encoder=ReadableJSON)

    def __str__(self) -> str:
        return self.code


class AppliedDefinition(models.Model):
    """An object as the last apply wrote it: the base of the three-way comparison of file, admin and last apply."""

    kind = models.CharField(max_length=30)
    code = models.CharField(max_length=120)
    spec = models.JSONField(encoder=ReadableJSON)
    applied_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["kind", "code"], name="one_base_per_definition"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"


class AppliedFile(models.Model):
    """A file of the last apply, letter by letter, so that an export keeps comments; ``position`` orders the layers."""

    position = models.PositiveSmallIntegerField()
    layer = models.CharField(max_length=100)
    path = models.CharField(max_length=300)
    content = models.TextField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["layer", "path"], name="one_text_per_file"),)
        ordering = ("position", "path")

    def __str__(self) -> str:
        return f"{self.layer}/{self.path}"


class Renaming(models.Model):
    """An object got another code: the old one, in print or in a frozen version, still leads to it.

    Rows are only added (configuration/codes.py); their order is the order of events.
    """

    kind = models.CharField(max_length=30)
    old = models.CharField(max_length=120)
    new = models.CharField(max_length=120)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.old} → {self.new}"

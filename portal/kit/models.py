"""The three tables of the bottom layer; none of them knows the domain."""

from django.db import models

from portal.kit.json import ReadableJSON


class SiteRecord(models.Model):
    """The one row that holds the definition of the site (portal/kit/site.py reads it)."""

    code = models.SlugField(max_length=50, primary_key=True)
    spec = models.JSONField(encoder=ReadableJSON)

    def __str__(self) -> str:
        return self.code


class AppliedDefinition(models.Model):
    """What the last apply wrote, per object: the base of the three-way comparison of file, admin and last apply."""

    kind = models.CharField(max_length=30)
    code = models.CharField(max_length=120)
    layer = models.CharField(max_length=60)
    path = models.CharField(max_length=300)
    spec = models.JSONField(encoder=ReadableJSON)
    source = models.TextField()
    applied_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["kind", "code"], name="one_base_per_definition"),)
        indexes = (models.Index(fields=["layer", "path"]),)

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"


class Bucket(models.Model):
    """Attempts counted in a window of time; written by portal/kit/limits.py alone."""

    key = models.CharField(max_length=120, primary_key=True)
    n = models.PositiveIntegerField()
    ends = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key

"""The public index: what of the catalogue and of the pages can be found. Written by search/feed.py alone."""

from django.db import models


class IndexEntry(models.Model):
    """An entry of the embedded index; its tokens lie beside it, in FTS5 (SQLite) or in a tsvector (PostgreSQL).

    ``number`` is `Entry.number`. ``marks`` is written ``|district:laoshan|class:licence|``. ``stamp`` (nanoseconds)
    says when it was written. ``titles`` are separated by line breaks.
    """

    number = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=120)
    titles = models.TextField()
    marks = models.TextField(blank=True)
    language = models.CharField(max_length=12, blank=True)
    stamp = models.BigIntegerField(db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["kind", "key"], name="one_entry_a_thing"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

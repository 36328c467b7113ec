"""The public index, written by search/index/documents.py alone; and the words that help to find, written by editors."""

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext_lazy as _

from catalog.models.registry import Registry, RegistryQuerySet
from portal.kit.json import ReadableJSON


class RowNumber(models.BigIntegerField[int, int]):
    """A primary key of 63 bits by which SQLite finds a row at once; a BIGINT is looked up in an index first."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        return "integer" if connection.vendor == "sqlite" else super().db_type(connection)

    def rel_db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        return models.BigIntegerField().db_type(connection)


class FacetBucket(models.Model):
    """Bucket of entries of one kind with the same facet values and language, for counting and narrowing.

    A city has a few thousand buckets, however many entries; so thousands of hits are counted by one number each.
    ``number`` is `IndexDocument.bucket`. ``facet_values`` is written ``|district:laoshan|class:licence|``. An empty
    bucket does no harm and goes at the next rebuild.
    """

    number = RowNumber(primary_key=True)
    kind = models.CharField(max_length=20)
    facet_values = models.TextField(blank=True)
    language = models.CharField(max_length=12, blank=True, db_index=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.facet_values}"


class IndexEntry(models.Model):
    """An entry of the embedded index; its tokens lie beside it, in FTS5 (SQLite) or in a tsvector (PostgreSQL).

    ``number`` is `Entry.number`. ``stamp`` (nanoseconds) says when it was written. ``titles`` are separated by line
    breaks.
    """

    number = RowNumber(primary_key=True)
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=120)
    titles = models.TextField()
    bucket = models.ForeignKey(FacetBucket, models.PROTECT, related_name="entries", db_index=False)
    stamp = models.BigIntegerField(db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["kind", "key"], name="one_entry_a_thing"),)
        # Hits are counted from this index alone, without a look at the entries.
        indexes = (models.Index(fields=["number", "bucket"], name="search_entry_bucket"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class OutboxChange(models.Model):
    """Outbox of index changes not yet sent to the search server; a row is deleted once it is sent.

    ``entry`` is the entry as it then was, null where it was taken out; ``moment`` is in nanoseconds. The row with the
    key 0 and no kind says that changes were made while there was no server to tell: only a rebuild makes it current.
    """

    kind = models.CharField(max_length=20, blank=True)
    key = models.CharField(max_length=120, blank=True)
    entry = models.JSONField(null=True)
    moment = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class QueryCount(models.Model):
    """Number of searches for ``words`` on a ``day``, and of results the last time; nothing about the visitor.

    Written from memory now and then (search/query_log.py), without words that may be personal.
    """

    day = models.DateField()
    words = models.CharField(max_length=40)
    times = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["day", "words"], name="one_count_a_day_and_words"),)

    def __str__(self) -> str:
        return self.words


class WordRegister(Registry):
    """A register of words; every change is searched with at once."""

    class Meta(Registry.Meta):
        abstract = True


class SynonymGroup(WordRegister):
    """``words`` mean the same: a search for one finds all. ``also`` is searched beside them."""

    words = models.JSONField(_("words that mean the same"), encoder=ReadableJSON, default=list)
    also = models.JSONField(_("searched beside them"), encoder=ReadableJSON, default=list, blank=True)

    objects = RegistryQuerySet["SynonymGroup"].as_manager()

    class Meta(WordRegister.Meta):
        verbose_name = _("group of synonyms")
        verbose_name_plural = _("groups of synonyms")

    def __str__(self) -> str:
        return " = ".join(self.words)


class StopWords(WordRegister):
    """``words`` count for nothing in a question (我的, 怎么办); ``weak`` ones (办理) may be missing in an answer."""

    words = models.JSONField(_("words that count for nothing"), encoder=ReadableJSON, default=list)
    weak = models.JSONField(_("words that may be missing"), encoder=ReadableJSON, default=list, blank=True)

    objects = RegistryQuerySet["StopWords"].as_manager()

    class Meta(WordRegister.Meta):
        verbose_name = _("list of stop words")
        verbose_name_plural = _("lists of stop words")

    def __str__(self) -> str:
        return self.code

"""The tables of the bottom layer; none of them knows the domain."""

from typing import Any

from django.db import models, transaction

from portal.kit import indexing, published

MOST_ROWS = 100  # of the published version, before they become one
FOLDED_AT_ONCE = 500


class PublicRow(models.Model):
    """A row of which the public sees something: saving or deleting it is a publication, and told to the index.

    Writers that pass by ``save`` and ``delete`` (``bulk_create``, ``update``) call `published.bump` and `indexing.add`
    themselves.
    """

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        # Its parts are saved with it, and each of them is found with it.
        with transaction.atomic(savepoint=False), indexing.gathered():
            super().save(*args, **options)
            if published.concerns_public(options.get("update_fields")):
                self._publish_change(self.pk)

    def delete(self, *args: Any, **options: Any) -> Any:
        with transaction.atomic(savepoint=False):
            key, done = self.pk, super().delete(*args, **options)
            self._publish_change(key)
        return done

    def _publish_change(self, key: Any) -> None:
        published.bump()
        for model, keys in self.indexed_rows(key).items():
            indexing.update(model, keys)

    def indexed_rows(self, key: Any) -> dict[type[models.Model], set[Any]]:
        """Return the primary keys, by model, of the rows whose entry in the index this row, of KEY, changes."""
        return {type(self): {key}}


class Bucket(models.Model):
    """Attempts counted in a window of time; written by portal/kit/limits.py alone."""

    key = models.CharField(max_length=120, primary_key=True)
    n = models.PositiveIntegerField()
    ends = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key


class KeyCanary(models.Model):
    """A known value sealed with one key of the ring, to test the ring (portal/kit/canary.py)."""

    key_id = models.CharField(max_length=50, primary_key=True)
    sealed = models.TextField()

    def __str__(self) -> str:
        return self.key_id


class PeriodicRun(models.Model):
    """Times of the last success and the last failure of a periodic job, in any process (portal/kit/periodic.py)."""

    name = models.CharField(max_length=100, primary_key=True)
    succeeded_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class WorkerHeartbeat(models.Model):
    """A worker of tasks and when it was last alive, by the clock of the database (portal/server/worker.py)."""

    worker_id = models.CharField(max_length=64, primary_key=True)
    beat_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.worker_id


class PublishedVersion(models.Model):
    """The sum of ``raised_by`` is the published version; each publication adds a row (portal/kit/published.py)."""

    raised_by = models.PositiveBigIntegerField(default=1)

    def __str__(self) -> str:
        return f"+{self.raised_by}"

    @classmethod
    def fold(cls) -> None:
        """Replace many rows by one with their sum; those that are not committed yet stay for the next time."""
        while cls.objects.count() > MOST_ROWS:
            with transaction.atomic():
                rows = list(cls.objects.select_for_update().order_by("pk")[:FOLDED_AT_ONCE])
                cls.objects.filter(pk__in=[row.pk for row in rows]).delete()
                cls.objects.create(raised_by=sum(row.raised_by for row in rows))

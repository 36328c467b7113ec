from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.kit.json import ReadableJSON


class ImportedItem(models.Model):
    """Origin of an imported item: the row as published, and the values last taken from it.

    A field that no longer holds the value last taken was edited here; an import leaves it alone.
    """

    item = models.OneToOneField("catalog.ServiceItem", models.CASCADE, related_name="imported")
    source = models.SlugField(max_length=80)
    taken = models.JSONField(encoder=ReadableJSON)
    raw = models.JSONField(encoder=ReadableJSON)
    imported_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.source}: {self.item_id}"


class ImportRun(models.Model):
    """One import: which file, by whom, what came of it; kept so that it can be read and undone.

    ``checksum`` is the SHA-256 of the file; ``report`` holds counts and remarks as `Outcome.as_data` writes them. A
    list that an editor uploads is READING while the worker tries it out, PREVIEWED until somebody presses "Import now",
    then WAITING for the worker and RUNNING while it is written, in short transactions: ``rows_done`` is how many rows
    of the file are in the catalogue or refused. One that was stopped half-way can be written again, which changes
    nothing that is done, or taken back.
    """

    class Status(models.TextChoices):
        READING = "reading", _("being read")
        PREVIEWED = "previewed", _("tried out, nothing written")
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("being written")
        STOPPED = "stopped", _("stopped half-way")
        DONE = "done", _("done")
        FAILED = "failed", _("failed, nothing written")
        CANCELLED = "cancelled", _("cancelled, nothing written")
        UNDOING = "undoing", _("being taken back")
        UNDONE = "undone", _("undone")

    mapping = models.SlugField(_("mapping"), max_length=80)
    file_name = models.CharField(_("file"), max_length=200)
    checksum = models.CharField(max_length=64)
    status = models.CharField(_("state"), max_length=20, choices=Status.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("imported by"),
    )
    started_at = models.DateTimeField(_("begun"))
    queued_at = models.DateTimeField(auto_now_add=True, help_text="when it was last handed to the worker")
    finished_at = models.DateTimeField(_("ended"), null=True, blank=True)
    rows_done = models.PositiveIntegerField(default=0)
    report = models.JSONField(encoder=ReadableJSON, default=dict)
    undo_report = models.JSONField(encoder=ReadableJSON, default=dict)

    # States in which rows of this import may be in the catalogue.
    IN_FORCE = (Status.RUNNING, Status.STOPPED, Status.DONE, Status.UNDOING)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ("-started_at", "-pk")

    def __str__(self) -> str:
        return f"{self.file_name} ({self.mapping})"


class ImportedChange(models.Model):
    """Change of one row by an import: the plain values before (empty for a new row) and after."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=30)
    object_id = models.PositiveBigIntegerField()
    created = models.BooleanField()
    before = models.JSONField(encoder=ReadableJSON, default=dict)
    after = models.JSONField(encoder=ReadableJSON, default=dict)

    class Meta:
        indexes = (models.Index(fields=["kind", "object_id"]),)

    def __str__(self) -> str:
        return f"{self.run_id}: {self.kind} {self.object_id}"


class ImportedRow(models.Model):
    """Origin of an imported point or number: the key of its row in the list, and the values last taken."""

    kind = models.CharField(max_length=30)
    source = models.SlugField(max_length=80)
    key = models.CharField(max_length=200)
    object_id = models.PositiveBigIntegerField()
    taken = models.JSONField(encoder=ReadableJSON)
    imported_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["kind", "source", "key"], name="one_row_per_key_of_a_list"),)

    def __str__(self) -> str:
        return f"{self.source}: {self.key}"

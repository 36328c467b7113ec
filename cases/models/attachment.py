from django.db import models
from django.utils.translation import gettext_lazy as _


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def with_uploads(self) -> "AttachmentQuerySet":
        """With the files themselves: name, type and size."""
        return self.select_related("upload")


class Attachment(models.Model):
    """A file of a case, or without an ``upload`` a paper that was handed in at the window.

    ``material`` is the code of the paper, empty for an answer with files.
    ``by`` is the account that handed it in, ``applicant`` for the applicant; a name instead of a foreign key, so that
    it outlives accounts. The sealed content and its name are those of the upload (forms/models/upload.py).
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="attachments")
    upload = models.OneToOneField("forms.Upload", models.PROTECT, null=True, blank=True, related_name="attachment")
    material = models.CharField(max_length=80, blank=True)
    by = models.CharField(_("who"), max_length=150)
    at = models.DateTimeField(_("when"))

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a case")
        verbose_name_plural = _("files of cases")
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.case_id} {self.material} {self.at:%Y-%m-%d %H:%M}"

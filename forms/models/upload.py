from typing import Self
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.blank_forms import size_in_words
from portal.kit.sealed import SealedField

KEPT_BY: list[str] = []
"""Relations from an upload to what keeps it for good, e.g. a case; rooms above add theirs in `AppConfig.ready()`."""


class UploadQuerySet(models.QuerySet["Upload"]):
    def free(self) -> Self:
        """Uploads that nothing but a draft keeps."""
        return self.filter(**dict.fromkeys(KEPT_BY))


class Upload(models.Model):
    """A file that an applicant chose. Its content lies sealed on the disk (forms/uploads/storage.py), by its UUID.

    ``field`` is the key of the question, and ``material`` the code of the material, for which it was chosen.
    ``media_type`` and ``size`` are those of what is stored: a photo is kept as it was drawn anew. A row without a draft
    that belongs to no case was given up, and is deleted after a day (forms/uploads/cleaning.py).
    """

    class States(models.TextChoices):
        STORED = "stored", _("stored")
        QUARANTINED = "quarantined", _("quarantined: a virus was found")

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    draft = models.ForeignKey("forms.Draft", models.SET_NULL, null=True, blank=True, related_name="uploads")
    field = models.CharField(max_length=80, blank=True)
    material = models.CharField(max_length=80, blank=True)
    name = SealedField()
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    # Keyed hash of the bytes as they came: the same file sent twice, by a double click or a retry, is kept once.
    digest = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=12, choices=States.choices, default=States.STORED)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("uploaded file")
        verbose_name_plural = _("uploaded files")
        indexes = (models.Index(fields=["created_at"], condition=models.Q(draft=None), name="upload_given_up"),)

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def is_picture(self) -> bool:
        """Whether it was drawn anew, so that a browser may show it."""
        return self.media_type == "image/jpeg"

    @property
    def size_in_words(self) -> str:
        """Its size as people read it."""
        return size_in_words(self.size)

    @property
    def shown_name(self) -> str:
        """Its name, opened: for those alone who may have the file."""
        return self.name.open()

from django.db import models

from portal.kit.json import ReadableJSON


class ImportedItem(models.Model):
    """Where an imported item comes from: the row as published, and what of it was last taken.

    A field that no longer holds the value last taken was edited here; an import leaves it alone.
    """

    item = models.OneToOneField("catalog.ServiceItem", models.CASCADE, related_name="imported")
    source = models.SlugField(max_length=80)
    taken = models.JSONField(encoder=ReadableJSON)
    raw = models.JSONField(encoder=ReadableJSON)
    imported_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.source}: {self.item_id}"

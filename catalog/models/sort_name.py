"""The name of a row as lists order it, kept in a column so that a page of a long list is read by an index."""

from typing import Any

from django.db import models

from portal.kit.languages import default
from portal.kit.pinyin import LONGEST, sort_key
from portal.kit.words import Words


class SortNameField(models.CharField[str, str]):
    """Sort key of the attribute SOURCE (Words) in the default language of the site; written with each row.

    ``save`` and ``bulk_create`` write it; ``bulk_update`` of a name calls `renew` and names this column too.
    """

    def __init__(self, source: str = "name", **options: Any) -> None:
        self.source = source
        own: dict[str, Any] = {"max_length": LONGEST, "editable": False, "default": ""}
        super().__init__(**(own | options))

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        return name, path, args, options | {"source": self.source}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: FBT001  Django's signature
        return self.renew(model_instance)

    def renew(self, row: models.Model) -> str:
        """Set the key of ROW, whose name may have changed, and return it."""
        key = sort_key(Words.of(getattr(row, self.source)).in_language(default()))
        setattr(row, self.attname, key)
        return key

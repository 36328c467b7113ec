"""Chooser of a material inside an item: found by name, kept as its code."""

from typing import Any

from django.apps import apps
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.widgets.chooser import BaseChooser

from portal.kit import published


@published.cached
def _in_use() -> dict[str, Any]:
    """Return the materials in use by code: an item shows a dozen of them."""
    return {row.code: row for row in apps.get_model("catalog.Material").objects.current()}


class MaterialChooser(BaseChooser):
    """Shows a material by its name and stores its code; one that stands in no register is shown as its code."""

    choose_one_text = _("Choose a material")
    choose_another_text = _("Choose another material")
    show_edit_link = False
    icon = "doc-full"
    model = "catalog.Material"
    chooser_modal_url_name = "material_chooser:choose"

    def registered(self, code: str) -> Any:
        """Return the material in use with CODE, or None."""
        return _in_use().get(code)

    def get_instance(self, value: Any) -> Any:
        if not value or isinstance(value, self.model_class):
            return value or None
        return self.registered(value) or self.model_class(code=value, name=value)

    def get_value_data_from_instance(self, instance: Any) -> dict[str, Any]:
        return {"id": instance.code, "edit_url": None, self.display_title_key: str(instance)}


class MaterialBlock(blocks.CharBlock):
    """The code of a material."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.field.widget = MaterialChooser()

    def get_form_state(self, value: Any) -> Any:
        return self.field.widget.get_value_data(value)

    def deconstruct(self) -> Any:
        """Return what a migration keeps: the text that is stored, whatever way it is chosen."""
        _path, args, options = super().deconstruct()
        return "wagtail.blocks.CharBlock", args, options

    def is_registered(self, code: str) -> bool:
        """Return whether CODE is that of a material in use."""
        return self.field.widget.registered(code) is not None

    def get_searchable_content(self, value: Any) -> list[str]:
        return []

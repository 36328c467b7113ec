"""Chooser of the organisation that answers for a page: found by name, place or code."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets.chooser import BaseChooser


class OrganisationChooser(BaseChooser):
    """Shows an organisation by its full name; the form knows which of them this editor may choose."""

    choose_one_text = _("Choose an organisation")
    choose_another_text = _("Choose another organisation")
    show_edit_link = False
    icon = "group"
    model = "catalog.Organisation"
    chooser_modal_url_name = "organisation_chooser:choose"

    def get_display_title(self, instance: Any) -> str:
        return str(instance.name)

    def get_value_data_from_instance(self, instance: Any) -> dict[str, Any]:
        return {"id": instance.pk, "edit_url": None, self.display_title_key: self.get_display_title(instance)}

"""Forms in the admin."""

from django.utils.translation import gettext_lazy as _

from configuration.builder.viewset import LIST_DISPLAY, BuilderViewSet
from forms.builder.form_description import DESCRIPTION
from forms.models import Form


class FormViewSet(BuilderViewSet):
    model = Form
    description = DESCRIPTION
    preview_url_name = "form_preview"
    icon = "form"
    menu_label = _("Forms")
    menu_order = 115
    list_display = LIST_DISPLAY
    search_fields = ("title", "code")

"""Names in the history of a row for steps that Wagtail does not know."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.log_actions import LogFormatter

from catalog.scheduled_publishing import REFUSED

CONFIRMED = "catalog.confirm"


def register(actions: Any) -> None:
    """Name our steps for Wagtail's histories."""

    @actions.register_action(REFUSED)
    class Refused(LogFormatter):
        label = _("Not published at the appointed time")

        def format_message(self, entry: Any) -> str:
            return _("Not published at the appointed time: %(why)s") % {"why": entry.data.get("why", "")}

    actions.register_action(CONFIRMED, _("Confirm"), _("Confirmed that it is still right"))

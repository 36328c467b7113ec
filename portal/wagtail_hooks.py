"""The admin in the city's name and colours, without what our staff never need."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.account import AvatarSettingsPanel
from wagtail.contrib.redirects.views import IndexView as RedirectsIndex

from portal import look
from portal.uploads import AvatarForm
from portal.users.admin_access import edits

# What Wagtail puts into the menu for everybody with access to the admin.
FOR_EDITORS = {"explorer", "images", "documents", "reports", "settings", "snippets"}
FOR_OPERATORS = {"reports"}
FOR_NOBODY = {"help"}


def colours() -> SafeString:
    """The city's five colours, and the sheet that gives them to Wagtail's own variables."""
    sheets = ((look.address(),), (static("portal/admin.css"),))
    return format_html_join("", '<link rel="stylesheet" href="{}">', sheets)


def trim_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    """Leave out what leads away from the product, and for case staff what the gate refuses."""
    hidden = FOR_NOBODY if edits(request.user) else FOR_NOBODY | FOR_EDITORS
    if not request.user.is_superuser:
        hidden = hidden | FOR_OPERATORS
    items[:] = [item for item in items if item.name not in hidden]


def trim_home(request: HttpRequest, panels: list[Any]) -> None:
    """Drafts and moderation are for those who edit."""
    if not edits(request.user):
        panels.clear()


def trim_summary(request: HttpRequest, items: list[Any]) -> None:
    """Counts of pages, images and documents answer nobody's question."""
    items.clear()


# Wagtail has no setting for these two: the form of one's own picture, and the button to what the gate has closed.
AvatarSettingsPanel.form_class = AvatarForm
del RedirectsIndex.header_more_buttons

hooks.register("insert_global_admin_css", colours)
hooks.register("construct_main_menu", trim_menu)
hooks.register("construct_homepage_panels", trim_home)
hooks.register("construct_homepage_summary_items", trim_summary)

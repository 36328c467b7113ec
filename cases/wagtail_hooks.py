"""The desk in the admin: its addresses, its menu entry with what waits today, its panel on the home page."""

from typing import Any

from django.forms import Media
from django.http import HttpRequest
from django.urls import URLPattern, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.sidebar import LinkMenuItem

from cases import access
from cases.desk import queue, urls
from cases.notices.calls import open_calls
from portal.users.admin_access import open_to_staff
from portal.users.models import User

open_to_staff(*urls.NAMES, permissions={name for grant in access.GRANTS for name in grant.permissions})


def addresses() -> list[URLPattern]:
    return urls.urlpatterns


def _works(request: HttpRequest) -> bool:
    return isinstance(request.user, User) and access.CasePolicy.of(request.user).works


class DeskMenuItem(MenuItem):
    """The entry of the queue, with the number of cases that need this person today."""

    def is_shown(self, request: HttpRequest) -> bool:
        return _works(request)

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        user = request.user
        waits = queue.Queue(user).urgent() if isinstance(user, User) else 0
        attrs = {"data-waiting": str(waits)} if waits else {}
        return LinkMenuItem(self.name, self.label, self.url, icon_name=self.icon_name, attrs=attrs)


def menu_item() -> DeskMenuItem:
    return DeskMenuItem(_("Cases"), reverse_lazy("desk"), name="desk", icon_name="tasks", order=10)


class CallsMenuItem(MenuItem):
    """The entry of the calls to make, with their number."""

    def is_shown(self, request: HttpRequest) -> bool:
        return _works(request)

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        user = request.user
        waits = open_calls(access.CasePolicy.of(user)).count() if isinstance(user, User) else 0
        attrs = {"data-waiting": str(waits)} if waits else {}
        return LinkMenuItem(self.name, self.label, self.url, icon_name=self.icon_name, attrs=attrs)


def calls_menu_item() -> CallsMenuItem:
    return CallsMenuItem(_("Calls"), reverse_lazy("desk_calls"), name="calls", icon_name="comment", order=12)


class EntryMenuItem(MenuItem):
    """The entry of the page that takes down what people say at the window or on the telephone."""

    def is_shown(self, request: HttpRequest) -> bool:
        return isinstance(request.user, User) and access.CasePolicy.of(request.user).enters


def entry_item() -> EntryMenuItem:
    return EntryMenuItem(
        _("Enter an application"), reverse_lazy("desk_choose"), name="entry", icon_name="edit", order=11
    )


class DeskPanel(Component):
    """Numbers of waiting cases, in sentences with links."""

    name = "desk"
    template_name = "cases/desk/panel.html"
    order = 10

    def __init__(self, user: User) -> None:
        self.counts = queue.Queue(user).counts()

    @property
    def media(self) -> Media:
        return Media(css={"all": ["cases/desk.css"]})

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"counts": self.counts, "desk": reverse("desk")}


def panel(request: HttpRequest, panels: list[Any]) -> None:
    user = request.user
    if isinstance(user, User) and access.CasePolicy.of(user).works:
        panels.append(DeskPanel(user))


hooks.register("register_admin_urls", addresses)
hooks.register("register_admin_menu_item", menu_item)
hooks.register("register_admin_menu_item", calls_menu_item)
hooks.register("register_admin_menu_item", entry_item)
hooks.register("construct_homepage_panels", panel, order=100)

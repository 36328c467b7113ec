"""Supervision in the admin: its address and its menu entry."""

from django.http import HttpRequest
from django.urls import URLPattern, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal.users.admin_access import open_to_staff
from portal.users.models import User
from supervision import late, urls

open_to_staff(*urls.NAMES, permissions=late.GRANT.permissions)


class SupervisionMenuItem(MenuItem):
    """Menu entry of the late cases, for those who supervise."""

    def is_shown(self, request: HttpRequest) -> bool:
        return isinstance(request.user, User) and late.supervises(request.user)


def addresses() -> list[URLPattern]:
    return urls.urlpatterns


def menu_item() -> SupervisionMenuItem:
    return SupervisionMenuItem(
        _("Supervision"), reverse_lazy("supervision_late"), name="supervision", icon_name="warning", order=11
    )


hooks.register("register_admin_urls", addresses)
hooks.register("register_admin_menu_item", menu_item)

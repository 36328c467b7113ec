"""Two registers of one tree: territories with their authorities, and the departments that answer for items."""

from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail_modeladmin.helpers import ButtonHelper

from catalog.admin.forms import DepartmentForm, OrganisationForm
from catalog.admin.registry import RegistryAdmin, StrictIndexView, panels
from catalog.models import Organisation, Post, ServiceItem
from catalog.models.scope import organisations_of
from catalog.territory import reach
from portal.users.models import User

FIELDS = ("code", "name", "short_name", "level", "parent", "hosted_by", "area_code", "order")


class _OfTheTree(RegistryAdmin):
    """Rows of the tree within the editor's scope."""

    model = Organisation
    list_select_related = ("parent",)
    search_fields = ("name", "short_name", "code", "area_code")
    ordering = ("path",)

    def rows(self, user: User) -> QuerySet[Any]:
        return organisations_of(user, self.grant).filter(retired_at=None)

    def above(self, row: Organisation) -> str:
        return str(row.parent or "")

    above.short_description = gettext_lazy("organisation above")  # type: ignore[attr-defined]


class OrganisationAdmin(_OfTheTree):
    """Lists what is no department; its form opens for those too, as one address for every organisation."""

    menu_icon = "group"
    list_display = ("name", "level", "above", "area_code")
    list_export = ("code", "name", "level", "above", "area_code")
    list_filter = ("level",)
    edit_handler = panels(*FIELDS, form=OrganisationForm)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).exclude(level__in=reach.departments())


class DepartmentsView(StrictIndexView):
    """One model has one name: here its rows are departments."""

    page_title = gettext_lazy("Departments")

    def __init__(self, model_admin: Any) -> None:
        super().__init__(model_admin)
        self.verbose_name, self.verbose_name_plural = _("department"), _("departments")


class DepartmentButtons(ButtonHelper):
    def __init__(self, view: Any, request: HttpRequest) -> None:
        super().__init__(view, request)
        self.verbose_name = _("department")


class DepartmentAdmin(_OfTheTree):
    """Departments with how many items they answer for, and whether anybody holds a post there."""

    base_url_path = "catalog/department"
    menu_label = gettext_lazy("Departments")
    menu_icon = "clipboard-list"
    index_view_class = DepartmentsView
    button_helper_class = DepartmentButtons
    list_display = ("name", "above", "number_of_items", "staffed")
    list_export = ("code", "name", "short_name", "above", "number_of_items", "staffed")
    edit_handler = panels(*FIELDS, form=DepartmentForm)

    def rows(self, user: User) -> QuerySet[Any]:
        return super().rows(user).filter(level__in=reach.departments())

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        own = ServiceItem.objects.filter(department=OuterRef("pk"), retired_at=None).order_by()
        items = Subquery(own.values("department").annotate(number=Count("pk")).values("number"))
        posts = Post.objects.held().filter(organisation=OuterRef("pk"))
        rows = super().get_queryset(request)
        return rows.annotate(items_number=Coalesce(items, 0), has_posts=Exists(posts))

    def register_admin_url_finders(self) -> None:
        """Leave it to the register of organisations: a model has one finder."""

    def number_of_items(self, row: Any) -> str:
        return str(row.items_number)

    number_of_items.short_description = gettext_lazy("items")  # type: ignore[attr-defined]
    number_of_items.admin_order_field = "items_number"  # type: ignore[attr-defined]

    def staffed(self, row: Any) -> str:
        return _("yes") if row.has_posts else _("no")

    staffed.short_description = gettext_lazy("somebody holds a post")  # type: ignore[attr-defined]

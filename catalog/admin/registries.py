"""The reference registries in the admin, by wagtail-modeladmin: some belong to the whole tree, others to a subtree."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList
from wagtail_modeladmin.options import ModelAdminGroup

from catalog.admin.forms import CalendarForm, ContactAdminForm, MaterialAdminForm, PostForm, RegistryForm
from catalog.admin.organisations import DepartmentAdmin, OrganisationAdmin
from catalog.admin.places import PlaceAdmin
from catalog.admin.registry import RegistryAdmin, panels
from catalog.models import Calendar, CalendarYear, Channel, ContactNumber, Law, Material, Post, Term, Theme
from catalog.models.scope import may_everywhere, organisations_of
from catalog.staff import sync_groups
from portal.users.models import User


class NamedAdmin(RegistryAdmin):
    """A register of names."""

    search_fields = ("name", "code")


class ThemeAdmin(NamedAdmin):
    model = Theme
    menu_icon = "tag"
    list_display = ("name", "audience", "order")
    list_export = ("code", "name", "audience", "order")
    list_filter = ("audience",)
    edit_handler = panels("code", "name", "audience", "order")


class TermAdmin(NamedAdmin):
    """Classes, topics, service contents and forms: a city adds one without a programmer."""

    model = Term
    menu_icon = "list-ol"
    list_display = ("name", "list", "order")
    list_export = ("code", "list", "name", "order")
    list_filter = ("list",)
    edit_handler = panels("code", "list", "name", "text", "licence", "order")


class LawAdmin(NamedAdmin):
    """The laws that items cite, and what has become of them."""

    model = Law
    menu_icon = "doc-full-inverse"
    list_display = ("name", "in_force_from", "amended_on", "repealed_on")
    list_export = ("code", "name", "in_force_from", "amended_on", "repealed_on", "replaced_by")
    list_select_related = ("replaced_by",)
    edit_handler = panels("code", "name", "in_force_from", "amended_on", "repealed_on", "replaced_by", "order")


class MaterialAdmin(NamedAdmin):
    model = Material
    menu_icon = "doc-full"
    list_display = ("name", "source", "code")
    list_export = ("code", "name", "source", "note")
    list_filter = ("source",)
    edit_handler = panels("code", "name", "source", "note", "blank", "sample", "order", form=MaterialAdminForm)


class ChannelAdmin(NamedAdmin):
    model = Channel
    menu_icon = "site"
    list_display = ("name", "hours", "address")
    list_export = ("code", "name", "hours", "address")
    edit_handler = panels("code", "name", "description", "hours", "address", "order")


class ContactAdmin(RegistryAdmin):
    model = ContactNumber
    menu_icon = "mobile-alt"
    list_display = ("number", "organisation", "purpose", "label", "checked_on")
    list_export = ("code", "organisation", "purpose", "number", "label", "hours", "checked_on")
    list_filter = ("purpose",)
    list_select_related = ("organisation",)
    search_fields = ("number", "label", "organisation__name", "code")
    edit_handler = panels(
        "code", "organisation", "purpose", "number", "label", "hours", "checked_on", "order", form=ContactAdminForm
    )

    def rows(self, user: User) -> QuerySet[Any]:
        return ContactNumber.objects.filter(organisation__in=organisations_of(user, self.grant), retired_at=None)


class CalendarAdmin(RegistryAdmin):
    model = Calendar
    menu_icon = "calendar"
    list_display = ("code", "name")
    edit_handler = panels("code", "name", "every_year", "order", form=CalendarForm)


class CalendarYearAdmin(RegistryAdmin):
    model = CalendarYear
    menu_icon = "calendar-check"
    list_display = ("year", "calendar", "source")
    list_select_related = ("calendar",)
    ordering = ("-year",)
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("calendar"), FieldPanel("year")]),
            FieldPanel("source"),
            InlinePanel("days", heading=_("Days that differ from the week"), label=_("Day")),
        ],
        base_form_class=RegistryForm,
    )

    def rows(self, user: User) -> QuerySet[Any]:
        rows = CalendarYear.objects.filter(calendar__retired_at=None)
        return rows if may_everywhere(user, self.grant) else rows.none()

    def retire(self, row: Any) -> None:
        """A year that was entered by mistake is deleted: nothing refers to it but its days."""
        row.delete()


class PostAdmin(RegistryAdmin):
    model = Post
    menu_icon = "user"
    grant = "people.edit"
    list_display = ("user", "role", "organisation", "point", "badge", "starts", "ends")
    list_export = ("code", "user", "role", "organisation", "point", "badge", "starts", "ends")
    list_select_related = ("user", "role", "organisation", "point")
    search_fields = ("user__display_name", "user__username", "badge", "code")
    edit_handler = panels(
        "code", "user", "role", "organisation", "point", "badge", "public", "starts", "ends", form=PostForm
    )

    def rows(self, user: User) -> QuerySet[Any]:
        return Post.objects.filter(organisation__in=organisations_of(user, self.grant), retired_at=None)

    def retire(self, row: Any) -> None:
        super().retire(row)
        sync_groups(row.user)


class RegistriesGroup(ModelAdminGroup):
    menu_label = _("Registers")
    menu_icon = "folder-open-inverse"
    menu_order = 120
    items = (
        OrganisationAdmin,
        DepartmentAdmin,
        PlaceAdmin,
        ContactAdmin,
        PostAdmin,
        ThemeAdmin,
        TermAdmin,
        LawAdmin,
        MaterialAdmin,
        ChannelAdmin,
        CalendarAdmin,
        CalendarYearAdmin,
    )

"""The reference registries in the admin, by wagtail-modeladmin: some belong to the whole tree, others to a subtree."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin, ModelAdminGroup
from wagtail_modeladmin.views import DeleteView, IndexView

from catalog.editing.export import SafeExport
from catalog.editing.forms import CalendarForm, ContactForm, MaterialForm, OrganisationForm, PostForm, RegistryForm
from catalog.editing.guard import guard
from catalog.editing.provenance import ProvenancePanel
from catalog.models import (
    Calendar,
    CalendarYear,
    Channel,
    ContactNumber,
    Material,
    Organisation,
    Post,
    Term,
    Theme,
)
from catalog.scope import may, may_everywhere, organisations_of
from catalog.staff import sync_groups
from portal.kit import clock
from portal.users.models import User


def _panels(*names: str, form: type[RegistryForm] = RegistryForm) -> ObjectList:
    fields = [FieldPanel(name) for name in names]
    return ObjectList([*fields, ProvenancePanel(heading=_("Imported"))], base_form_class=form)


class RetireView(DeleteView):
    """Takes a row out of use instead of deleting it."""

    page_title = _("Retire")

    def confirmation_message(self) -> Any:
        return _("It disappears from lists and choices; whatever refers to it keeps it.")

    def delete_instance(self) -> None:
        self.model_admin.retire(self.instance)


class StrictIndexView(SafeExport, IndexView):
    """Filters by the named filters alone: the library takes any look-up from the address, password hashes included."""

    def get_filters_params(self, params: Any = None) -> dict[str, Any]:
        own = {form for name in self.list_filter for form in (name, f"{name}__exact", f"{name}__isnull")}
        return {key: value for key, value in super().get_filters_params(params).items() if key in own}


class WithGrant(PermissionHelper):
    """Model permissions, and the grant behind them where it is needed."""

    def user_has_specific_permission(self, user: User, perm_codename: str) -> bool:
        held = may_everywhere if self.model in SHARED else may
        grant = "people.edit" if self.model is Post else "registries.edit"
        return super().user_has_specific_permission(user, perm_codename) and held(user, grant)


class RegistryAdmin(ModelAdmin):
    """A register that all organisations share."""

    permission_helper_class = WithGrant
    index_view_class = StrictIndexView
    delete_view_class = RetireView
    history_view_enabled = True
    list_per_page = 50
    grant: ClassVar[str] = "registries.edit"

    def rows(self, user: User) -> QuerySet[Any]:
        """Return the rows that USER may see and change."""
        rows = self.model.objects.filter(retired_at=None)
        return rows if may_everywhere(user, self.grant) else rows.none()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return self.rows(request.user)  # type: ignore[arg-type]

    def get_admin_urls_for_registration(self) -> tuple[Any, ...]:
        return tuple(guard(super().get_admin_urls_for_registration(), self.rows, shared=True))

    def retire(self, row: Any) -> None:
        """Take ROW out of use."""
        row.retired_at = clock.now()
        row.save(update_fields=["retired_at"])


class NamedAdmin(RegistryAdmin):
    """A register of names."""

    search_fields = ("name", "code")


class OrganisationAdmin(RegistryAdmin):
    model = Organisation
    menu_icon = "group"
    list_display = ("name", "level", "parent", "area_code")
    list_export = ("code", "name", "level", "parent", "area_code")
    list_filter = ("level",)
    list_select_related = ("parent",)
    search_fields = ("name", "short_name", "code", "area_code")
    ordering = ("path",)
    edit_handler = _panels(
        "code", "name", "short_name", "level", "parent", "hosted_by", "area_code", "order", form=OrganisationForm
    )

    def rows(self, user: User) -> QuerySet[Any]:
        return organisations_of(user, self.grant).filter(retired_at=None)


class ThemeAdmin(NamedAdmin):
    model = Theme
    menu_icon = "tag"
    list_display = ("name", "audience", "order")
    list_export = ("code", "name", "audience", "order")
    list_filter = ("audience",)
    edit_handler = _panels("code", "name", "audience", "order")


class TermAdmin(NamedAdmin):
    """Classes, topics, service contents and forms: a city adds one without a programmer."""

    model = Term
    menu_icon = "list-ol"
    list_display = ("name", "list", "order")
    list_export = ("code", "list", "name", "order")
    list_filter = ("list",)
    edit_handler = _panels("code", "list", "name", "text", "order")


class MaterialAdmin(NamedAdmin):
    model = Material
    menu_icon = "doc-full"
    list_display = ("name", "source", "code")
    list_export = ("code", "name", "source", "note")
    list_filter = ("source",)
    edit_handler = _panels("code", "name", "source", "note", "blank", "sample", "order", form=MaterialForm)


class ChannelAdmin(NamedAdmin):
    model = Channel
    menu_icon = "site"
    list_display = ("name", "hours", "address")
    list_export = ("code", "name", "hours", "address")
    edit_handler = _panels("code", "name", "description", "hours", "address", "order")


class ContactAdmin(RegistryAdmin):
    model = ContactNumber
    menu_icon = "mobile-alt"
    list_display = ("number", "organisation", "purpose", "label", "checked_on")
    list_export = ("code", "organisation", "purpose", "number", "label", "hours", "checked_on")
    list_filter = ("purpose",)
    list_select_related = ("organisation",)
    search_fields = ("number", "label", "organisation__name", "code")
    edit_handler = _panels(
        "code", "organisation", "purpose", "number", "label", "hours", "checked_on", "order", form=ContactForm
    )

    def rows(self, user: User) -> QuerySet[Any]:
        return ContactNumber.objects.filter(organisation__in=organisations_of(user, self.grant), retired_at=None)


class CalendarAdmin(RegistryAdmin):
    model = Calendar
    menu_icon = "calendar"
    list_display = ("code", "name")
    edit_handler = _panels("code", "name", "every_year", "order", form=CalendarForm)


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
    edit_handler = _panels(
        "code", "user", "role", "organisation", "point", "badge", "public", "starts", "ends", form=PostForm
    )

    def rows(self, user: User) -> QuerySet[Any]:
        return Post.objects.filter(organisation__in=organisations_of(user, self.grant), retired_at=None)

    def retire(self, row: Any) -> None:
        super().retire(row)
        sync_groups(row.user)


SHARED = (Theme, Term, Material, Channel, Calendar, CalendarYear)


class RegistriesGroup(ModelAdminGroup):
    menu_label = _("Registers")
    menu_icon = "folder-open-inverse"
    menu_order = 120
    items = (
        OrganisationAdmin,
        ContactAdmin,
        PostAdmin,
        ThemeAdmin,
        TermAdmin,
        MaterialAdmin,
        ChannelAdmin,
        CalendarAdmin,
        CalendarYearAdmin,
    )

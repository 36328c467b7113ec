"""The register of places: windows, rooms and zones of every point in the editor's scope, in one list (Art. 15(2))."""

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail_modeladmin.helpers import DjangoORMSearchHandler

from catalog.admin.forms import LOCKED, PLACES, PlaceForm
from catalog.admin.provenance import ProvenancePanel
from catalog.admin.registry import RegistryAdmin, RetireRegistryView
from catalog.enums import PlaceKind
from catalog.models import Organisation, Place
from catalog.models.scope import organisations_of
from catalog.points.places import Changes
from portal.users.models import User

MOST = 200  # organisations that are offered as a filter


class OrganisationFilter(SimpleListFilter):
    """Places of an organisation and of all below it."""

    title = _("organisation")
    parameter_name = "organisation"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        places = model_admin.get_queryset(request).order_by()
        found = Organisation.objects.filter(pk__in=places.values("point__organisation")).order_by("path")
        return [(row.code, row.name) for row in found[:MOST]]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.value():
            return queryset
        chosen = Organisation.objects.filter(code=self.value())
        return queryset.filter(point__organisation__in=Organisation.objects.within(*chosen))


class PlaceSearch(DjangoORMSearchHandler):
    """Finds a place by its kind as well: most have no name of their own."""

    def search_queryset(self, queryset: Any, search_term: str, **options: Any) -> Any:
        found = super().search_queryset(queryset, search_term, **options)
        kinds = [kind for kind in PlaceKind if search_term and search_term.strip() in str(kind.label)]
        return found | queryset.filter(kind__in=kinds) if kinds else found


class RemoveView(RetireRegistryView):
    """Nothing refers to a place but its point, so it goes; not while somebody decides about the point."""

    def confirmation_message(self) -> Any:
        return _("It disappears from the page of its point and from the newest draft.")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.instance.point.get_lock():
            messages.error(request, LOCKED)
            return HttpResponseRedirect(self.index_url)
        return super().post(request, *args, **kwargs)

    def delete_instance(self) -> None:
        changes = Changes()
        changes.gone(self.instance)
        self.instance.delete()
        changes.apply_to_points(self.request.user)


class PlaceAdmin(RegistryAdmin):
    model = Place
    menu_icon = "site"
    delete_view_class = RemoveView
    search_handler_class = PlaceSearch
    list_display = ("label", "kind", "floor", "point", "organisation")
    list_display_add_buttons = "label"
    list_export = ("point", "organisation", "code", "kind", "floor", "name")
    list_filter = ("kind", OrganisationFilter)
    list_select_related = ("point__organisation",)
    search_fields = ("name", "code", "floor", "point__name", "point__code")
    ordering = ("point__organisation__path", "point__order", "point__code", "sort_order")
    edit_handler = ObjectList(
        [
            *(FieldPanel(name) for name in ("point", "code", "kind", "floor", "name")),
            ProvenancePanel(heading=_("Imported")),
        ],
        base_form_class=PlaceForm,
    )

    def rows(self, user: User) -> QuerySet[Any]:
        return Place.objects.within(organisations_of(user, *PLACES))

    def label(self, row: Place) -> str:
        return str(row.label)

    label.short_description = _("place")  # type: ignore[attr-defined]
    label.admin_order_field = "name"  # type: ignore[attr-defined]

    def organisation(self, row: Place) -> str:
        return str(row.point.organisation)

    organisation.short_description = _("organisation")  # type: ignore[attr-defined]
    organisation.admin_order_field = "point__organisation__path"  # type: ignore[attr-defined]

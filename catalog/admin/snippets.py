"""Items and points in the admin: drafts, preview, publishing, history, all within the editor's scope."""

from collections.abc import Collection
from functools import partial
from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, UpdatedAtColumn
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet
from wagtail.snippets.views.snippets import (
    CopyView,
    DeleteView,
    IndexView,
    InspectView,
    SnippetViewSet,
    SnippetViewSetGroup,
)

from catalog.admin import panels
from catalog.admin.export import SafeExport
from catalog.admin.guard import guard
from catalog.enums import TermList
from catalog.models import Organisation, ServiceItem, ServicePoint
from catalog.models.scope import organisations_of
from catalog.models.term_names import choices
from portal.kit.admin_breadcrumbs import HomeInTheReadersLanguageMixin
from portal.users.models import User

# Addresses that change what the public sees without a form of ours: who edits here and publishes elsewhere stays out.
PUBLISHERS_ONLY = {"delete", "unpublish", "revisions_unschedule", "lock", "unlock"}


class AskForRow:
    """Stands before one of Wagtail's generic views, which ask what somebody may do to some row, never to which."""

    object: Any
    permission_policy: Any
    request: HttpRequest

    def user_has_permission(self, permission: str) -> bool:
        return super().user_has_permission(permission) and self._has_for_row({permission})  # type: ignore[misc]

    def user_has_any_permission(self, permissions: Collection[str]) -> bool:
        return super().user_has_any_permission(permissions) and self._has_for_row(permissions)  # type: ignore[misc]

    def _has_for_row(self, permissions: Collection[str]) -> bool:
        row = getattr(self, "object", None)
        if row is None or row.pk is None:
            return True
        policy = self.permission_policy
        return bool(policy.user_has_any_permission_for_instance(self.request.user, permissions, row))


class SafeIndexView(SafeExport, IndexView):
    """Offers with each row what may be done to this row."""

    def get_copy_url(self, instance: Any) -> str | None:
        return super().get_copy_url(instance) if self.user_has_permission_for_instance("add", instance) else None

    def get_delete_url(self, instance: Any) -> str | None:
        return super().get_delete_url(instance) if self.user_has_permission_for_instance("delete", instance) else None


class RetireSnippetView(DeleteView):
    """Takes a row out of use instead of deleting it: cases and statistics still refer to it."""

    page_title = _("Retire")

    def delete_action(self) -> None:
        self.object.retire(self.request.user)

    @property
    def confirmation_message(self) -> Any:
        return _("It disappears from the public pages and from this list; cases that name it keep it.")


class ItemCopyView(CopyView):
    """A new item that begins as this one: everything but what names it, and what only this one has."""

    OWN: ClassVar[dict[str, Any]] = {
        **dict.fromkeys(("pk", "latest_revision", "live_revision", "checked_on")),
        **dict.fromkeys(("code", "code_scheme", "code_raw", "imported_from"), ""),
        **dict.fromkeys(("live", "has_unpublished_changes"), False),
    }

    def get_initial_form_instance(self) -> ServiceItem:
        item: ServiceItem = self.get_object().get_latest_revision_as_object()
        themes = list(item.themes.all())
        for name, value in self.OWN.items():
            setattr(item, name, value)
        item.themes.set(themes)
        return item


class _Published:
    """Choosers show what the public sees: no draft of a neighbour."""

    model: Any

    def get_object_list(self) -> QuerySet[Any]:
        return self.model.objects.public()


class PublishedChooseView(_Published, ChooseView):
    pass


class PublishedChooseResultsView(_Published, ChooseResultsView):
    pass


class PublishedChooserViewSet(SnippetChooserViewSet):
    choose_view_class = PublishedChooseView
    choose_results_view_class = PublishedChooseResultsView

    def get_urlpatterns(self) -> list[Any]:
        several = ("chosen-multiple/", "create/")
        patterns = [pattern for pattern in super().get_urlpatterns() if str(pattern.pattern) not in several]
        return guard(patterns, self.rows)

    def rows(self, user: User) -> QuerySet[Any]:
        """Return the public rows, the same for every user."""
        return self.model.objects.public()


class ScopedViewSet(HomeInTheReadersLanguageMixin, SnippetViewSet):
    """Rows of the organisations in which the editor holds one of ``grants``."""

    grants: ClassVar[tuple[str, ...]]
    list_select_related: ClassVar[tuple[str, ...]]
    chooser_viewset_class = PublishedChooserViewSet
    index_view_class = SafeIndexView
    delete_view_class = RetireSnippetView
    # The database's own LIKE: finds Chinese substrings, and stays within the scoped rows.
    search_backend_name = None
    copy_view_enabled = False
    inspect_view_enabled = True
    list_per_page = 50

    def construct_view(self, view_class: type[Any], **options: Any) -> Any:
        if issubclass(view_class, PermissionCheckedMixin):
            view_class = type(view_class.__name__, (AskForRow, view_class), {"__module__": view_class.__module__})
        return super().construct_view(view_class, **options)

    def rows(self, user: User) -> QuerySet[Any]:
        """Return the rows that USER may see and change."""
        return self.model.objects.within(organisations_of(user, *self.grants)).filter(retired_at=None)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return self.rows(request.user).select_related(*self.list_select_related)  # type: ignore[arg-type]

    def publishable(self, user: User) -> QuerySet[Any]:
        """Return the rows that USER may publish, and so unpublish and retire."""
        return self.model.publishable_by(user)

    def get_urlpatterns(self) -> list[Any]:
        patterns = super().get_urlpatterns()
        publishing = [pattern for pattern in patterns if pattern.name in PUBLISHERS_ONLY]
        editing = [pattern for pattern in patterns if pattern.name not in PUBLISHERS_ONLY]
        return guard(editing, self.rows) + guard(publishing, self.publishable)


def _departments(request: HttpRequest | None) -> QuerySet[Organisation]:
    if request is None:
        return Organisation.objects.none()
    own = organisations_of(request.user, *ItemViewSet.grants)  # type: ignore[arg-type]
    return own.filter(items__isnull=False).distinct()


class ItemFilters(WagtailFilterSet):
    item_class = django_filters.ChoiceFilter(label=_("class"), choices=partial(choices, TermList.CLASS))
    department = django_filters.ModelChoiceFilter(label=_("department"), queryset=_departments)
    live = django_filters.BooleanFilter(label=_("published"))

    class Meta:
        model = ServiceItem
        fields = ("item_class", "department", "live")


class ItemViewSet(ScopedViewSet):
    model = ServiceItem
    copy_view_enabled = True
    copy_view_class = ItemCopyView
    grants = ("items.edit", "items.publish")
    list_select_related = ("department",)
    icon = "list-ul"
    menu_label = _("Service items")
    list_display = (
        "name",
        "department",
        Column("class_name", label=_("class")),
        StatusTagColumn("public_state", label=_("public"), sort_key="live", primary=lambda row: row.live),
        UpdatedAtColumn(),
    )
    list_export = (
        *("code", "code_raw", "name", "department", "item_class"),
        *("statutory_limit", "statutory_unit", "promised_days", "live"),
    )
    search_fields = ("name", "also_called", "asked_as", "code", "code_raw")
    filterset_class = ItemFilters
    edit_handler = panels.ITEM


class PointInspectView(InspectView):
    """Shows the places as well, which are rows of their own."""

    def get_fields(self) -> list[str]:
        return [*super().get_fields(), "places"]


class PointFilters(WagtailFilterSet):
    live = django_filters.BooleanFilter(label=_("published"))

    class Meta:
        model = ServicePoint
        fields = ("live",)


class PointViewSet(ScopedViewSet):
    model = ServicePoint
    inspect_view_class = PointInspectView
    grants = ("points.edit", "points.publish")
    list_select_related = ("organisation",)
    icon = "site"
    menu_label = _("Service points")
    list_display = (
        "name",
        "organisation",
        "service_phone",
        "complaint_phone",
        StatusTagColumn("public_state", label=_("public"), sort_key="live", primary=lambda row: row.live),
        UpdatedAtColumn(),
    )
    list_export = ("code", "name", "organisation", "address", "service_phone", "complaint_phone", "live")
    search_fields = ("name", "address", "code", "service_phone", "complaint_phone")
    filterset_class = PointFilters
    edit_handler = panels.POINT


class CatalogueGroup(SnippetViewSetGroup):
    items = (ItemViewSet, PointViewSet)
    menu_label = _("Services and points")
    menu_icon = "list-ul"
    menu_order = 110
    menu_name = "catalogue"


class RetireSelected(DeleteBulkAction):
    """Retires the ticked rows that lie within the editor's scope; others are not even named."""

    display_name = _("Retire")
    aria_label = _("Retire the selected rows")
    models = (ServiceItem, ServicePoint)

    def get_all_objects_in_listing_query(self, parent_id: Any) -> Any:
        return self._rows().values_list("pk", flat=True)

    def get_queryset(self, model: Any, object_ids: Any) -> Any:
        return self._rows().filter(pk__in=[key for key in object_ids if str(key).isdigit()])

    def _rows(self) -> QuerySet[Any]:
        viewset: ScopedViewSet = self.model.snippet_viewset
        return viewset.publishable(self.request.user)

    @classmethod
    def execute_action(cls, objects: Any, user: User | None = None, **_options: Any) -> tuple[int, int]:
        for row in objects:
            row.retire(user)
        return len(objects), 0

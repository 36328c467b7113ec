"""The window in which an editor looks for an organisation: those for whose pages a post of this person answers."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView, ChosenView
from wagtail.admin.viewsets.chooser import ChooserViewSet

from catalog.models import Organisation
from catalog.models.scope import organisations_of
from content.permissions import PAGES_EDIT, PAGES_PUBLISH


class OrganisationSearch(BaseFilterForm):
    """Looks for words in the names of all languages, or for a code."""

    q = forms.CharField(label=_("Search term"), required=False, max_length=60)

    def filter(self, objects: QuerySet[Organisation]) -> QuerySet[Organisation]:
        words = self.cleaned_data["q"].split()
        self.is_searching, self.search_query = bool(words), " ".join(words)
        objects = objects.alias(names=Cast("name", TextField()), short_names=Cast("short_name", TextField()))
        for word in words:
            found = Q(names__icontains=word) | Q(short_names__icontains=word) | Q(code__icontains=word)
            objects = objects.filter(found)
        return objects


class _OwnOrganisations:
    filter_form_class = OrganisationSearch
    request: HttpRequest

    def get_object_list(self) -> QuerySet[Organisation]:
        own = organisations_of(self.request.user, PAGES_EDIT, PAGES_PUBLISH)  # type: ignore[arg-type]
        return own.filter(retired_at=None).select_related("parent").order_by("path")

    @property
    def columns(self) -> list[Column]:
        above = Column("above", label=pgettext_lazy("of an organisation", "below"), accessor=_above)
        return [self.title_column, above, Column("code", label=_("code"))]

    @property
    def title_column(self) -> TitleColumn:
        column = super().title_column  # type: ignore[misc]
        column.accessor = "name"
        return column


def _above(organisation: Organisation) -> str:
    return str(organisation.parent.name) if organisation.parent else ""


class ChooseOrganisationView(_OwnOrganisations, ChooseView):
    pass


class ChooseOrganisationResultsView(_OwnOrganisations, ChooseResultsView):
    pass


class ChosenOrganisationView(_OwnOrganisations, ChosenView):
    def get_object(self, pk: str) -> Organisation:
        if not pk.isascii() or not pk.isdecimal():
            raise Organisation.DoesNotExist
        return self.get_object_list().get(pk=pk)

    def get_display_title(self, instance: Organisation) -> str:
        return str(instance.name)


class OrganisationChooserViewSet(ChooserViewSet):
    model = Organisation
    icon = "group"
    choose_one_text = _("Choose an organisation")
    per_page = 20
    register_widget = False
    choose_view_class = ChooseOrganisationView
    choose_results_view_class = ChooseOrganisationResultsView
    chosen_view_class = ChosenOrganisationView

    def get_urlpatterns(self) -> list[Any]:
        """An organisation has its own form: here one is chosen, none is made."""
        several = ("chosen-multiple/", "create/")
        return [pattern for pattern in super().get_urlpatterns() if str(pattern.pattern) not in several]


def viewset() -> OrganisationChooserViewSet:
    return OrganisationChooserViewSet("organisation_chooser", url_prefix="organisation-chooser")

"""The window in which an editor looks for an organisation: those for whose pages a post of this person answers."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView, ChosenView

from catalog.admin.registry_chooser import RegistryChooserViewSet, RegistrySearch
from catalog.models import Organisation
from catalog.models.scope import organisations_of
from content.permissions import PAGES_EDIT, PAGES_PUBLISH


class OrganisationSearch(RegistrySearch):
    names = ("name", "short_name")


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


class OrganisationChooserViewSet(RegistryChooserViewSet):
    model = Organisation
    icon = "group"
    choose_one_text = _("Choose an organisation")
    choose_view_class = ChooseOrganisationView
    choose_results_view_class = ChooseOrganisationResultsView
    chosen_view_class = ChosenOrganisationView


def viewset() -> OrganisationChooserViewSet:
    return OrganisationChooserViewSet("organisation_chooser", url_prefix="organisation-chooser")

"""The window in which an editor looks for a material: by name, with its source and its code."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView, ChosenView

from catalog.admin.registry_chooser import RegistryChooserViewSet, RegistrySearch
from catalog.models import Material


class _Materials:
    filter_form_class = RegistrySearch

    def get_object_list(self) -> QuerySet[Material]:
        return Material.objects.current()

    @property
    def columns(self) -> list[Column]:
        source = Column("source", label=_("source"), accessor="get_source_display")
        return [*super().columns, source, Column("code", label=_("code")), Column("note", label=_("note"))]  # type: ignore[misc]


class ChooseMaterialView(_Materials, ChooseView):
    pass


class ChooseMaterialResultsView(_Materials, ChooseResultsView):
    pass


class ChosenMaterialView(ChosenView):
    def get_object_id(self, instance: Material) -> str:
        """Return what an item stores."""
        return instance.code


class MaterialChooserViewSet(RegistryChooserViewSet):
    model = Material
    icon = "doc-full"
    choose_one_text = _("Choose a material")
    choose_view_class = ChooseMaterialView
    choose_results_view_class = ChooseMaterialResultsView
    chosen_view_class = ChosenMaterialView


def viewset() -> MaterialChooserViewSet:
    return MaterialChooserViewSet("material_chooser", url_prefix="material-chooser")

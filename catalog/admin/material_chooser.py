"""The window in which an editor looks for a material: by name, with its source and its code."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView, ChosenView
from wagtail.admin.viewsets.chooser import ChooserViewSet

from catalog.models import Material


class MaterialSearch(BaseFilterForm):
    """Looks for words in the names of all languages, or for a code."""

    q = forms.CharField(label=_("Search term"), required=False, max_length=60)

    def filter(self, objects: QuerySet[Material]) -> QuerySet[Material]:
        words = self.cleaned_data["q"].split()
        self.is_searching, self.search_query = bool(words), " ".join(words)
        objects = objects.alias(names=Cast("name", TextField()))
        for word in words:
            objects = objects.filter(Q(names__icontains=word) | Q(code__icontains=word))
        return objects


class _Materials:
    filter_form_class = MaterialSearch

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


class MaterialChooserViewSet(ChooserViewSet):
    model = Material
    icon = "doc-full"
    choose_one_text = _("Choose a material")
    per_page = 20
    register_widget = False
    choose_view_class = ChooseMaterialView
    choose_results_view_class = ChooseMaterialResultsView
    chosen_view_class = ChosenMaterialView

    def get_urlpatterns(self) -> list[Any]:
        """A register has its own forms: here one is chosen, none is made."""
        several = ("chosen-multiple/", "create/")
        return [pattern for pattern in super().get_urlpatterns() if str(pattern.pattern) not in several]


def viewset() -> MaterialChooserViewSet:
    return MaterialChooserViewSet("material_chooser", url_prefix="material-chooser")

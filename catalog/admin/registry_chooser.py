"""The window in which an editor looks for a row of a register, by name or code; others say what it shows."""

from typing import Any, ClassVar

from django import forms
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.viewsets.chooser import ChooserViewSet


class RegistrySearch(BaseFilterForm):
    """Looks for words in ``names``, fields with a name in all languages, or in the code."""

    names: ClassVar[tuple[str, ...]] = ("name",)

    q = forms.CharField(label=_("Search term"), required=False, max_length=60)

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        words = self.cleaned_data["q"].split()
        self.is_searching, self.search_query = bool(words), " ".join(words)
        columns = {f"{name}_text": Cast(name, TextField()) for name in self.names}
        objects = objects.alias(**columns)
        for word in words:
            found = Q(code__icontains=word)
            for column in columns:
                found |= Q(**{f"{column}__icontains": word})
            objects = objects.filter(found)
        return objects


class RegistryChooserViewSet(ChooserViewSet):
    """Set ``model`` and the three views."""

    per_page = 20
    register_widget = False

    def get_urlpatterns(self) -> list[Any]:
        """A register has its own forms: here one row is chosen, none is made."""
        several = ("chosen-multiple/", "create/")
        return [pattern for pattern in super().get_urlpatterns() if str(pattern.pattern) not in several]

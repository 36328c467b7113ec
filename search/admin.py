"""The words of the search in the admin: synonyms, stop words, and what people searched for."""

from typing import Any, ClassVar

from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.contrib.search_promotions.models import Query as PromotedQuery
from wagtail_modeladmin.options import ModelAdminGroup
from wagtail_modeladmin.views import CreateView

from catalog.admin.fields import LinesField
from catalog.admin.forms import RegistryForm
from catalog.admin.registry import RegistryAdmin
from catalog.models.scope import may_everywhere
from portal.users.models import User
from search import query_log
from search.models import StopWords, SynonymGroup
from search.text.tokens import compact, normal

GRANT = "search.edit"
DAYS = 90
A_PAGE = 50


class SynonymForm(RegistryForm):
    words = LinesField(label=_("words that mean the same"), help_text=_("One a line."), length=40)
    also = LinesField(label=_("searched beside them"), help_text=_("One a line; not the other way round."), length=40)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if len(cleaned.get("words", [])) + len(cleaned.get("also", [])) < 2 or not cleaned.get("words"):  # noqa: PLR2004  a word and another
            self.add_error("words", _("Write a word and another one that means the same."))
        return cleaned


class StopWordsForm(RegistryForm):
    words = LinesField(label=_("words that count for nothing"), help_text=_("One a line."), lines=400, length=40)
    weak = LinesField(label=_("words that may be missing"), help_text=_("One a line."), lines=400, length=40)


class CreateSynonym(CreateView):
    """Begins with the words that somebody searched for: ``?words=``."""

    def get_instance(self) -> SynonymGroup:
        words = normal(self.request.GET.get("words", ""))[:40].strip()
        number = SynonymGroup.objects.count() + 1
        return SynonymGroup(words=[words] if words else [], code=compact(words) or f"words-{number}")


class WordsAdmin(RegistryAdmin):
    grant: ClassVar[str] = GRANT


class SynonymAdmin(WordsAdmin):
    model = SynonymGroup
    menu_icon = "link"
    create_view_class = CreateSynonym
    list_display = ("__str__", "also")
    list_export = ("code", "words", "also")
    search_fields = ("words", "also", "code")
    edit_handler = ObjectList([FieldPanel(name) for name in ("code", "words", "also")], base_form_class=SynonymForm)


class StopWordsAdmin(WordsAdmin):
    model = StopWords
    menu_icon = "cut"
    list_display = ("code",)
    list_export = ("code", "words", "weak")
    search_fields = ("code",)
    edit_handler = ObjectList([FieldPanel(name) for name in ("code", "words", "weak")], base_form_class=StopWordsForm)


class AskedMenuItem(MenuItem):
    """Shown to those who may do something about it."""

    def is_shown(self, request: HttpRequest) -> bool:
        return _keeps_words(request)


def _keeps_words(request: HttpRequest) -> bool:
    return isinstance(request.user, User) and may_everywhere(request.user, GRANT)


class WordsGroup(ModelAdminGroup):
    menu_label = _("Search")
    menu_icon = "search"
    menu_order = 130
    items = (SynonymAdmin, StopWordsAdmin)

    def get_submenu_items(self) -> list[MenuItem]:
        report = AskedMenuItem(_("What people search for"), reverse_lazy("search_asked"), icon_name="view", order=0)
        return [report, *super().get_submenu_items()]


def trim_settings(request: HttpRequest, items: list[MenuItem]) -> None:
    """Hide the promoted results from those who have their Django permission by a post below the head of the tree."""
    if not _keeps_words(request):
        items[:] = [item for item in items if item.name != "promoted-search-results"]


def _editor(request: HttpRequest) -> User:
    user = request.user
    if not isinstance(user, User) or not may_everywhere(user, GRANT):
        raise Http404
    return user


@require_safe
def what_was_asked(request: HttpRequest) -> HttpResponse:
    """The words most searched for in the last 90 days; `?nothing=1`, those that found nothing."""
    _editor(request)
    nothing = bool(request.GET.get("nothing"))
    rows: QuerySet[Any, Any] = query_log.report(days=DAYS, nothing_found=nothing)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "search/asked.html", {"page": page, "nothing": nothing, "days": DAYS})


class Promoted(forms.Form):
    words = forms.CharField(max_length=40)


@require_POST
def promote(request: HttpRequest) -> HttpResponse:
    """Open the promoted results of the words that somebody searched for."""
    _editor(request)
    form = Promoted(request.POST)
    if not form.is_valid():
        return HttpResponseRedirect(reverse("search_asked"))
    query = PromotedQuery.get(form.cleaned_data["words"])
    return HttpResponseRedirect(reverse("wagtailsearchpromotions:edit", args=[query.pk]))


def addresses() -> list[URLPattern]:
    return [
        path("search/asked/", what_was_asked, name="search_asked"),
        path("search/promote/", promote, name="search_promote"),
    ]

"""A new definition in the admin: empty, or a copy of another one. Nobody sees it before it is published."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from configuration.builder.checks import RefusedDefinition
from configuration.builder.description import BuilderDescription
from configuration.builder.languages_input import LanguagesField
from configuration.builder.models import begin_draft
from portal.kit.pinyin import letters

LONGEST_CODE = 40


class NewDefinitionForm(forms.Form):
    """Title, code, and the definition that is copied, if any."""

    code = forms.SlugField(
        label=gettext_lazy("Code"),
        required=False,
        max_length=LONGEST_CODE,
        help_text=gettext_lazy("It stands in the address and never changes with the title. Empty: made of the title."),
        error_messages={"invalid": gettext_lazy("Use small letters, digits, hyphens and underscores.")},
    )
    copy_of = forms.ChoiceField(label=gettext_lazy("Copy of"), required=False)

    def __init__(self, *args: Any, rows: Any, taken: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.rows, self.taken = rows, taken
        choices = [(row.code, str(row)) for row in rows]
        self.fields["copy_of"].choices = [("", _("none: begin with an empty one")), *choices]  # type: ignore[attr-defined]
        # Made here, because the languages of the site are those of today.
        self.fields["title"] = LanguagesField(label=_("Title"), error_messages={"required": _("Please write a title.")})
        self.order_fields(["title"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "title" not in cleaned or "code" in self.errors:
            return cleaned
        cleaned["code"] = (cleaned["code"] or letters(str(cleaned["title"]))[:LONGEST_CODE]).lower()
        if not cleaned["code"]:
            self.add_error("code", _("Please write a code."))
        elif self.taken({cleaned["code"]}):
            self.add_error("code", _("Another one has this code."))
        return cleaned


class CreateView(PermissionCheckedMixin, WagtailAdminTemplateMixin, View):
    """Asks title and code; POST begins a draft and leads to its builder."""

    permission_required = "add"
    template_name = "configuration/builder/create.html"
    http_method_names = ["get", "head", "post"]

    model: Any = None
    description: BuilderDescription = None  # type: ignore[assignment]
    index_url_name = edit_url_name = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._show(self._form(initial={"copy_of": request.GET.get("copy_of", "")[:80]}))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self._show(form, status=422)
        code, title = form.cleaned_data["code"], form.cleaned_data["title"].plain()
        copied = next((row for row in form.rows if row.code == form.cleaned_data["copy_of"]), None)
        kind = self.description.definitions
        data = (
            copied.draft() | {kind.name: code, "title": title}
            if copied
            else self.description.new_definition(code, title)
        )
        try:
            row = begin_draft(self.model, data, by=request.user)
        except RefusedDefinition as refusal:
            form.add_error(None, str(refusal))
            return self._show(form, status=422)
        messages.success(request, _("A draft is there. Nobody sees it before it is published."))
        return HttpResponseRedirect(reverse(self.edit_url_name, args=[row.pk]))

    def _form(self, data: Any = None, **options: Any) -> NewDefinitionForm:
        rows = self.model.objects.filter(retired_at=None).select_related("current", "latest_revision")
        return NewDefinitionForm(data, rows=rows, taken=self.description.definitions.unavailable_codes, **options)

    def _show(self, form: NewDefinitionForm, *, status: int = 200) -> HttpResponse:
        context = self.get_context_data() | {"form": form, "back": reverse(self.index_url_name)}
        return self.render_to_response(context, status=status)

    def get_page_title(self) -> str:
        return _("New: %(what)s") % {"what": self.model._meta.verbose_name}

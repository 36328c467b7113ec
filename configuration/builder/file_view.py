"""A definition as its file: what names it, its versions, download, and upload of the same text into the draft."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from configuration.builder.base_view import DefinitionView
from configuration.builder.checks import RefusedDefinition, definition_of
from configuration.builder.models import ChangedMeanwhile, save_draft
from configuration.export import definition_text
from configuration.text import source
from configuration.text.problems import DefinitionsError

LONGEST_TEXT = 400_000  # code points; the shipped forms have some 5,000
MOST_VERSIONS = 50


class TextForm(forms.Form):
    """The text of a definition, as its file holds it."""

    text = forms.CharField(
        label=gettext_lazy("The file"),
        max_length=LONGEST_TEXT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Please paste the text of the file.")},
    )


class FileView(DefinitionView):
    """Shows the draft as text; ``?download`` gives the file, POST makes sent text the new draft."""

    permission_required = "change"
    template_name = "configuration/builder/file.html"
    page_name = gettext_lazy("File and versions")

    add_url_name = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        text = definition_text(self.description.definitions, self.object.draft())
        if "download" not in request.GET:
            return self._show(TextForm(initial={"text": text}))
        answer = HttpResponse(text, content_type="application/yaml; charset=utf-8")
        answer.headers["Content-Disposition"] = f'attachment; filename="{self.object.code}.yaml"'
        return answer

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = TextForm(request.POST)
        if form.is_valid() and self._store(form):
            messages.success(request, _("Saved as a draft."))
            return HttpResponseRedirect(self.builder_address())
        return self._show(form, status=422)

    def _store(self, form: TextForm) -> bool:
        kind = self.description.definitions
        try:
            data = source.parse(form.cleaned_data["text"], f"{self.object.code}.yaml").data()
            definition = kind.plain(definition_of(kind, data if isinstance(data, dict) else {}))
            save_draft(self.object, definition, seen=self.seen(), by=self.request.user)
        except DefinitionsError as error:
            for problem in error.problems[:20]:
                sentence = _("Line %(line)s: %(what)s")
                form.add_error("text", sentence % {"line": problem.place.line, "what": problem.message})
        except RefusedDefinition as refusal:
            for one in refusal.refusals[:20]:
                form.add_error("text", str(one))
        except ChangedMeanwhile:
            form.add_error(None, _("Not saved: somebody has saved another change meanwhile. Please look at it first."))
        return not form.errors

    def _show(self, form: TextForm, *, status: int = 200) -> HttpResponse:
        kind: Any = self.description.definitions
        context = self.get_context_data() | {
            "object": self.object,
            "form": form,
            "seen": self.object.latest_revision_id or "",
            "used_by": kind.used_by(self.object.code),
            "versions": list(self._versions(kind)),
            "back": self.builder_address(),
            "copy": f"{reverse(self.add_url_name)}?copy_of={self.object.code}" if self._may_add() else "",
        }
        return self.render_to_response(context, status=status)

    def _may_add(self) -> bool:
        return self.permission_policy.user_has_permission(self.request.user, "add")

    def _versions(self, kind: Any) -> Any:
        """Yield number and day of each version, newest first, with what the present one says otherwise, in words."""
        now = self.published_spec()
        for version in kind.versions._default_manager.filter(code=self.object.code).order_by("-number")[:MOST_VERSIONS]:
            current = version.pk == self.object.current_id
            words = [] if current or now is None else kind.differences(version.read(), now)
            yield {"number": version.number, "at": version.created_at, "current": current, "changes": list(words)}

    def get_page_title(self) -> str:
        return _("File and versions: %(title)s") % {"title": self.object}

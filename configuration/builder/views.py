"""The builder of three panes: the outline, the form of one element, a preview. Every POST changes one thing."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.models import Revision

from configuration.builder.base_view import DefinitionView
from configuration.builder.checks import RefusedDefinition
from configuration.builder.element_form import ElementForm
from configuration.builder.models import ChangedMeanwhile, save_draft, undone
from configuration.builder.outline import CodeTaken, ElementPath, NoSuchElement, Plain
from configuration.builder.page import BETWEEN, BuilderPage

CONFLICT, REFUSED = 409, 422
GONE = gettext_lazy("This is not there any more: somebody removed it or gave it another code.")


class BuilderView(DefinitionView):
    """Edits one definition. ``at`` names the chosen element, ``seen`` the revision from which a page was made."""

    permission_required = "change"
    template_name = "configuration/builder/builder.html"

    history_url_name = preview_url_name = publish_url_name = file_url_name = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        page = self._page(self.object.draft(), _path(request.GET.get("at", "")))
        if not page.refusal:
            try:
                page.element()
            except NoSuchElement:
                raise Http404 from None
        return self._show(page)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actions: dict[str, Callable[[BuilderPage], HttpResponse]] = {
            "save": self._save,
            "up": self._save,
            "down": self._save,
            "add": self._add,
            "remove": self._remove,
            "undo": self._undo,
        }
        action = actions.get(request.POST.get("do", ""))
        if action is None:
            raise Http404
        base = self.object.data_at(self.seen()) or self.object.draft()
        page = self._page(base, _path(request.POST.get("at", "")))
        if page.refusal and action not in {self._undo}:
            return self._show(page, status=REFUSED)
        try:
            return action(page)
        except ChangedMeanwhile as conflict:
            sentence = _(
                "Nothing was changed: meanwhile %(who)s has saved another change, which you see now. "
                "Please look at it and try once more."
            )
            messages.error(request, sentence % {"who": _who(conflict)})
            return self._show(self._newest(page.path), status=CONFLICT)
        except NoSuchElement:
            messages.error(request, GONE)
            return self._show(self._newest(()), status=CONFLICT)

    def _save(self, page: BuilderPage) -> HttpResponse:
        """Store what was typed into the element, and move it where that was asked."""
        form = self._form(page, self.request.POST)
        if not form.is_valid():
            return self._show(page, form, status=REFUSED)
        outline, code = self.description.outline, form.code()
        path: ElementPath = (*page.path[:-1], code) if page.path else ()
        try:
            data = outline.replaced(page.data, page.path, code, form.written())
            if (by := {"up": -1, "down": 1}.get(self.request.POST["do"])) is not None:
                data = outline.moved(data, path, by)
            self._store(data)
        except CodeTaken:
            form.add_error("element_code", _("Another one has this code."))
        except RefusedDefinition as refusal:
            for one in refusal.refusals:
                at, rest = outline.located(data, one.where)
                form.refuse(rest if at == path else tuple(map(str, one.where)), one.sentence)
        except ChangedMeanwhile as conflict:
            form.add_error(None, _conflict(conflict))
            return self._show(self._newest(page.path), form, status=CONFLICT)
        if form.errors:
            return self._show(page, form, status=REFUSED)
        messages.success(self.request, _("Saved as a draft."))
        return self._back_to(path)

    def _add(self, page: BuilderPage) -> HttpResponse:
        data, path = self.description.outline.added(page.data, page.path, self.request.POST.get("type", ""))
        return self._stored(page, data, path, _("Added. Now say what it is."))

    def _remove(self, page: BuilderPage) -> HttpResponse:
        data = self.description.outline.removed(page.data, page.path)
        return self._stored(page, data, page.path[:-1], _("Removed. “Undo” brings it back."))

    def _undo(self, page: BuilderPage) -> HttpResponse:
        found = undone(self.object)
        if found is None:
            messages.error(self.request, _("There is nothing to undo."))
            return self._back_to(())
        data, revision = found
        return self._stored(page, data, (), _("The last change is undone."), back_to=revision)

    def _stored(
        self, page: BuilderPage, data: Plain, path: ElementPath, sentence: str, *, back_to: int | None = None
    ) -> HttpResponse:
        try:
            self._store(data, back_to)
        except RefusedDefinition as refusal:
            messages.error(self.request, _("Not saved. %(why)s") % {"why": refusal})
            return self._show(page, status=REFUSED)
        messages.success(self.request, sentence)
        return self._back_to(path)

    def _store(self, data: Plain, back_to: int | None = None) -> Revision:
        return save_draft(self.object, data, seen=self.seen(), by=self.request.user, back_to=back_to)

    def _newest(self, path: ElementPath) -> BuilderPage:
        """Return the page of what is stored by now, at PATH if that is still there."""
        self.object = self.get_object()
        page = self._page(self.object.draft(), path)
        try:
            page.element()
        except NoSuchElement:
            return self._page(page.data, ())
        return page

    def _page(self, data: Plain, path: ElementPath) -> BuilderPage:
        return BuilderPage(self.description, data, path)

    def _form(self, page: BuilderPage, data: Any = None) -> ElementForm:
        published_codes = page.fixed_codes(self.object.published_data())
        element = page.element()
        fixed = element.code in published_codes
        return ElementForm(self.description, element, names=page.names(), code_fixed=fixed, data=data)

    def _back_to(self, path: ElementPath) -> HttpResponse:
        return HttpResponseRedirect(self._address(path))

    def _address(self, path: ElementPath) -> str:
        address = self.builder_address()
        return f"{address}?{urlencode({'at': BETWEEN.join(path)})}" if path else address

    def _show(self, page: BuilderPage, form: ElementForm | None = None, *, status: int = 200) -> HttpResponse:
        refusal = page.refusal
        complaints = [] if refusal else page.complaints()
        context = self.get_context_data() | {
            "object": self.object,
            "page": page,
            "at": BETWEEN.join(page.path),
            "refusal": refusal,
            "newest": self._address(page.path) if status == CONFLICT else "",
            "complaints": complaints,
            "rows": [] if refusal else list(page.rows(complaints)),
            "add_buttons": [] if refusal else page.add_buttons(),
            "form": None if refusal else form or self._form(page),
            "element": None if refusal else (form.element if form else page.element()),
            "seen": self.object.latest_revision_id or "",
            "publish": self._publish_address(),
            "planned": self._planned() if self.object.has_unpublished_changes else None,
            "examples": [] if refusal else self.description.examples(page.data),
            "example": self.request.GET.get("example", ""),
            "preview": self._preview(page) if self.preview_url_name and not refusal else "",
            "file": reverse(self.file_url_name, args=[self.object.pk]) if self.file_url_name else "",
            "history": reverse(self.history_url_name, args=[self.object.pk]) if self.history_url_name else "",
        }
        return self.render_to_response(context, status=status)

    def _planned(self) -> Any:
        return self.object.planned_revisions().values_list("approved_go_live_at", flat=True).first()

    def _publish_address(self) -> str:
        return reverse(self.publish_url_name, args=[self.object.pk]) if self.user_has_permission("publish") else ""

    def _preview(self, page: BuilderPage) -> str:
        address = reverse(self.preview_url_name, args=[self.object.pk])
        query = {"at": BETWEEN.join(page.path)} | {"example": self.request.GET.get("example", "")}
        return f"{address}?{urlencode(query)}"

    def get_page_title(self) -> str:
        return str(self.object)


def _path(at: str) -> ElementPath:
    return tuple(code for code in at.split(BETWEEN) if code)


def _conflict(conflict: ChangedMeanwhile) -> str:
    sentence = _(
        "Not saved: meanwhile %(who)s has saved another change. What you typed is still here. "
        "Please compare it with the newest state and save it once more."
    )
    return sentence % {"who": _who(conflict)}


def _who(conflict: ChangedMeanwhile) -> str:
    user = getattr(conflict.latest, "user", None)
    return str(user.get_full_name() or user.get_username()) if user else _("somebody else")

"""Review of a draft that waits for approval: what would change for the public, and the two decisions.

One page for items, points and pages: it asks the task of the workflow who may decide, as Wagtail's own addresses do.
"""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page, TaskState

from catalog.models.publication import NotPublishable
from portal.kit import clock

APPROVE, REJECT = "approve", "reject"


class ReviewView(WagtailAdminTemplateMixin, TemplateView):
    """The row as the public reads it beside the draft that waits, and the buttons that decide."""

    page_title = gettext_lazy("Review")
    header_icon = "check"
    template_name = "catalog/admin/review.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the step of the workflow; raises PermissionDenied for whoever may not decide on its row."""
        super().setup(request, *args, **kwargs)
        states = TaskState.objects.select_related("workflow_state__requested_by", "finished_by", "revision")
        self.state = get_object_or_404(states, pk=kwargs["task_state_id"])
        self.task = self.state.task.specific
        self.row = self.state.revision.content_object
        # What Wagtail publishes: the publisher may have edited the draft after it was submitted.
        self.draft = self.row and self.row.get_latest_revision()
        if self.row is None or not self.task.get_actions(self.row, request.user):
            raise PermissionDenied
        self.reason = self.task.get_form_for_action(REJECT)(request.POST if self._sent() == REJECT else None)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Lead home where somebody has decided meanwhile."""
        if self.state.status != TaskState.STATUS_IN_PROGRESS:
            decision, who = self.state.get_status_display(), self.state.finished_by or ""
            values = {"title": self.row, "decision": decision, "who": who}
            messages.warning(request, _("Nothing to decide about %(title)s: %(decision)s, %(who)s") % values)
            return redirect("wagtailadmin_home")
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Approve, or send back with a reason, what this person has seen."""
        if request.POST.get("seen") != str(self.draft.pk):
            messages.warning(request, _("The draft has been changed meanwhile. This is what it says now."))
            return redirect(self.request.path)
        if self._sent() == APPROVE:
            return self._approve()
        if self._sent() == REJECT and self.reason.is_valid():
            return self._send_back(self.reason.cleaned_data["comment"])
        return self.render_to_response(self.get_context_data())

    def _sent(self) -> str:
        return str(self.request.POST.get("decision", ""))

    def _approve(self) -> HttpResponse:
        try:
            self.task.on_action(self.state, self.request.user, APPROVE)
        except NotPublishable as refusal:
            messages.error(self.request, _("Not published. %(why)s") % {"why": refusal})
            return redirect(self.request.path)
        messages.success(self.request, self._happened())
        return redirect("wagtailadmin_home")

    def _send_back(self, comment: str) -> HttpResponse:
        self.task.on_action(self.state, self.request.user, REJECT, comment=comment)
        values = {"title": self.row, "who": self.state.workflow_state.requested_by or ""}
        messages.success(self.request, _("%(title)s was sent back to %(who)s with your reason.") % values)
        return redirect("wagtailadmin_home")

    def _happened(self) -> str:
        """Return what the approval did: published, or planned."""
        self.draft.refresh_from_db()
        start = self.draft.approved_go_live_at
        if start and start > clock.now():
            when = date_format(clock.local(start), "DATETIME_FORMAT")
            return _("%(title)s is approved and will be public on %(when)s.") % {"title": self.row, "when": when}
        return _("%(title)s is approved and public now.") % {"title": self.row}

    def get_page_subtitle(self) -> str:
        return str(self.draft.object_str)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        draft = self.draft.as_object()
        return super().get_context_data(**kwargs) | {
            "state": self.state,
            "draft": self.draft,
            "is_new": not self.row.live,
            "changes": list(self._changes(draft)),
            "reason": self.reason,
            "edit_url": self._address("edit"),
            "preview_url": self._address("workflow_preview", self.task.pk),
            "starts": draft.go_live_at,
            "ends": draft.expire_at,
        }

    def _changes(self, draft: Any) -> Iterator[Any]:
        """Yield the fields in which DRAFT differs from what the public reads, or all it fills in if that is nothing."""
        public = self.row if self.row.live else type(self.row)()
        is_page = isinstance(self.row, Page)
        handler = (self.row if is_page else self.row.snippet_viewset).get_edit_handler()
        panel = handler.get_bound_panel(instance=self.row, request=self.request, form=None)
        for compare in panel.get_comparison():
            comparison = compare(public, draft)
            if comparison.has_changed():
                yield comparison

    def _address(self, name: str, *more: Any) -> str:
        """Return the address NAME of the admin for the row."""
        space = "wagtailadmin_pages" if isinstance(self.row, Page) else self.row.snippet_viewset.url_namespace
        return reverse(f"{space}:{name}", args=[self.row.pk, *more])


def tell(request: HttpRequest, row: Any) -> None:
    """Lead from the form of ROW to what its draft changes, whoever may decide on it."""
    state = getattr(row, "current_workflow_task_state", None)
    if request.method != "GET" or state is None or state.status != TaskState.STATUS_IN_PROGRESS:
        return
    if state.task.specific.get_actions(row, request.user):
        address = reverse("review", args=[state.pk])
        text = _("This waits for your approval.")
        messages.info(request, text, buttons=[messages.button(address, _("See what changes"))])


def addresses() -> list[URLPattern]:
    return [path("review/<int:task_state_id>/", ReviewView.as_view(), name="review")]

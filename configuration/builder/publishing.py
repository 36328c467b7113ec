"""The page before publishing: what people notice, what becomes of what was begun, and when it takes effect."""

import datetime as dt
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from configuration.builder import checks
from configuration.builder.base_view import DefinitionView
from configuration.builder.checks import RefusedDefinition
from configuration.builder.models import NotPublishableYet, plan_for
from portal.kit import clock

NOW, LATER = "now", "later"
FURTHEST = dt.timedelta(days=366)


class MomentForm(forms.Form):
    """Now, or a day and a time of the site's own clock."""

    when = forms.ChoiceField(
        label=gettext_lazy("When it takes effect"),
        choices=[(NOW, gettext_lazy("Now")), (LATER, gettext_lazy("At a time"))],
        initial=NOW,
        widget=forms.RadioSelect,
    )
    at = forms.DateTimeField(
        label=gettext_lazy("Day and time"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        error_messages={"invalid": gettext_lazy("Please write day and time as 2026-12-08 06:00.")},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        at = cleaned.get("at")
        if cleaned.get("when") != LATER or "at" in self.errors:
            return cleaned
        if at is None:
            self.add_error("at", _("Please say when, or choose “Now”."))
        elif not clock.now() < at < clock.now() + FURTHEST:
            self.add_error("at", _("Please choose a time from now on, within a year."))
        return cleaned


class PublishView(DefinitionView):
    """Shows what publishing the newest draft means; POST publishes it, now or at a time, or takes a plan back."""

    permission_required = "publish"
    template_name = "configuration/builder/publish.html"
    page_name = gettext_lazy("Publish")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.object.has_unpublished_changes:
            messages.info(request, _("There is nothing new to publish."))
            return self._to_builder()
        return self._show(MomentForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        latest = self.object.latest_revision
        if latest is None or not self.object.has_unpublished_changes:
            messages.error(request, _("There is nothing new to publish."))
            return self._to_builder()
        if request.POST.get("do") == "cancel":
            self.object.planned_revisions().update(approved_go_live_at=None)
            messages.success(request, _("It is not planned any more. The draft stays."))
            return self._to_builder()
        if self.seen() != latest.pk:
            messages.error(request, _("The draft has been changed meanwhile. This is what it says now."))
            return self._show(MomentForm(), status=409)
        moment = MomentForm(request.POST)
        return self._publish(moment) if moment.is_valid() else self._show(moment, status=422)

    def _publish(self, moment: MomentForm) -> HttpResponse:
        later = moment.cleaned_data["at"] if moment.cleaned_data["when"] == LATER else None
        try:
            plan_for(self.object, later, by=self.request.user)
        except (NotPublishableYet, RefusedDefinition) as refusal:
            messages.error(self.request, _("Not published. %(why)s") % {"why": refusal})
            return self._show(moment, status=422)
        if later is None:
            messages.success(self.request, _("Published: from now on everybody gets this version."))
        else:
            when = date_format(clock.local(later), "DATETIME_FORMAT")
            messages.success(self.request, _("Planned: everybody gets this version from %(when)s.") % {"when": when})
        return self._to_builder()

    def _show(self, moment: MomentForm, *, status: int = 200) -> HttpResponse:
        kind = self.description.definitions
        try:
            spec = checks.definition_of(kind, self.object.draft())
            complaints = [f"{one.message} ({one.code})" for one in checks.complaints(kind, spec)]
            groups = [] if complaints else self.description.consequences(self.published_spec(), spec)
        except RefusedDefinition as refusal:
            complaints, groups = [str(one) for one in refusal.refusals], []
        planned = self.object.planned_revisions().first()
        context = self.get_context_data() | {
            "object": self.object,
            "seen": self.object.latest_revision_id,
            "number": self.object.current.number if self.object.current else 0,
            "complaints": complaints,
            "groups": groups,
            "moment": moment,
            "planned": planned.approved_go_live_at if planned else None,
            "back": self.builder_address(),
        }
        return self.render_to_response(context, status=status)

    def _to_builder(self) -> HttpResponse:
        return HttpResponseRedirect(self.builder_address())

    def get_page_title(self) -> str:
        return _("Publish: %(title)s") % {"title": self.object}

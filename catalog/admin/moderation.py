"""Buttons and messages in the form of an item or a point during approval."""

from typing import Any

from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import WorkflowState

from catalog import lint, passed_schedules
from catalog.calendar import work_calendar
from catalog.models import ServiceItem, ServicePoint, term_names
from catalog.models.publication import Publication

PUBLISHING = {"action-publish", "action-unpublish"}


def trim_actions(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Remove the buttons that `Publication.publish` would refuse: the right to publish may hold elsewhere only."""
    row = context.get("instance")
    if isinstance(row, Publication) and not row.may_be_published_by(request.user):
        items[:] = [item for item in items if item.name not in PUBLISHING]


def tell_reason(request: HttpRequest, row: Any) -> None:
    """Show above the form why a draft came back, until it is submitted again."""
    if request.method != "GET" or not isinstance(row, Publication):
        return
    state = row.current_workflow_state
    if state and state.status == WorkflowState.STATUS_NEEDS_CHANGES and state.current_task_state.comment:
        step = state.current_task_state
        values = {"who": step.finished_by or "", "why": step.comment}
        messages.warning(request, _("%(who)s sent this back: %(why)s") % values)


def tell_schedule(request: HttpRequest, row: Any) -> None:
    """Say above the form what its dates did or will do."""
    if isinstance(row, Publication):
        passed_schedules.tell(request, row)


def tell_lint(request: HttpRequest, row: Any) -> None:
    """Show after a save what audits will object to; the row is saved all the same."""
    if isinstance(row, ServiceItem):
        found = list(lint.about_item(row, licence=row.item_class in term_names.licences(), calendar=work_calendar()))
    elif isinstance(row, ServicePoint):
        found = list(lint.about_point(row))
    else:
        return
    if found:
        lines = format_html_join("", "<li>{}</li>", ((one.sentence,) for one in found))
        messages.warning(request, format_html("{}<ul>{}</ul>", _("Saved. Audits would still object:"), lines))

"""The home page of editors: what waits for them, what came back, what they left as a draft."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef, QuerySet
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.ui.components import Component
from wagtail.models import TaskState, WorkflowState

from catalog.coverage import counts
from catalog.models import ServiceItem, ServicePoint
from catalog.models.publication import Publication
from catalog.models.scope import organisations_of
from portal.users.admin_access import edits
from portal.users.models import User

SHOWN = 10  # rows of a list on the home page; the lists of the admin have the rest
ON_THEIR_WAY = (WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES)
# Wagtail's own panels say the same of rows of every organisation, one query a row.
REPLACED = {"workflow_objects_to_moderate", "user_objects_in_workflow_moderation"}


@dataclass(frozen=True)
class HomeLine:
    """One row of a list; ``who`` and ``when`` tell of its last step, ``note`` is the reason of a refusal."""

    title: str
    address: str
    who: object
    when: object
    note: str = ""


class EditorsPanel(Component):
    """Lists in the order in which they call for a hand; an empty one is left out."""

    name = "catalogue"
    template_name = "catalog/admin/home.html"
    order = 20

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        finder = AdminURLFinder(user)
        lists = (
            (_("Waiting for your approval"), list(_to_approve(user))),
            (_("Sent back to you"), list(_submitted(user, finder, WorkflowState.STATUS_NEEDS_CHANGES))),
            (_("Submitted by you"), list(_submitted(user, finder, WorkflowState.STATUS_IN_PROGRESS))),
            (_("Your drafts"), list(_drafts(user))),
        )
        missing = [(check, number) for check, number in counts(user) if number]
        return {"missing": missing, "lists": [(heading, lines) for heading, lines in lists if lines]}


def panels(request: HttpRequest, shown: list[Any]) -> None:
    """Put ours in the place of Wagtail's panels on moderation."""
    if not isinstance(request.user, User) or not edits(request.user):
        return
    shown[:] = [panel for panel in shown if getattr(panel, "name", "") not in REPLACED]
    shown.append(EditorsPanel())


def _to_approve(user: User) -> Iterable[HomeLine]:
    states = TaskState.objects.reviewable_by(user).select_related("workflow_state__requested_by")
    for state in states.prefetch_related("workflow_state__content_object").order_by("started_at")[:SHOWN]:
        row = state.workflow_state.content_object
        if row is not None:
            address = reverse("review", args=[state.pk])
            yield HomeLine(str(row), address, state.workflow_state.requested_by, state.started_at)


def _submitted(user: User, finder: AdminURLFinder, status: str) -> Iterable[HomeLine]:
    states = WorkflowState.objects.filter(requested_by=user, status=status)
    states = states.select_related("current_task_state__finished_by").prefetch_related("content_object")
    for state in states.order_by("-current_task_state__started_at")[:SHOWN]:
        row, step = state.content_object, state.current_task_state
        # No address to edit: the post from which it was submitted has ended, or the row is retired.
        if row is not None and (address := finder.get_edit_url(row)):
            when = step.finished_at or step.started_at
            yield HomeLine(str(row), address, step.finished_by, when, step.comment)


def _on_their_way(model: type[Publication]) -> QuerySet[WorkflowState]:
    """Return the workflows of the row of MODEL around: Wagtail keeps its key as text, which PostgreSQL never casts."""
    return WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(model),
        object_id=Cast(OuterRef("pk"), CharField()),
        status__in=ON_THEIR_WAY,
    )


def _drafts(user: User) -> Iterable[HomeLine]:
    """Newest drafts of this person that are not on their way to approval."""
    found: list[HomeLine] = []
    kinds = ((ServiceItem, "items.edit", "items.publish"), (ServicePoint, "points.edit", "points.publish"))
    for model, edit_grant, publish_grant in kinds:
        rows: QuerySet[Any] = model.objects.within(organisations_of(user, edit_grant, publish_grant)).filter(
            retired_at=None, has_unpublished_changes=True, latest_revision__user=user
        )
        rows = rows.exclude(Exists(_on_their_way(model)))
        edit = model.snippet_viewset.get_url_name("edit")
        for row in rows.select_related("latest_revision").order_by("-latest_revision__created_at")[:SHOWN]:
            when = row.latest_revision.created_at
            found.append(HomeLine(row.latest_revision.object_str, reverse(edit, args=[row.pk]), None, when))
    return sorted(found, key=lambda line: line.when, reverse=True)[:SHOWN]  # type: ignore[arg-type, return-value]

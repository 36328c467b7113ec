"""Approval of drafts of pages by anybody who may publish pages of the organisation that answers for it."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, TaskState

from catalog.models.approval import Approval
from content.permissions import may_publish
from portal.users.models import User


class PageApproval(Approval):
    """Approval of pages."""

    class Meta:
        verbose_name = _("approval of a page")
        verbose_name_plural = _("approvals of pages")

    def may_approve(self, obj: Page, user: User) -> bool:
        return may_publish(user, obj)

    def get_task_states_user_can_moderate(self, user: User, **options: Any) -> QuerySet[TaskState]:
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        states = waiting.prefetch_related("workflow_state__content_object")
        pages = ((state, state.workflow_state.content_object) for state in states)
        return waiting.filter(pk__in=[state.pk for state, page in pages if page and may_publish(user, page)])

    @classmethod
    def get_description(cls) -> Any:
        return _("Whoever may publish pages of the organisation approves it.")

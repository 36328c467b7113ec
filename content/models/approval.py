"""Who approves the draft of a page: whoever may publish pages of the organisation that answers for it."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.forms import TaskStateCommentForm
from wagtail.models import Page, Task, TaskState

from catalog.models.approval import ReasonForm
from content.permissions import may_publish
from portal.users.models import User


class PageApproval(Task):
    """One step of approval; the groups of Wagtail's own task know no organisations."""

    class Meta:
        verbose_name = _("approval of a page")
        verbose_name_plural = _("approvals of pages")

    def user_can_access_editor(self, obj: Page, user: User) -> bool:
        return may_publish(user, obj)

    def locked_for_user(self, obj: Page, user: User) -> bool:
        return not may_publish(user, obj)

    def user_can_lock(self, obj: Page, user: User) -> bool:
        return may_publish(user, obj)

    def user_can_unlock(self, obj: Page, user: User) -> bool:
        return may_publish(user, obj)

    def get_actions(self, obj: Page, user: User) -> list[tuple[str, Any, bool]]:
        if not may_publish(user, obj):
            return []
        return [("approve", _("Approve"), False), ("reject", _("Send back"), True)]

    def get_form_for_action(self, action: str) -> type[forms.Form]:
        return ReasonForm if action == "reject" else TaskStateCommentForm

    def get_task_states_user_can_moderate(self, user: User, **options: Any) -> QuerySet[TaskState]:
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        pages = ((state, state.workflow_state.content_object) for state in waiting.select_related("workflow_state"))
        return waiting.filter(pk__in=[state.pk for state, page in pages if page and may_publish(user, page)])

    @classmethod
    def get_description(cls) -> Any:
        return _("Whoever may publish pages of the organisation approves it.")

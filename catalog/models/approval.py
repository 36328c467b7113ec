"""Approval of drafts by a publisher of the organisation that answers for it, or of one above (Art. 3)."""

from typing import Any

from django import forms
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from wagtail.forms import TaskStateCommentForm
from wagtail.models import Task, TaskState

from catalog.models.item import ServiceItem
from catalog.models.point import ServicePoint
from catalog.models.publication import Publication
from portal.users.models import User


class ReasonForm(TaskStateCommentForm):
    """A refusal says what to change: the editor reads it on the home page and above the form."""

    comment = forms.CharField(label=_("What has to be changed"), widget=forms.Textarea(attrs={"rows": 3}))


class Approval(Task):
    """One step of approval, by anybody who may publish the very row; the groups of Wagtail's own task know no rows."""

    class Meta:
        abstract = True

    def may_approve(self, obj: Any, user: User) -> bool:
        """Return whether USER may publish OBJ."""
        raise NotImplementedError

    def user_can_access_editor(self, obj: Any, user: User) -> bool:
        return self.may_approve(obj, user)

    def locked_for_user(self, obj: Any, user: User) -> bool:
        return not self.may_approve(obj, user)

    def user_can_lock(self, obj: Any, user: User) -> bool:
        return self.may_approve(obj, user)

    def user_can_unlock(self, obj: Any, user: User) -> bool:
        return self.may_approve(obj, user)

    def get_actions(self, obj: Any, user: User) -> list[tuple[str, Any, bool]]:
        if not self.may_approve(obj, user):
            return []
        return [("approve", _("Approve and publish"), False), ("reject", _("Send back"), True)]

    def get_form_for_action(self, action: str) -> type[forms.Form]:
        return ReasonForm if action == "reject" else TaskStateCommentForm


class ApprovalTask(Approval):
    """Approval of items and points."""

    class Meta:
        verbose_name = _("approval within the organisation")
        verbose_name_plural = _("approvals within the organisation")

    def may_approve(self, obj: Publication, user: User) -> bool:
        return obj.may_be_published_by(user)

    def get_task_states_user_can_moderate(self, user: User, **options: Any) -> QuerySet[TaskState]:
        condition = Q(pk__in=[])
        for model in (ServiceItem, ServicePoint):
            rows = model.publishable_by(user).annotate(key=Cast("pk", CharField())).values("key")
            kind = model._meta.label_lower.split(".")
            condition |= Q(
                workflow_state__base_content_type__app_label=kind[0],
                workflow_state__base_content_type__model=kind[1],
                workflow_state__object_id__in=rows,
            )
        return self.task_states.filter(condition, status=TaskState.STATUS_IN_PROGRESS)

    @classmethod
    def get_description(cls) -> Any:
        return _("Whoever may publish for the organisation of the item or point approves it.")

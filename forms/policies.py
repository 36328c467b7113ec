"""Permission policy of forms: they serve the whole city, so the grant is needed at the head of the tree."""

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy

from catalog.models.scope import may_everywhere
from forms.models import Form
from portal.users.grants import Grant
from portal.users.models import User

EDIT, PUBLISH = "forms.edit", "forms.publish"
ADMIN = "wagtailadmin.access_admin"
GRANTS = (
    Grant(EDIT, (ADMIN, "forms.view_form", "forms.change_form", "forms.add_form")),
    Grant(PUBLISH, (ADMIN, "forms.view_form", "forms.change_form", "forms.publish_form")),
)
BEHIND = {"view": (EDIT, PUBLISH), "change": (EDIT, PUBLISH), "add": (EDIT,), "publish": (PUBLISH,)}
"""The grants behind each of Django's verbs; nobody deletes a form in the admin."""


class FormPolicy(ModelPermissionPolicy):
    """Asks for the permission, and for a post at the head of the tree with a grant behind it."""

    def user_has_permission(self, user: User, action: str) -> bool:
        grants = BEHIND.get(action, ())
        return super().user_has_permission(user, action) and any(may_everywhere(user, grant) for grant in grants)

    def instances_user_has_any_permission_for(self, user: User, actions: Any) -> Any:
        rows = Form.objects.filter(retired_at=None)
        return rows if self.user_has_any_permission(user, actions) else rows.none()


POLICY = FormPolicy(Form)

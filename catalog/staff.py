"""People and their posts: what a post grants lasts exactly as long as the post (Art. 12)."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.db.models import Q

from catalog.models import Post
from portal.users.models import Role, User


def sync_groups(*users: User) -> None:
    """Give each of USERS the groups of the roles of their posts that are not over, and take the other roles' away.

    Wagtail asks groups for page rights and workflow tasks. A post that begins later is counted already; until then, and
    once it is over, `PostBackend` closes the door.
    """
    for user in users:
        roles = Role.objects.filter(posts__in=user.posts.unended()).values("group")
        user.groups.remove(*user.groups.filter(role__isnull=False).exclude(pk__in=roles))
        user.groups.add(*roles.values_list("group", flat=True))


class PostBackend(ModelBackend):
    """Signs in with name and password; a role's permissions hold only while a post with it is held today."""

    def _get_group_permissions(self, user_obj: Any) -> Any:
        held = Post.objects.held().filter(user=user_obj, role__retired_at=None)
        by_post = Q(group__role__posts__in=held)
        by_hand = Q(group__user=user_obj, group__role=None)
        return Permission.objects.filter(by_post | by_hand).distinct()

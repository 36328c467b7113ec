"""How far somebody's work reaches: the organisations of their posts and all below them (Art. 3)."""

from django.db.models import QuerySet

from catalog.models import Organisation, Post
from portal.users.models import User


def _posts(user: User) -> QuerySet[Post]:
    return Post.objects.held().filter(user=user, role__retired_at=None)


def organisations_of(user: User) -> QuerySet[Organisation]:
    """Return the organisations that USER works for: everything for an operator, nothing without a held post."""
    if not user.is_active:
        return Organisation.objects.none()
    if user.is_superuser:
        return Organisation.objects.all()
    roots = [post.organisation for post in _posts(user).select_related("organisation")]
    return Organisation.objects.within(*roots)


def roles_of(user: User, organisation: Organisation) -> set[str]:
    """Return the codes of the roles that USER holds at ORGANISATION or above it."""
    posts = _posts(user).select_related("organisation", "role")
    return {post.role.code for post in posts if organisation.path.startswith(post.organisation.path)}

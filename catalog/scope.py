"""How far somebody's work reaches: the organisations of their posts and all below them (Art. 3)."""

from django.db.models import QuerySet

from catalog.models.organisation import Organisation
from catalog.models.post import Post
from portal.users.models import User


def _posts(user: User, grants: tuple[str, ...] = ()) -> list[Post]:
    """Return the posts that USER holds, those alone whose role has one of GRANTS if any are named.

    Asked once a user object, so once a request: a menu asks for each of its entries.
    """
    held = vars(user).get("_held_posts")
    if held is None:
        rows = Post.objects.held().filter(user=user, role__retired_at=None).select_related("organisation", "role")
        held = vars(user)["_held_posts"] = list(rows)
    return [post for post in held if not grants or set(grants) & set(post.role.grants)]


def organisations_of(user: User, *grants: str) -> QuerySet[Organisation]:
    """Return the organisations that USER works for: everything for an operator, nothing without a held post.

    With GRANTS, only those where one of these grants is held: an editor of one town who is an agent in another edits
    nothing there. One query now, the answer itself lazy.
    """
    if not user.is_active:
        return Organisation.objects.none()
    if user.is_superuser:
        return Organisation.objects.all()
    return Organisation.objects.within(*(post.organisation for post in _posts(user, grants)))


def roles_of(user: User, organisation: Organisation) -> set[str]:
    """Return the codes of the roles that USER holds at ORGANISATION or above it."""
    return {post.role.code for post in _posts(user) if organisation.path.startswith(post.organisation.path)}


def grants_of(user: User) -> set[str]:
    """Return every grant that USER holds anywhere."""
    return {grant for post in _posts(user) for grant in post.role.grants}


def may(user: User, grant: str) -> bool:
    """Return whether USER holds GRANT anywhere; an operator may do everything."""
    return user.is_active and (user.is_superuser or grant in grants_of(user))


def may_everywhere(user: User, grant: str) -> bool:
    """Return whether USER holds GRANT at the head of the tree: registers that all organisations share need that."""
    if not user.is_active or user.is_superuser:
        return user.is_active
    return any(post.organisation.parent_id is None for post in _posts(user, (grant,)))

"""Scope of a user: the organisations of their posts and all below them (Art. 3)."""

from django.db.models import QuerySet

from catalog.models.organisation import Organisation
from catalog.models.post import Post
from portal.users.models import User


def _posts(user: User, *grants: str) -> list[Post]:
    """Return the posts that USER holds whose role has one of GRANTS.

    Asked once a user object, so once a request: a menu asks for each of its entries.
    """
    held = vars(user).get("_held_posts")
    if held is None:
        rows = Post.objects.held().filter(user=user, role__retired_at=None).select_related("organisation", "role")
        held = vars(user)["_held_posts"] = list(rows)
    return [post for post in held if set(grants) & set(post.role.grants)]


def posts_of(user: User, grant: str) -> list[Post]:
    """Return the posts that USER holds whose role has GRANT, each with its organisation and role."""
    return _posts(user, grant) if user.is_active else []


def organisations_of(user: User, grant: str, *others: str) -> QuerySet[Organisation]:
    """Return the organisations where USER holds GRANT or one of OTHERS: all of them for an operator.

    A scope always names its grants: an editor of one town who is an agent in another edits nothing there. One query
    now, the answer itself lazy.
    """
    if not user.is_active:
        return Organisation.objects.none()
    if user.is_superuser:
        return Organisation.objects.all()
    return Organisation.objects.within(*(post.organisation for post in _posts(user, grant, *others)))


def heads_of(user: User, grant: str, *others: str) -> list[Organisation]:
    """Return the organisations at which the reach of `organisations_of` begins: none of them stands below another."""
    if not user.is_active:
        return []
    if user.is_superuser:
        return list(Organisation.objects.filter(parent=None))
    reached = {post.organisation.path: post.organisation for post in _posts(user, grant, *others)}
    return [row for path, row in reached.items() if not reached.keys() & set(path.upwards()[1:])]


def may_at(user: User, organisation: Organisation | int, *grants: str) -> bool:
    """Return whether USER holds one of GRANTS at ORGANISATION (itself or its key) or above it.

    Posts, and organisations by key, are asked for once a user object: lists ask for each row and button.
    """
    if not user.is_active or user.is_superuser:
        return user.is_active
    path = _path(user, organisation) if isinstance(organisation, int) else organisation.path
    return any(post.organisation.path.contains(path) for post in _posts(user, *grants))


def may(user: User, grant: str) -> bool:
    """Return whether USER holds GRANT anywhere: whether a menu entry or a list is theirs at all, never which rows."""
    return user.is_active and (user.is_superuser or bool(_posts(user, grant)))


def may_everywhere(user: User, grant: str) -> bool:
    """Return whether USER holds GRANT at the head of the tree: registers that all organisations share need that."""
    if not user.is_active or user.is_superuser:
        return user.is_active
    return any(post.organisation.parent_id is None for post in _posts(user, grant))


def _path(user: User, key: int) -> str:
    known = vars(user).setdefault("_paths", {})
    if key not in known:
        known[key] = Organisation.objects.filter(pk=key).values_list("path", flat=True).first() or ""
    return str(known[key])

"""Pages that a user may edit, and those whose titles they may read, as querysets and as Wagtail's permission policy.

An editor reads the title of a page that the public reads, of a page of an organisation where a post grants something
on pages, and of the pages above these (the way to them in the explorer). Drafts, unpublished and protected pages of
other organisations are in no list, chooser or search. A public page has one title in Wagtail's lists: that of its
newest draft.

The root of the tree is for operators. Each page below it is a home page, which has its own organisation.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet
from wagtail.models import GroupPagePermission, Page, PageViewRestriction
from wagtail.permission_policies.pages import PagePermissionPolicy

from catalog.models.scope import organisations_of
from content.models import BasePage
from content.models.base import HOME_DEPTH
from content.permissions import ACTIONS, actions_at, competent_authority, grants_for
from portal.users.models import User

EVERY_ACTION = frozenset().union(*ACTIONS.values())


def readable(user: User) -> QuerySet[Any]:
    """Return the pages whose titles USER may read in the admin."""
    return Page.objects.all() if user.is_superuser else Page.objects.filter(_readable(user))


def _readable(user: User) -> Q:
    own = _own(user, EVERY_ACTION)
    above = {path[:end] for path in _paths_of(own) for end in range(Page.steplen, len(path), Page.steplen)}
    return Q(live=True) & _unrestricted() | own | Q(path__in=above) | Q(depth=1)


def _paths_of(condition: Q) -> Iterable[str]:
    return Page.objects.filter(condition).values_list("path", flat=True)


def _unrestricted() -> Q:
    restricted = PageViewRestriction.objects.values_list("page__path", flat=True)
    return ~Q(*(("path__startswith", path) for path in restricted), _connector=Q.OR) if restricted else Q()


def _own(user: User, actions: Collection[str]) -> Q:
    """Return the condition of pages on which a post of USER gives one of ACTIONS."""
    grants = grants_for(*actions)
    condition = Q(pk__in=[])
    if not grants:
        return condition
    organisations = organisations_of(user, *grants)
    authority = competent_authority()
    nameless = authority is not None and organisations.filter(pk=authority.pk).exists()
    own = Q(organisation__in=organisations)
    if nameless:
        own |= Q(organisation=None)
    for model in _page_models():
        condition |= Q(pk__in=model.objects.filter(own).values("pk"))
    return condition


def _page_models() -> Iterator[type[BasePage]]:
    return (model for model in apps.get_models() if issubclass(model, BasePage))


class PagePolicy(PagePermissionPolicy):
    """Wagtail's rights on pages, within the posts of the person."""

    def get_all_permissions_for_user(self, user: User) -> list[GroupPagePermission]:
        """Return the rights of USER's groups; those on the root of the tree count for each home page, never for it."""
        rights = list(super().get_all_permissions_for_user(user))
        if not any(right.page.depth < HOME_DEPTH for right in rights):
            return rights
        homes = [page for page in Page.objects.filter(depth=HOME_DEPTH) if issubclass(page.specific_class, BasePage)]
        below = [right for right in rights if right.page.depth >= HOME_DEPTH]
        for right in rights:
            if right.page.depth < HOME_DEPTH:
                held = {"group": right.group, "permission": right.permission}
                # Views of Wagtail put rights into sets, for which each needs a key; no row has these.
                below += [GroupPagePermission(pk=(right.pk, home.pk), page=home, **held) for home in homes]
        return below

    def user_has_any_permission_for_instance(self, user: User, actions: Collection[str], instance: Any) -> bool:
        if user.is_active and user.is_superuser:
            return True
        page = instance.specific_deferred
        if not isinstance(page, BasePage) or not super().user_has_any_permission_for_instance(user, actions, page):
            return False
        return all(set(actions) & actions_at(user, owner) for owner in page.organisations_concerned())

    def instances_user_has_any_permission_for(self, user: User, actions: Collection[str]) -> QuerySet[Any]:
        rows = super().instances_user_has_any_permission_for(user, actions)
        return rows if user.is_superuser else rows.filter(_own(user, actions))

    def users_with_any_permission_for_instance(
        self,
        actions: Collection[str],
        instance: Any,
        include_superusers: bool = True,  # noqa: FBT001, FBT002  Wagtail's signature
    ) -> QuerySet[Any]:
        users = super().users_with_any_permission_for_instance(actions, instance, include_superusers)
        may = [user.pk for user in users if self.user_has_any_permission_for_instance(user, actions, instance)]
        return users.filter(pk__in=may)

    def explorable_instances(self, user: User) -> QuerySet[Any]:
        pages = self._base_queryset_for_user(user)
        if pages is not None:
            return pages
        top = self.explorable_root_instance(user)
        if top is None:
            return self.model._default_manager.none()
        return self.model._default_manager.filter(_readable(user), path__startswith=top.path)

"""Permissions of a user on a page: the rule that all editing code of Wagtail asks.

Wagtail grants rights on pages by subtree; ours follow organisations. A role with a grant on pages gets its rights on
the whole tree, and `PageTester` leaves of them what the posts at the organisation of the page grant. Views, bulk
actions, buttons, Wagtail's internal API and its action classes all ask ``page.permissions_for_user(user)``. The same
rule for lists of pages, and what an editor may read, is in `content/page_policy.py`.
"""

from typing import Any

from wagtail.models import Page, PagePermissionTester

from catalog.models import Organisation
from catalog.models.scope import may, may_at
from configuration import site
from portal.users.grants import Grant
from portal.users.models import User

ADMIN = "wagtailadmin.access_admin"
PAGES_EDIT, PAGES_PUBLISH = "pages.edit", "pages.publish"
# Pictures and files for pages: everybody may use those of others, and change those that they uploaded.
MEDIA = ("add_image", "choose_image", "add_document", "choose_document")
GRANTS = (
    Grant(PAGES_EDIT, (ADMIN,), on_pages=("add_page", "change_page"), on_collections=MEDIA),
    Grant(
        PAGES_PUBLISH,
        (ADMIN,),
        on_pages=("change_page", "publish_page", "lock_page", "unlock_page"),
        on_collections=MEDIA,
    ),
)
# What Wagtail calls the rights of each grant: "add", "change" ...
ACTIONS = {grant.name: frozenset(name.removesuffix("_page") for name in grant.on_pages) for grant in GRANTS}


def grants_for(*actions: str) -> list[str]:
    """Return the grants that give one of ACTIONS, which are Wagtail's ("add", "change", "publish" ...)."""
    return [grant for grant, given in ACTIONS.items() if given & set(actions)]


def competent_authority() -> Organisation | None:
    """Return the organisation that answers for pages which name none."""
    return Organisation.objects.filter(code=site.current().competent_authority).first()


def actions_at(user: User, organisation: int | None) -> frozenset[str]:
    """Return Wagtail's actions that USER may do on pages of the organisation with this key.

    None means the competent authority. Asked once an organisation and user object: a list asks for each of its buttons.
    """
    known = vars(user).setdefault("_page_actions", {})
    if organisation not in known:
        owner = Organisation.objects.filter(pk=organisation).first() if organisation else competent_authority()
        held = [grant for grant in ACTIONS if owner and may_at(user, owner, grant)]
        known[organisation] = frozenset().union(*(ACTIONS[grant] for grant in held))
    return known[organisation]


class PageTester(PagePermissionTester):
    """Wagtail's answers about one page of ours, within the posts of the person."""

    def __init__(self, user: User, page: Any) -> None:
        super().__init__(user, page)
        if user.is_active and not user.is_superuser:
            for organisation in page.organisations_concerned():
                self.permissions &= actions_at(user, organisation)

    def can_delete(self, ignore_bulk: bool = False) -> bool:  # noqa: FBT001, FBT002  Wagtail's signature
        """Deleting and moving take the pages below along: these must be this person's as well."""
        return bool(super().can_delete(ignore_bulk)) and self._may_change_what_is_below()

    def can_copy_to(self, destination: Any, recursive: bool = False) -> bool:  # noqa: FBT001, FBT002  Wagtail's
        """A copy or an alias may take the pages below along, and an alias does not say whether it will."""
        return bool(super().can_copy_to(destination, recursive)) and self._may_change_what_is_below()

    def can_unlock(self) -> bool:
        """Wagtail lets people unlock what they locked themselves, after their post has ended too."""
        return (self.user.is_superuser or bool(self.permissions)) and bool(super().can_unlock())

    def can_submit_for_moderation(self) -> bool:
        return self.can_edit() and bool(super().can_submit_for_moderation())

    def can_view_revisions(self) -> bool:
        return self.can_edit() and bool(super().can_view_revisions())

    def _may_change_what_is_below(self) -> bool:
        if self.user.is_superuser or self.page.is_leaf():
            return True
        own = self.permission_policy.instances_user_has_permission_for(self.user, "change")
        return not self.page.get_descendants().exclude(pk__in=own.values("pk")).exists()


class NoticesTester(PageTester):
    """Wagtail's answers about the list of notices, below which every organisation writes its own.

    A new notice begins as a draft of an organisation within reach of a post, which its form asks for; who publishes it
    is asked of the notice itself.
    """

    def can_add_subpage(self) -> bool:
        return may(self.user, PAGES_EDIT)


def may_change(user: object, page: Page) -> bool:
    """Return whether USER may edit PAGE, or write pages below it, by a post at its organisation."""
    if not isinstance(user, User) or not user.is_active:
        return False
    return user.is_superuser or "change" in page.permissions_for_user(user).permissions


def may_publish(user: object, page: Page) -> bool:
    """Return whether USER may publish PAGE, by a post at its organisation."""
    return isinstance(user, User) and bool(page.permissions_for_user(user).can_publish())

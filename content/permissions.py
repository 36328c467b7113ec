"""Who may change pages.

Wagtail grants rights on pages by subtree; ours follow organisations. So a role with a grant on pages gets it on the
whole tree, and before anything is written, may_change() asks whether the page's organisation is within the posts of
whoever asks. A page without an organisation belongs to the competent authority. Reading drafts is not narrowed.
"""

from wagtail.models import Page

from catalog.models import Organisation
from catalog.scope import organisations_of
from content.models.base import BasePage
from portal.kit import site
from portal.users.grants import Grant
from portal.users.models import User

ADMIN = "wagtailadmin.access_admin"
PAGES_EDIT, PAGES_PUBLISH = "pages.edit", "pages.publish"
GRANTS = (
    Grant(PAGES_EDIT, (ADMIN,), on_pages=("add_page", "change_page")),
    Grant(PAGES_PUBLISH, (ADMIN,), on_pages=("change_page", "publish_page", "lock_page", "unlock_page")),
)


def may_change(user: object, page: Page) -> bool:
    """Return whether PAGE belongs to an organisation that USER works for."""
    if not isinstance(user, User):
        return False
    if user.is_superuser:
        return True
    specific = page.specific
    organisation = specific.organisation if isinstance(specific, BasePage) else None
    code = organisation.code if isinstance(organisation, Organisation) else site.current().competent_authority
    return bool(organisations_of(user, PAGES_EDIT, PAGES_PUBLISH).filter(code=code).exists())


def may_publish(user: object, page: Page) -> bool:
    """Return whether USER may publish PAGE: a right on pages, and a post within its organisation."""
    return may_change(user, page) and bool(page.permissions_for_user(user).can_publish())

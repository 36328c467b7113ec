"""The pages in Wagtail's tree, by code and language: found, written with one revision a change, taken from sight."""

from collections.abc import Iterator
from typing import Any

from wagtail.models import Locale, Page, Site

from catalog.models import Organisation
from content.models import BasePage, HomePage, IndexPage, NoticePage, NoticesPage, RulePage, TextPage
from portal.kit import clock, languages

TYPES: dict[str, type[BasePage]] = {
    "home": HomePage,
    "text": TextPage,
    "rule": RulePage,
    "index": IndexPage,
    "notices": NoticesPage,
    "notice": NoticePage,
}


def type_of(page: BasePage) -> str:
    """Return how definitions call the type of PAGE."""
    return next(name for name, model in TYPES.items() if isinstance(page, model))


def live() -> Iterator[BasePage]:
    """Yield the published pages of all languages, parents first; one query a type."""
    pages: list[BasePage] = []
    for model in TYPES.values():
        pages.extend(model.objects.live().select_related("locale", "organisation"))
    yield from sorted(pages, key=lambda page: page.path)


def find(code: str, language: str | None = None) -> list[BasePage]:
    """Return the pages with CODE, published or not, in LANGUAGE or all."""
    wanted = {"code": code} | ({"locale__language_code": language} if language else {})
    return [page for model in TYPES.values() for page in model.objects.filter(**wanted).select_related("locale")]


def save(kind: str, *, code: str, language: str, parent: str | None, values: dict[str, Any]) -> None:
    """Create or change the page CODE in LANGUAGE below PARENT (the root of the tree for the home page), and publish.

    ``values`` are the fields; ``organisation`` is a code. Raises LookupError where the parent is not there, and
    ValueError where the page is of another kind.
    """
    locale, _created = Locale.objects.get_or_create(language_code=language)
    family = find(code)
    page = next((each for each in family if each.locale == locale), None)
    if page is not None and not isinstance(page, TYPES[kind]):
        raise ValueError(f"The page '{code}' is of type {type_of(page)}; give the new one another code.")
    above = _parent(parent, language)
    fresh = page is None
    if page is None:
        page = TYPES[kind](code=code, locale=locale)
        if family:
            page.translation_key = family[0].translation_key
    organisation = values.pop("organisation")
    page.organisation = Organisation.objects.get(code=organisation) if organisation else None
    for name, value in values.items():
        setattr(page, name, value)
    if kind == "home":
        page.slug = language
    if fresh:
        above.add_child(instance=page)
    elif page.get_parent().pk != above.pk:
        page.move(above, pos="last-child")
    page.save_revision().publish()
    if kind == "home":
        _serve(page)


def unpublish(code: str, keep: set[str] | None = None) -> None:
    """Take the pages of CODE from the public, but for the languages to KEEP."""
    for page in find(code):
        if page.live and page.locale.language_code not in (keep or ()):
            page.unpublish()


def move_address(old: str, new: str) -> None:
    """Let the pages of code OLD whose address ends in it end in NEW, drafts included; Wagtail redirects the old one."""
    for page in find(old):
        if page.slug == old:
            page.slug = new
            page.save()
        for revision in page.revisions.all():
            if revision.content.get("slug") == old:
                revision.content["slug"] = new
                revision.save(update_fields=["content"])


def edited(code: str) -> str:
    """Return when and by whom the page CODE was last edited by a person, or nothing."""
    revisions = [page.latest_revision for page in find(code) if page.latest_revision and page.latest_revision.user]
    if not revisions:
        return ""
    last = max(revisions, key=lambda revision: revision.created_at)
    return f"on {clock.date_of(last.created_at)} by {last.user.get_username()}"


def _parent(code: str | None, language: str) -> Page:
    if code is None:
        return Page.get_first_root_node()
    found = find(code, language)
    if not found:
        raise LookupError(f"There is no page '{code}' in {language}.")
    return found[0]


def _serve(home: BasePage) -> None:
    """Let the site answer with HOME if it is in the default language or the first one; Wagtail's welcome page goes."""
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
        return
    old = site.root_page
    welcome = old.specific_class is Page
    if welcome or home.locale.language_code == languages.default():
        site.root_page = home
        site.save()
    if welcome:
        old.delete()
    # Every language has a root of its own; a new one must be known at once.
    Site.clear_site_root_paths_cache()

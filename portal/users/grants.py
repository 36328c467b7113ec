"""Grants of roles: a name in definitions, and the Django permissions behind it. Each app adds its own."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Grant:
    """``name`` as definitions write it, e.g. ``items.edit``; ``permissions`` as ``app_label.codename``.

    Wagtail keeps apart from the rest what it grants ``on_pages``, every page of the tree (``change_page`` …), and
    ``on_collections``, all collections of pictures and documents (``add_image`` …).
    """

    name: str
    permissions: tuple[str, ...] = ()
    on_pages: tuple[str, ...] = ()
    on_collections: tuple[str, ...] = ()


_grants: dict[str, Grant] = {}


def register(*grants: Grant) -> None:
    """Make GRANTS known."""
    _grants.update((grant.name, grant) for grant in grants)


def known() -> dict[str, Grant]:
    """Return the grants by name."""
    return dict(_grants)

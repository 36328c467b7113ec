"""Tags that know the nouns of the catalogue."""

from typing import Any

from django import template

from catalog.phones import Phone

register = template.Library()


@register.inclusion_tag("components/phone.html")
def phone(number: str, style: str = "") -> dict[str, Any]:
    """A telephone number, to be pressed where it can be dialled; what cannot be read is shown as it stands.

    STYLE: class names, e.g. ``big person``.
    """
    try:
        read = Phone.parse(number)
    except ValueError:
        return {"display": number, "link": None, "style": style}
    return {"display": read.display, "link": read.link, "style": style}


@register.filter
def tel_link(number: str) -> str:
    """The `tel:` address of a number, empty where nobody can dial it."""
    try:
        return Phone.parse(number).link or ""
    except ValueError:
        return ""

"""Tags that know the nouns of the catalogue."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from catalog.blocks import DAYS
from catalog.enums import Mode
from portal.kit import phones

register = template.Library()


@register.simple_tag
def phone(number: str, style: str = "") -> SafeString:
    """A telephone number, to be pressed where it can be dialled; what cannot be read is shown as it stands.

    STYLE: class names, e.g. ``big complaint``. No template: the page of all numbers has thousands.
    """
    names = f"tel {style}".strip()
    read = phones.public(number)
    if read is None:
        return format_html('<span class="{}">{}</span>', names, number)
    if read.link:
        return format_html('<a class="{}" href="{}">{}</a>', names, read.link, read.display)
    return format_html('<span class="{}">{}</span>', names, read.display)


@register.filter
def mode_label(code: str) -> str:
    """Name of the kind of help, in the words of the visitor."""
    return str(Mode(code).label)


@register.filter
def weekdays(names: list[Any]) -> str:
    """Days of the week in a row: Monday–Friday when they follow each other."""
    every = [name for _code, name in DAYS]
    places = [every.index(name) for name in names]
    if len(places) > 2 and places == list(range(places[0], places[-1] + 1)):  # noqa: PLR2004  two days are no range
        return _("%(first)s to %(last)s") % {"first": names[0], "last": names[-1]}
    return pgettext("between words", ", ").join(str(name) for name in names)

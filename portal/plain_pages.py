"""Pages for when database or templates are what is broken: in the language of the site, then in English.

No template is loaded and nothing is asked that the process does not keep already. The telephone number is the site's
hotline; where that cannot be read, the page names none.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from configuration import site
from portal.kit import language_names, languages, phones
from portal.kit.speaking import in_language

PAGE = """<!DOCTYPE html>
<html lang="{language}" dir="{direction}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="robots" content="noindex">
    <title>{title}</title>
  </head>
  <body>
    <main>{own}{form}{english}</main>
  </body>
</html>
"""


@dataclass(frozen=True)
class PlainText:
    """Heading and paragraphs of a page."""

    heading: Promise
    paragraphs: tuple[Promise, ...]


BROKEN = PlainText(
    gettext_lazy("Something broke on our side"),
    (
        gettext_lazy("It is recorded and being looked at. Please try again in a few minutes."),
        gettext_lazy(
            "If you were filling in a form, every step that you saved is kept. Without a case number nothing was sent."
        ),
    ),
)
NOT_STORED = PlainText(
    gettext_lazy("The site cannot answer at this moment"),
    (
        gettext_lazy("Please try again in a few minutes."),
        gettext_lazy(
            "If you were filling in a form: earlier steps are kept, this one is not saved. Without a case number "
            "nothing was sent."
        ),
    ),
)


def number() -> str:
    """Return the hotline of the site as it is written; an empty string where there is none or nothing answers."""
    with suppress(Exception):
        hotline = site.current().hotline
        return hotline.number if hotline else ""
    return ""


def number_link() -> str:
    """Return the address that dials the hotline, or an empty string."""
    with suppress(Exception):
        read = phones.public(number())
        return (read and read.link) or ""
    return ""


def page(text: PlainText, *, sent: Mapping[str, Iterable[str]] | None = None, typed: Iterable[str] = ()) -> str:
    """Return TEXT as a page; what was SENT is offered to be sent again, what was TYPED stands there to be copied."""
    own = _language()
    with in_language(own):
        parts = {
            "language": own,
            "direction": language_names.direction(own),
            "title": text.heading,
            "own": _section(text, own, "h1"),
            "form": _again(sent, typed) if sent else "",
            "english": "" if own.startswith("en") else _english(text),
        }
        return format_html(PAGE, **parts)


def _language() -> str:
    with suppress(Exception):
        return languages.default()
    return settings.FIRST_LANGUAGE


def _english(text: PlainText) -> SafeString:
    with in_language("en"):
        return format_html("<hr>{}", _section(text, "en", "h2"))


def _section(text: PlainText, language: str, heading: str) -> SafeString:
    told = format_html_join("", "<p>{}</p>", ((sentence,) for sentence in text.paragraphs))
    start = (language, language_names.direction(language), heading, text.heading, heading)
    opening = format_html('<section lang="{}" dir="{}"><{}>{}</{}>', *start)
    return format_html("{}{}<p>{}</p></section>", opening, told, _urgent())


def _urgent() -> str:
    """Return the sentence with the number, as a link where it can be dialled."""
    shown, link = number(), number_link()
    if not shown:
        return _("If it is urgent, go to the nearest service centre.")
    sentence = _("If it is urgent, call {number} or go to the nearest service centre.")
    linked = format_html('<a href="{}">{}</a>', link, shown) if link else shown
    return format_html(sentence, number=linked)


def _again(sent: Mapping[str, Iterable[str]], typed: Iterable[str]) -> SafeString:
    pairs = ((name, value) for name, values in sent.items() for value in values)
    hidden = format_html_join("", '<input type="hidden" name="{}" value="{}">', pairs)
    shown = format_html_join("", "<li>{}</li>", ((linebreaks(value, autoescape=True),) for value in typed))
    button = format_html('<p><button type="submit">{}</button></p>', _("Send again"))
    return format_html('<form method="post">{}<ul>{}</ul>{}</form>', hidden, shown, button)

"""The few tags that the shell and the components need."""

import datetime as dt
import json
import re
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import select_template
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from configuration import logo as logos
from configuration import site
from portal import look
from portal.kit import clock, languages
from portal.kit.words import Words
from portal.languages import address_in

register = template.Library()
HAN = re.compile("([\u3400-\u9fff]+)")
HAN_LANGUAGES = ("zh", "ja", "ko")

NO_MARKUP = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"}

WEEKDAYS = (
    pgettext_lazy("day of the week", "Mon"),
    pgettext_lazy("day of the week", "Tue"),
    pgettext_lazy("day of the week", "Wed"),
    pgettext_lazy("day of the week", "Thu"),
    pgettext_lazy("day of the week", "Fri"),
    pgettext_lazy("day of the week", "Sat"),
    pgettext_lazy("day of the week", "Sun"),
)


@register.simple_tag
def logo() -> str:
    """The city's logo, drawn inline so that it takes the city's colours."""
    return logos.inline(site.current().look)


@register.simple_tag
def logo_address() -> str:
    """The address of the logo as a picture, for the browser's tab."""
    return look.address("logo")


@register.simple_tag
def icon(name: str) -> SafeString:
    """A decorative sign of portal/templates/icons/."""
    return select_template([f"icons/{name}.svg"]).render()


@register.simple_tag
def look_address() -> str:
    """The address of the stylesheet with the city's colours; it changes with the colours."""
    return look.address()


@register.simple_tag
def in_language(address: str) -> str:
    """ADDRESS of this site (a path in its default language) in the language of the page; others stay as they are."""
    return address_in(address, get_language() or languages.default()) if address.startswith("/") else address


@register.simple_tag
def linked_data(data: dict[str, Any]) -> SafeString:
    """DATA for machines (schema.org), as a block that no browser runs: the content policy has nothing to say to it."""
    # Escaping quotes would break the JSON; what could end the block is written as \\u003c.
    text = json.dumps(data, ensure_ascii=False, cls=DjangoJSONEncoder, separators=(",", ":")).translate(NO_MARKUP)
    return format_html('<script type="application/ld+json">{}</script>', SafeString(text))


@register.simple_tag
def page_named(name: str, *args: str) -> str:
    """The address NAME, or nothing where this site does not have such a page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


@register.simple_tag(takes_context=True)
def url_with(context: Any, **changes: Any) -> str:
    """The current query with CHANGES: `{% url_with theme="x" page=None %}`; nothing or empty takes a key away."""
    query = context["request"].GET.copy()
    for key, value in changes.items():
        if value in (None, ""):
            query.pop(key, None)
        else:
            query[key] = str(value)
    return f"?{query.urlencode()}" if query else str(context["request"].path)


@register.simple_tag(takes_context=True)
def choose(context: Any, key: str, value: str) -> str:
    """The current query with KEY set to VALUE (nothing takes it away), on the first page of the list."""
    return url_with(context, **{key: value, "page": None})


@register.simple_tag(takes_context=True)
def chosen_of(context: Any, keys: str) -> list[tuple[str, str]]:
    """Return the values of KEYS (names between spaces) in the current query, for hidden fields of a form."""
    query = context["request"].GET
    return [(key, query[key][:80]) for key in keys.split() if query.get(key)]


@register.filter("clock")
def time_of_day(value: dt.datetime | dt.time) -> str:
    """A time of day: 17:00."""
    if isinstance(value, dt.datetime):
        value = clock.local(value).time()
    return value.strftime("%H:%M")


@register.filter
def near_day(value: dt.datetime) -> str:
    """Today, tomorrow, or the date."""
    ahead = (clock.local(value).date() - clock.today()).days
    return {0: _("today"), 1: _("tomorrow")}.get(ahead) or day(value)


@register.filter
def day(value: dt.date | dt.datetime | None) -> str:
    """A date as people say it: 12月8日（周二）; of another year with the year instead."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        value = clock.local(value).date()
    if value.year != clock.today().year:
        return long_day(value)
    date = date_format(value, pgettext("date format", "j F"))
    return _("%(date)s (%(weekday)s)") % {"date": date, "weekday": WEEKDAYS[value.weekday()]}


@register.filter
def long_day(value: dt.date | dt.datetime | None) -> str:
    """A date with its year: 2026年11月3日."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        value = clock.local(value).date()
    return date_format(value, pgettext("date format", "j F Y"))


@register.filter
def said(value: Any) -> str:
    """Text for people, marked with the language it is in where that is not the language of the page."""
    if not isinstance(value, Words) or not value:
        return str(value)
    if value.language != get_language():
        return format_html('<span lang="{}">{}</span>', value.language, str(value))
    return str(value) if value.language.startswith(HAN_LANGUAGES) else _chinese_marked(str(value))


def _chinese_marked(text: str) -> str:
    """Return TEXT with its Chinese characters marked, which a voice of another language spells or leaves out."""
    parts = HAN.split(text)
    if len(parts) == 1:
        return text
    marked = (('<span lang="zh-hans">{}</span>' if place % 2 else "{}", part) for place, part in enumerate(parts))
    return SafeString("".join(format_html(form, part) for form, part in marked))

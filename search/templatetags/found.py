"""Showing why something was found."""

from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from portal.kit.words import Words
from search.query.find import SearchResult
from search.query.highlight import spans

register = template.Library()


@register.filter
def highlighted(text: Any, found: SearchResult) -> SafeString:
    """TEXT with the searched words highlighted; marked with its language where that is not the page's."""
    shown = str(text)
    pieces, last = [], 0
    for start, end in spans(shown, found.parts):
        pieces += [(shown[last:start], shown[start:end])]
        last = end
    html = format_html("{}{}", format_html_join("", "{}<mark>{}</mark>", pieces), shown[last:])
    if isinstance(text, Words) and text and text.language != get_language():
        return format_html('<span lang="{}">{}</span>', text.language, html)
    return html

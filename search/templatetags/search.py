"""Marks what was searched in what was found, on the original text."""

import re

from django import template
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString

from search.tokens import fold

register = template.Library()


@register.filter
def marked(text: object, query: str) -> SafeString:
    """Return TEXT, escaped, with the words of QUERY in <mark>; where folding changes the length nothing is marked."""
    original = str(text)
    folded = fold(original)
    words = sorted({word for word in fold(query).split() if word}, key=len, reverse=True)
    if not words or len(folded) != len(original):
        return escape(original)
    parts, last = [], 0
    for match in re.finditer("|".join(map(re.escape, words)), folded):
        parts += [(original[last : match.start()], original[match.start() : match.end()])]
        last = match.end()
    return format_html_join("", "{}<mark>{}</mark>", parts) + escape(original[last:])

"""Every address of the resolver, nameless ones too, with arguments that point at real objects."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

PARAMETER = re.compile(r"<(?:(?P<converter>\w+):)?(?P<name>\w+)>")
GROUP = re.compile(r"\(\?P<(?P<name>\w+)>[^()]*(?:\([^()]*\)[^()]*)*\)")


@dataclass(frozen=True)
class Route:
    """One pattern: ``template`` as a reader sees it, e.g. ``admin/cases/<number>/``."""

    template: str

    @property
    def parameters(self) -> list[str]:
        return [match["name"] for match in PARAMETER.finditer(self.template)]

    def address(self, values: Mapping[str, str]) -> str:
        """Return the path with VALUES filled in; KeyError names a parameter without a sample."""
        return "/" + PARAMETER.sub(lambda match: values[match["name"]], self.template)


def routes() -> list[Route]:
    """Return all routes, sorted and once each."""
    return sorted(set(_walk(get_resolver().url_patterns, "")), key=lambda route: route.template)


def _walk(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[Route]:
    for entry in patterns:
        here = prefix + _readable(str(entry.pattern))
        if isinstance(entry, URLResolver):
            yield from _walk(entry.url_patterns, here)
        else:
            yield Route(here)


def _readable(pattern: str) -> str:
    """Turn a regular expression into the form of path(): groups become ``<name>``, anchors vanish."""
    text = pattern
    while (match := GROUP.search(text)) is not None:
        text = f"{text[: match.start()]}<{match['name']}>{text[match.end() :]}"
    text = re.sub(r"\((?!\?P)[^()]*\)", "<rest>", text) if "(" in text else text
    return text.replace("^", "").replace("$", "").replace("\\Z", "").replace("\\", "")

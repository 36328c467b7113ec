"""Every address of the resolver, nameless ones too, with arguments that point at real objects.

An address that takes the name of an action stands here once for each action that its view knows.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from wagtail.admin.views.bulk_action.registry import bulk_action_registry

PARAMETER = re.compile(r"<(?:(?P<converter>\w+):)?(?P<name>\w+)>")
GROUP = re.compile(r"\(\?P<(?P<name>\w+)>[^()]*(?:\([^()]*\)[^()]*)*\)")
PAGE_PATH = r"((?:[\w\-]+/)*)"  # how Wagtail writes the address of any page
BULK_PREFIX = "admin/bulk/"
BULK = f"{BULK_PREFIX}<str:app_label>/<str:model_name>/<str:action>/"


@dataclass(frozen=True)
class Route:
    """One pattern: ``template`` as a reader sees it, e.g. ``admin/cases/<number>/``; ``view`` answers it."""

    template: str
    view: Any = field(default=None, compare=False, repr=False)

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
            yield from (Route(each, entry.callback) for each in _each_action(here, entry.callback))


def _each_action(template: str, view: Any) -> Iterable[str]:
    """Return TEMPLATE once for each action that VIEW knows, with the action's name in it."""
    actions = getattr(getattr(view, "cls", None), "actions", None)
    if isinstance(actions, dict) and "<str:action_name>" in template:
        return [template.replace("<str:action_name>", name) for name in actions]
    if template == BULK:
        return [BULK_PREFIX + "/".join(names) + "/" for names in _bulk_actions()]
    return [template]


def _bulk_actions() -> Iterator[tuple[str, str, str]]:
    bulk_action_registry._scan_for_bulk_actions()
    for app, models in bulk_action_registry.actions.items():
        for model, actions in models.items():
            yield from ((app, model, action) for action in actions)


def _readable(pattern: str) -> str:
    """Turn a regular expression into the form of path(): groups become ``<name>``, anchors vanish."""
    text = pattern.replace(PAGE_PATH, "<pages>")
    while (match := GROUP.search(text)) is not None:
        text = f"{text[: match.start()]}<{match['name']}>{text[match.end() :]}"
    text = re.sub(r"\((?!\?P)[^()]*\)", "<rest>", text) if "(" in text else text
    return text.replace("^", "").replace("$", "").replace("\\Z", "").replace("\\", "")

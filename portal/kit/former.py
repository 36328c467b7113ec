"""Codes that were given up: whoever still says one means what has another code today.

Every renaming is written down with its moment. What was written at a known time (a version that a case keeps, a draft)
is read with the renamings since then; an address knows no time: it means whatever had the code last.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.http import urlencode

from portal.kit import published
from portal.kit.models import AppliedDefinition, Renaming

View = Callable[..., HttpResponse]


@published.cached
def _log() -> dict[str, list[Renaming]]:
    """Return all renamings by kind, oldest first."""
    found: dict[str, list[Renaming]] = defaultdict(list)
    for row in Renaming.objects.order_by("pk"):
        found[row.kind].append(row)
    return found


def remember(kind: str, old: str, new: str) -> None:
    """Write down that what was OLD is NEW now."""
    Renaming.objects.create(kind=kind, old=old, new=new)


def happened(kind: str, old: str, new: str) -> bool:
    """Return whether what was OLD became NEW once."""
    return Renaming.objects.filter(kind=kind, old=old, new=new).exists()


def now(kind: str, code: str, since: dt.datetime | None = None) -> str:
    """Return the code of today of what was CODE at SINCE; without a time, of what was called so last."""
    log = _log().get(kind, [])
    if since is None:
        last = max((number for number, row in enumerate(log) if row.old == code), default=len(log))
        log = log[last:]
    for row in log:
        if row.old == code and (since is None or row.at > since):
            code = row.new
    return code


def moved(**kinds: str) -> Callable[[View], View]:
    """Answer 301 where the address says a code that was given up: ``moved(code="item", theme="theme")``.

    KINDS tells of which kind the parts of the path and of the query are. A path under which the view finds something
    is not old, whatever was there before.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def ask(request: HttpRequest, **parts: str) -> HttpResponse:
            query = {name: _given_up(kind, request.GET[name]) for name, kind in kinds.items() if name in request.GET}
            path = {name: _given_up(kind, parts[name]) for name, kind in kinds.items() if name in parts}
            if any(query.values()):
                return _elsewhere(request, parts, query)
            if not any(path.values()):
                return view(request, **parts)
            try:
                return view(request, **parts)
            except Http404:
                return _elsewhere(request, parts | {name: code for name, code in path.items() if code}, {})

        return ask

    return decorate


def _given_up(kind: str, code: str) -> str:
    """Return what has CODE's place today, or an empty string where CODE is in use or was never given up."""
    new = now(kind, code)
    in_use = new == code or AppliedDefinition.objects.filter(kind=kind, code=code).exists()
    return "" if in_use else new


def _elsewhere(request: HttpRequest, parts: dict[str, str], query: dict[str, str]) -> HttpResponse:
    match = request.resolver_match
    assert match is not None  # noqa: S101  a view is asked under an address
    given = request.GET.dict() | {name: code for name, code in query.items() if code}
    address = reverse(match.view_name, kwargs=parts) + (f"?{urlencode(given)}" if given else "")
    answer = HttpResponsePermanentRedirect(address)
    # Whoever asks again asks here: the code may be given to something else one day.
    answer["Cache-Control"] = "no-cache"
    return answer

"""Resolve codes that were renamed after a given time.

Every renaming is written down with its moment. What was written at a known time (a version that a case keeps, a draft)
is read with the renamings since then; an address has no time: it means the last object that had the code.
"""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.http import urlencode

from configuration.models import AppliedDefinition, Renaming
from portal.kit import published

View = Callable[..., HttpResponseBase]
InUse = Callable[[str], bool]
_in_use: dict[str, InUse] = {}


@published.cached
def _log() -> dict[str, list[Renaming]]:
    """Return all renamings by kind, oldest first."""
    found: dict[str, list[Renaming]] = defaultdict(list)
    for row in Renaming.objects.order_by("pk"):
        found[row.kind].append(row)
    return found


def record_renaming(kind: str, old: str, new: str) -> None:
    """Record that the object OLD is called NEW now."""
    Renaming.objects.create(kind=kind, old=old, new=new)


def ask_whether_in_use(kind: str, in_use: InUse) -> None:
    """Let IN_USE say whether an object of KIND has a code: for kinds whose objects no apply remembers by themselves."""
    _in_use[kind] = in_use


def _is_in_use(kind: str, code: str) -> bool:
    if kind in _in_use:
        return _in_use[kind](code)
    return AppliedDefinition.objects.filter(kind=kind, code=code).exists()


def was_renamed(kind: str, old: str, new: str) -> bool:
    """Return whether an object was renamed from OLD to NEW."""
    return Renaming.objects.filter(kind=kind, old=old, new=new).exists()


@published.cached
def digest_of_renamings() -> str:
    """Return a digest of all renamings: data cached under another one may hold old codes."""
    rows = [f"{row.pk} {row.kind} {row.old} {row.new} {row.at}" for rows in _log().values() for row in rows]
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def current_code(kind: str, code: str, since: dt.datetime | None = None) -> str:
    """Return the current code of the object called CODE at SINCE; without a time, CODE itself if it is in use again."""
    log = _log().get(kind, [])
    given_up = [number for number, row in enumerate(log) if row.old == code]
    if since is None and given_up:
        log = [] if _is_in_use(kind, code) else log[given_up[-1] :]
    for row in log:
        if row.old == code and (since is None or row.at > since):
            code = row.new
    return code


def redirect_renamed(**kinds: str) -> Callable[[View], View]:
    """Answer 301 where the address says a code that was given up: ``moved(code="item", theme="theme")``.

    KINDS maps the parts of the path and of the query to kinds. A path under which the view finds something
    is not old, even if another object had it before.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def ask(request: HttpRequest, **parts: str) -> HttpResponseBase:
            query = _changed(kinds, request.GET.dict())
            if query:
                return redirect(request, parts, query)
            try:
                return view(request, **parts)
            except Http404:
                path = _changed(kinds, parts)
                if not path:
                    raise
                return redirect(request, parts | path, {})

        return ask

    return decorate


def _changed(kinds: dict[str, str], given: dict[str, str]) -> dict[str, str]:
    """Return those of the values GIVEN whose codes are others today, as they are."""
    today = {name: current_code(kind, given[name]) for name, kind in kinds.items() if name in given}
    return {name: code for name, code in today.items() if code != given[name]}


def redirect(request: HttpRequest, parts: dict[str, str], query: dict[str, str]) -> HttpResponse:
    """Lead REQUEST for good to the same view with PARTS in the path, and with QUERY beside what its query says.

    A page that is sent is sent again to the new address, with all that was entered.
    """
    match = request.resolver_match
    assert match is not None  # noqa: S101  a view is asked under an address
    given = request.GET.dict() | query
    address = reverse(match.view_name, kwargs=parts) + (f"?{urlencode(given)}" if given else "")
    answer = HttpResponsePermanentRedirect(address, preserve_request=request.method not in {"GET", "HEAD"})
    # Browsers must ask again: the code may be given to another object one day.
    answer["Cache-Control"] = "no-cache"
    return answer

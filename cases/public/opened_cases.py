"""Cases that a browser looked up: each for 30 minutes, a few side by side.

Every page of a case and every form on it carries the token of its case: it acts on that one, whatever another tab has
looked up since. A token names a case and opens none: only a browser whose cookie holds the case gets anywhere with it,
so it may stand in an address.
"""

from collections.abc import Iterator
from urllib.parse import urlencode
from uuid import UUID

from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import constant_time_compare, salted_hmac

from cases import extensions
from cases.models import Case
from portal.kit import languages

OPEN_FOR = 30 * 60  # seconds
MOST = 4  # cases that one browser has open
FIELD, QUERY = "_case", "case"
BETWEEN = "."  # in no signature
_signer = TimestampSigner(salt="tracking")


def token_of(case: Case) -> str:
    """Return the token that names CASE on its pages; nobody can make one, or read the case from it."""
    return _token(case.uuid)


def address_of(uuid: UUID) -> str:
    """Return where the case UUID is tracked by the browser that opened it."""
    return f"{reverse('track')}?{urlencode({QUERY: _token(uuid)})}"


def opened(request: HttpRequest) -> Case | None:
    """Return the case that the page of REQUEST names, if this browser opened it within the last 30 minutes.

    Where nothing is named it is the one opened last; a POST that names nothing is taken only where one alone is open.
    """
    held = list(_held(request))
    if wanted := request.POST.get(FIELD) or request.GET.get(QUERY):
        held = [one for one in held if constant_time_compare(_token(one), wanted)]
    elif request.method == "POST" and len(held) > 1:
        return None
    if not held:
        return None
    related = ("applicant", "organisation", "point", "workflow_version", "responsible", *extensions.related())
    return Case.objects.with_due().select_related(*related).filter(uuid=held[0]).first()


def all_opened(request: HttpRequest) -> list[UUID]:
    """Return the UUIDs of all cases that the browser of REQUEST has open."""
    return list(_held(request))


def remember(request: HttpRequest, response: HttpResponse, uuid: UUID) -> None:
    """Let the browser of REQUEST see the case UUID for 30 minutes, beside those that it has open already."""
    kept = [signed for signed in _signed(request) if _read(signed) not in {None, uuid}]
    value = BETWEEN.join([_signer.sign(uuid.hex), *kept][:MOST])
    for name, path in _cookies():
        response.set_cookie(
            name, value, max_age=OPEN_FOR, path=path, httponly=True, samesite="Lax", secure=request.is_secure()
        )


def forget(response: HttpResponse) -> None:
    """Close every case that this browser has open."""
    for name, path in _cookies():
        response.delete_cookie(name, path=path, samesite="Lax")


def _held(request: HttpRequest) -> Iterator[UUID]:
    """Yield the cases that the browser has open, the one opened last first."""
    yield from (uuid for uuid in map(_read, _signed(request)) if uuid)


def _signed(request: HttpRequest) -> list[str]:
    return request.COOKIES.get(_cookie(), "").split(BETWEEN)[:MOST]


def _read(signed: str) -> UUID | None:
    try:
        return UUID(_signer.unsign(signed, max_age=OPEN_FOR))
    except (BadSignature, ValueError):
        return None


def _token(uuid: UUID) -> str:
    return salted_hmac("case on a page", uuid.hex, algorithm="sha256").hexdigest()[:32]


def _cookie() -> str:
    return f"track-{translation.get_language()}"


def _cookies() -> list[tuple[str, str]]:
    """Return name and path by language: the pages of a case and the way to cancel lie under both."""
    found = []
    for code in languages.offered():
        with translation.override(code):
            found.append((_cookie(), reverse("track")))
    return found

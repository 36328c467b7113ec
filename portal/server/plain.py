"""The answers that the front door gives itself: that the process lives, and why a request was refused."""

from collections.abc import Mapping
from http import HTTPStatus

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, override

from portal import headers as security
from portal.languages import last_default

Headers = list[tuple[bytes, bytes]]

ALIVE = b"/healthz"
SENTENCES = {
    408: gettext_lazy("The upload was too slow and was stopped; please try again."),
    413: gettext_lazy("What you sent is too large; please send a smaller file."),
    500: gettext_lazy("Something went wrong; please try again later."),
    503: gettext_lazy("The site is busy; please try again in a few seconds."),
}


def alive(scheme: str, headers: Mapping[bytes, bytes]) -> tuple[int, Headers, bytes]:
    """Return the answer that the process lives; it touches nothing else."""
    return _answer(200, b"alive", scheme, headers, [(b"cache-control", b"no-store")])


def sentence(status: int, scheme: str, headers: Mapping[bytes, bytes]) -> tuple[int, Headers, bytes]:
    """Return the sentence for STATUS, one of SENTENCES, to a request with SCHEME and HEADERS.

    It speaks the language of the site, then English.
    """
    more = [(b"connection", b"close")]
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        more.append((b"retry-after", b"5"))
    told = dict.fromkeys(_in(language, SENTENCES[status]) for language in (last_default(), "en"))
    return _answer(status, " ".join(told).encode(), scheme, headers, more)


def _in(language: str, text: Promise) -> str:
    with override(language):
        return str(text)


def _answer(
    status: int, body: bytes, scheme: str, headers: Mapping[bytes, bytes], more: Headers
) -> tuple[int, Headers, bytes]:
    own = security.of_public_answers(secure=_is_secure(scheme, headers))
    return (
        status,
        [
            (b"content-type", b"text/plain; charset=utf-8"),
            (b"content-length", str(len(body)).encode()),
            *((name.lower().encode(), value.encode()) for name, value in own.items()),
            *more,
        ],
        body,
    )


def _is_secure(scheme: str, headers: Mapping[bytes, bytes]) -> bool:
    """Return whether the visitor came over TLS, by the rule of ``HttpRequest.is_secure``."""
    if settings.SECURE_PROXY_SSL_HEADER:
        name, wanted = settings.SECURE_PROXY_SSL_HEADER
        said = headers.get(name.removeprefix("HTTP_").lower().replace("_", "-").encode())
        if said is not None:
            return said.decode("latin-1").split(",")[0].strip() == wanted
    return scheme == "https"

"""From an ASGI request to Django's WSGI handler and back, in the words of PEP 3333."""

import logging
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import IO, Any
from urllib.parse import unquote_to_bytes

log = logging.getLogger(__name__)
_warned: list[bool] = []  # once a process

WSGI = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def environ_of(
    scope: Mapping[str, Any], headers: Mapping[bytes, bytes], body: IO[bytes], size: int, proxies: int
) -> dict[str, Any]:
    """Return the WSGI environ of a request whose BODY has SIZE bytes; PROXIES of ours stand before this server."""
    host, port = scope.get("server") or ("localhost", 80)
    environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope.get('http_version', '1.1')}",
        "REMOTE_ADDR": visitor(scope, headers, proxies),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in headers.items():
        environ[f"HTTP_{name.decode('latin-1').upper().replace('-', '_')}"] = value.decode("latin-1")
    environ.pop("HTTP_CONTENT_LENGTH", None)
    environ["CONTENT_LENGTH"] = str(size)
    environ["CONTENT_TYPE"] = environ.pop("HTTP_CONTENT_TYPE", "")
    return environ


def headers_of(scope: Mapping[str, Any]) -> dict[bytes, bytes]:
    """Return the headers by name in lower case, repeated ones joined.

    A name with an underscore is dropped: CGI cannot tell it from the one with a hyphen, so it could forge one.
    """
    headers: dict[bytes, bytes] = {}
    for name, value in scope["headers"]:
        if b"_" not in name:
            joint = b"; " if name == b"cookie" else b","
            headers[name] = headers[name] + joint + value if name in headers else value
    return headers


def visitor(scope: Mapping[str, Any], headers: Mapping[bytes, bytes], proxies: int) -> str:
    """Return the visitor's address: what the outermost of our PROXIES saw; without proxies, who is connected."""
    connected = (scope.get("client") or ("", 0))[0]
    seen = [part.strip() for part in headers.get(b"x-forwarded-for", b"").decode("latin-1").split(",") if part.strip()]
    if seen and not proxies and not _warned:
        _warned.append(True)
        log.warning(
            "X-Forwarded-For arrives, but PORTAL_PROXIES is 0: behind a proxy all visitors count as one, and share "
            "the limits. Set it to the number of your proxies; see docs/operators.md."
        )
    return str(seen[-proxies] if 0 < proxies <= len(seen) else connected)


class Answer:
    """Answer of Django: ``status``, ``headers``, and ``chunks`` of the body; `close` when all was sent."""

    def __init__(self, django: WSGI, environ: dict[str, Any]) -> None:
        self.status = 500
        self.headers: list[tuple[bytes, bytes]] = []
        self._body = django(environ, self._start)
        self._chunks: Iterator[bytes] = iter(self._body)
        # A streamed answer is asked for piece by piece; any other is one piece and can be closed at once.
        self.streaming = bool(getattr(self._body, "streaming", True))
        self.body = b"" if self.streaming else b"".join(self._chunks)
        if not self.streaming:
            self.close()

    def next(self) -> bytes | None:
        """Return the next piece of a streamed answer, None at its end."""
        return next(self._chunks, None)

    def close(self) -> None:
        """Let Django end the request."""
        if hasattr(self._body, "close"):
            self._body.close()

    def _start(self, status: str, headers: list[tuple[str, str]], _error: Any = None) -> None:
        self.status = int(status.split(" ", 1)[0])
        self.headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]

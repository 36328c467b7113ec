"""The ASGI application that granian serves."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from typing import IO, Any

from django.conf import settings

from portal.kit import published
from portal.server import plain, request_bodies
from portal.server.cookies import cookies_of, expired_session, without_broken_token, without_cookie
from portal.server.ready_pages import Headers, ReadyPages, is_plain, key_of
from portal.server.sessions import KnownSessions
from portal.server.wsgi_bridge import WSGI, Answer, environ_of, headers_of

Send = Callable[[dict[str, Any]], Awaitable[None]]

MOST_WAITING = 200  # requests of a process that wait for a thread; more are asked to come back
log = logging.getLogger(__name__)


@dataclass(slots=True)
class Request:
    """A request as the door sees it.

    ``key`` is that of the ready page which may answer it; ``may_keep`` is whether Django's answer may become that page
    (to HEAD, Django's has no body); ``add`` are headers for this visitor alone.
    """

    scope: dict[str, Any]
    headers: dict[bytes, bytes]
    key: tuple[bytes, ...] | None = None
    may_keep: bool = True
    add: tuple[tuple[bytes, bytes], ...] = ()

    @property
    def bare(self) -> bool:
        """Whether the answer has no body."""
        return bool(self.scope["method"] == "HEAD")


class FrontDoor:
    """Answers with a ready page where there is one; else collects the body and lets DJANGO answer in a thread.

    ``most`` is the limit of a body in bytes, ``threads`` how many requests of each sort Django answers at a time,
    ``proxies`` how many proxies of ours stand before this server, ``sessions`` knows which sessions exist. Requests
    that may wait for the lock of the database (all that write, and the admin) have threads of their own, so that
    readers always find one.
    """

    def __init__(
        self, django: WSGI, *, most: int, threads: int = 4, proxies: int = 0, sessions: KnownSessions | None = None
    ) -> None:
        self.django = django
        self.most = most
        self.proxies = proxies
        self.pages = ReadyPages(published.known_version)
        self.threads = ThreadPoolExecutor(threads, thread_name_prefix="django")
        # Its own thread: nobody who reads a ready page waits behind Django's.
        self.looking_up = ThreadPoolExecutor(1, thread_name_prefix="sessions")
        self.sessions = sessions or KnownSessions()
        self.expired_session = expired_session()
        self.writers = ThreadPoolExecutor(threads, thread_name_prefix="django-writes")
        self.waiting = 0

    async def __call__(self, scope: dict[str, Any], receive: request_bodies.Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        headers = headers_of(scope)
        if scope["raw_path"] == plain.ALIVE and scope["method"] in {"GET", "HEAD"}:
            await _send(send, *plain.alive(scope["scheme"], headers), bare=scope["method"] == "HEAD")
        elif self.waiting >= MOST_WAITING and settings.SESSION_COOKIE_NAME in cookies_of(headers):
            await self._refuse(Request(scope, headers), send, 503)
        else:
            await self._answer(await self._known(scope, headers), receive, send)

    async def _known(self, scope: dict[str, Any], headers: dict[bytes, bytes]) -> Request:
        """Return the request, with its key; a session that does not exist is taken out, and the visitor told so."""
        cookies, name = cookies_of(headers), settings.SESSION_COOKIE_NAME
        request = Request(scope, headers, may_keep=scope["method"] == "GET")
        if not is_plain(scope["method"], headers):
            return request
        request.headers = without_broken_token(headers, cookies)
        if name in cookies:
            exists = await self._session_exists(cookies[name])
            if exists:
                return request
            del cookies[name]
            # A silent database says nothing: then a ready page is better than none, whoever asks for it.
            request.may_keep &= exists is False
            if exists is False:
                request.headers, request.add = without_cookie(request.headers, name), (self.expired_session,)
        target = scope["raw_path"] + b"?" + scope["query_string"]
        request.key = key_of(scope["method"], target, headers, cookies)
        return request

    async def _session_exists(self, key: str) -> bool | None:
        exists = self.sessions.known(key)
        if exists is None:
            self.waiting += 1
            try:
                run = asyncio.get_running_loop().run_in_executor
                exists = await run(self.looking_up, self.sessions.exists, key)
            finally:
                self.waiting -= 1
            if exists is not None:
                self.sessions.remember(key, exists=exists)
        return exists

    async def _answer(self, request: Request, receive: request_bodies.Receive, send: Send) -> None:
        page = self.pages.find(request.key)
        if page:
            status, headers, body = page.answer(request.headers)
            await _send(send, status, [*headers, *request.add], body, bare=request.bare)
        elif self.waiting >= MOST_WAITING:
            await self._refuse(request, send, 503)
        else:
            await self._with_body(request, receive, send)

    async def _with_body(self, request: Request, receive: request_bodies.Receive, send: Send) -> None:
        try:
            body, size = await request_bodies.collect(receive, request.headers, self.most)
        except request_bodies.TooLarge:
            return await self._refuse(request, send, 413)
        except request_bodies.TooSlow:
            return await self._refuse(request, send, 408)
        except request_bodies.Gone:
            return None
        except OSError:
            log.exception("A body could not be kept on the disk.")
            return await self._refuse(request, send, 503)
        self.waiting += 1
        try:
            await self._ask(request, environ_of(request.scope, request.headers, body, size, self.proxies), send)
        finally:
            self.waiting -= 1
            _close(body)

    async def _ask(self, request: Request, environ: dict[str, Any], send: Send) -> None:
        version, run = published.known_version(), asyncio.get_running_loop().run_in_executor
        environ["portal.arrived"] = time.monotonic()
        try:
            answer = await run(self.writers if _may_write(environ) else self.threads, Answer, self.django, environ)
        except Exception:
            log.exception("Django did not answer.")
            return await self._refuse(request, send, 500)
        if answer.streaming:
            return await self._stream(answer, request, send)
        given = answer.status, answer.headers, answer.body
        if request.key and request.may_keep and published.may_be_kept(environ) and _is_for_all(answer):
            self.pages.keep(request.key, version, answer.headers, answer.body)
            page = self.pages.find(request.key)
            given = page.answer(request.headers) if page else given
        status, headers, body = given
        return await _send(send, status, _with(headers, request.add), body, bare=request.bare)

    async def _stream(self, answer: Answer, request: Request, send: Send) -> None:
        run = asyncio.get_running_loop().run_in_executor
        headers = _with(answer.headers, request.add)
        try:
            await send({"type": "http.response.start", "status": answer.status, "headers": headers})
            while (chunk := await run(self.threads, answer.next)) is not None:
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        finally:
            await run(self.threads, answer.close)

    async def _refuse(self, request: Request, send: Send, status: int) -> None:
        await _send(send, *plain.sentence(status, request.scope["scheme"], request.headers), bare=request.bare)


def _may_write(environ: Mapping[str, Any]) -> bool:
    return environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or environ["PATH_INFO"].startswith("/admin/")


def _is_for_all(answer: Answer) -> bool:
    return answer.status == HTTPStatus.OK and all(name != b"set-cookie" for name, _value in answer.headers)


def _with(headers: Headers, add: tuple[tuple[bytes, bytes], ...]) -> Headers:
    """Return HEADERS with those to ADD, unless Django sets the same cookie itself."""
    cookies = [value.partition(b"=")[0].strip() for name, value in headers if name == b"set-cookie"]
    return [*headers, *(pair for pair in add if pair[1].partition(b"=")[0] not in cookies)]


async def _send(send: Send, status: int, headers: Headers, body: bytes, *, bare: bool = False) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if bare else body})


def _close(body: IO[bytes]) -> None:
    try:
        body.close()
    except OSError:
        log.warning("A temporary file could not be closed.")

"""The ASGI application that granian serves."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from typing import IO, Any

from portal.frontdoor import bodies
from portal.frontdoor.bridge import WSGI, Answer, environ_of, headers_of
from portal.frontdoor.ready import ReadyPages, key_of
from portal.kit import published

Send = Callable[[dict[str, Any]], Awaitable[None]]

MOST_WAITING = 200  # requests of a process that wait for a thread; more are asked to come back
SENTENCES = {
    408: "发送太慢，已中断，请检查网络后重试。 The upload was too slow and was stopped; please try again.",
    413: "发送的内容太大，请减小文件后重试。 What you sent is too large; please send a smaller file.",
    500: "网站出错了，请稍后重试。 Something went wrong; please try again later.",
    503: "访问的人太多，请过几秒再试。 The site is busy; please try again in a few seconds.",
}
log = logging.getLogger(__name__)


class FrontDoor:
    """Answers with a ready page where there is one; else collects the body and lets DJANGO answer in a thread.

    ``most`` is the limit of a body in bytes, ``threads`` how many requests of each sort Django answers at a time,
    ``proxies`` how many proxies of ours stand before this server. Requests that may wait for the lock of the database
    (all that write, and the admin) have threads of their own, so that readers always find one.
    """

    def __init__(self, django: WSGI, *, most: int, threads: int = 4, proxies: int = 0) -> None:
        self.django = django
        self.most = most
        self.proxies = proxies
        self.pages = ReadyPages(published.version)
        self.threads = ThreadPoolExecutor(threads, thread_name_prefix="django")
        self.writers = ThreadPoolExecutor(threads, thread_name_prefix="django-writes")
        self.waiting = 0

    async def __call__(self, scope: dict[str, Any], receive: bodies.Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        headers = headers_of(scope)
        target = scope["raw_path"] + b"?" + scope["query_string"]
        key = key_of(scope["method"], target, headers)
        page = self.pages.find(key)
        if page:
            await _send(send, *page.answer(headers), bare=scope["method"] == "HEAD")
        elif self.waiting >= MOST_WAITING:
            await _sentence(send, 503)
        else:
            await self._with_body(scope, headers, receive, send, key)

    async def _with_body(
        self,
        scope: dict[str, Any],
        headers: Mapping[bytes, bytes],
        receive: bodies.Receive,
        send: Send,
        key: tuple[bytes, ...] | None,
    ) -> None:
        try:
            body, size = await bodies.collect(receive, headers, self.most)
        except bodies.TooLarge:
            return await _sentence(send, 413)
        except bodies.TooSlow:
            return await _sentence(send, 408)
        except bodies.Gone:
            return None
        except OSError:
            log.exception("A body could not be kept on the disk.")
            return await _sentence(send, 503)
        self.waiting += 1
        try:
            await self._ask(environ_of(scope, headers, body, size, self.proxies), headers, send, key)
        finally:
            self.waiting -= 1
            _close(body)

    async def _ask(
        self, environ: dict[str, Any], headers: Mapping[bytes, bytes], send: Send, key: tuple[bytes, ...] | None
    ) -> None:
        version, run = published.version(), asyncio.get_running_loop().run_in_executor
        environ["portal.arrived"] = time.monotonic()
        answer = await run(self.writers if _may_write(environ) else self.threads, Answer, self.django, environ)
        bare = environ["REQUEST_METHOD"] == "HEAD"
        if answer.streaming:
            await self._stream(answer, send)
        elif key and not bare and published.was_marked(environ) and _is_for_all(answer):
            self.pages.keep(key, version, answer.headers, answer.body)
            page = self.pages.find(key)
            await _send(send, *(page.answer(headers) if page else (answer.status, answer.headers, answer.body)))
        else:
            await _send(send, answer.status, answer.headers, answer.body, bare=bare)

    async def _stream(self, answer: Answer, send: Send) -> None:
        run = asyncio.get_running_loop().run_in_executor
        try:
            await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
            while (chunk := await run(self.threads, answer.next)) is not None:
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        finally:
            await run(self.threads, answer.close)


def _may_write(environ: Mapping[str, Any]) -> bool:
    return environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or environ["PATH_INFO"].startswith("/admin/")


def _is_for_all(answer: Answer) -> bool:
    return answer.status == HTTPStatus.OK and all(name != b"set-cookie" for name, _value in answer.headers)


async def _send(
    send: Send, status: int, headers: list[tuple[bytes, bytes]], body: bytes, *, bare: bool = False
) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if bare else body})


async def _sentence(send: Send, status: int) -> None:
    body = SENTENCES[status].encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"connection", b"close"),
    ]
    await _send(send, status, [*headers, (b"retry-after", b"5")] if status == 503 else headers, body)  # noqa: PLR2004


def _close(body: IO[bytes]) -> None:
    try:
        body.close()
    except OSError:
        log.warning("A temporary file could not be closed.")

"""The front door with a small WSGI application behind it: limits, streams, and what may be kept."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from portal.kit import published
from portal.server import front_door, request_bodies
from portal.server.front_door import FrontDoor
from portal.server.wsgi_bridge import headers_of, visitor


class Whole(list):
    """An answer in one piece, as Django's are unless they stream."""

    streaming = False


def ask(entrance, *, method="GET", path="/", headers=(), pieces=(b"",), hang=False):
    """Send one request through ENTRANCE; return (status, headers, body)."""
    messages = [{"type": "http.request", "body": piece, "more_body": True} for piece in pieces]
    if not hang:
        messages[-1]["more_body"] = False
    sent = []

    async def receive():
        return messages.pop(0) if messages else await asyncio.sleep(60)

    async def send(message):
        sent.append(message)

    scope = {
        "type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": b"a=1",
        "scheme": "http", "headers": [(b"host", b"127.0.0.1"), *headers],
        "client": ("192.0.2.1", 1), "server": ("127.0.0.1", 80),
    }  # fmt: skip
    # In a thread of its own: a browser that this worker drives may have a loop running here.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, entrance(scope, receive, send)).result()
    return sent[0]["status"], dict(sent[0]["headers"]), b"".join(message.get("body", b"") for message in sent[1:])


def application(body=b"hello", headers=(), marked=False, status="200 OK"):
    """Return a WSGI application that counts its calls in ``.asked`` and keeps the last environ in ``.environ``."""

    def answer(environ, start):
        answer.asked, answer.environ = answer.asked + 1, environ
        answer.read = environ["wsgi.input"].read()
        if marked:
            environ[published.MAY_BE_KEPT] = True
        start(status, [("Content-Type", "text/plain"), *headers])
        return Whole([body])

    answer.asked = 0
    return answer


def test_an_answer_that_may_be_kept_is_kept_for_everybody():
    behind = application(marked=True)
    entrance = FrontDoor(behind, most=100)
    first, second = ask(entrance), ask(entrance, headers=[(b"cookie", b"csrftoken=1")])
    assert first == second
    assert behind.asked == 1
    assert ask(entrance, method="HEAD")[2] == b""


@pytest.mark.parametrize(
    "made",
    [
        {},
        {"marked": True, "headers": [("Set-Cookie", "sessionid=1")]},
        {"marked": True, "status": "404 Not Found"},
        {"marked": True, "status": "301 Moved Permanently"},
    ],
    ids=["not marked", "sets a cookie", "not found", "moved"],
)
def test_any_other_answer_is_made_anew(made):
    behind = application(**made)
    entrance = FrontDoor(behind, most=100)
    assert ask(entrance)[2] == ask(entrance)[2] == b"hello"
    assert behind.asked == 2


def test_a_body_arrives_whole_and_its_length_is_what_arrived():
    behind = application()
    ask(FrontDoor(behind, most=100), method="POST", pieces=[b"ab", b"cd"])
    assert behind.read == b"abcd"
    assert behind.environ["CONTENT_LENGTH"] == "4"


@pytest.mark.parametrize(
    ("headers", "pieces"),
    [([(b"content-length", b"101")], [b""]), ([(b"content-length", b"-1")], [b""]), ([], [b"x" * 60, b"y" * 60])],
    ids=["announced", "nonsense", "not announced"],
)
def test_a_body_beyond_the_limit_is_refused_with_a_sentence(headers, pieces):
    behind = application()
    status, _headers, body = ask(FrontDoor(behind, most=100), method="POST", headers=headers, pieces=pieces)
    assert status == 413
    assert "太大" in body.decode()
    assert behind.asked == 0


def test_a_body_that_stops_arriving_is_given_up(monkeypatch):
    monkeypatch.setattr(request_bodies, "SILENCE", 0.05)
    status, _headers, body = ask(FrontDoor(application(), most=100), method="POST", pieces=[b"half"], hang=True)
    assert status == 408
    assert "太慢" in body.decode()


def test_a_body_that_trickles_is_given_up(monkeypatch):
    monkeypatch.setattr(request_bodies, "PATIENCE", -1.0)
    assert ask(FrontDoor(application(), most=100), method="POST", pieces=[b"a"] * 9)[0] == 408


def test_a_stream_is_sent_piece_by_piece():
    closed = []

    class Stream:
        def __iter__(self):
            return iter([b"one,", b"two,", b"three"])

        def close(self):
            closed.append(True)

    def behind(_environ, start):
        start("200 OK", [])
        return Stream()

    assert ask(FrontDoor(behind, most=100))[2] == b"one,two,three"
    assert closed


def test_too_many_waiting_are_asked_to_come_back(monkeypatch):
    monkeypatch.setattr(front_door, "MOST_WAITING", 0)
    status, headers, _body = ask(FrontDoor(application(), most=100))
    assert status == 503
    assert headers[b"retry-after"]


def test_when_django_itself_fails_the_visitor_reads_a_sentence():
    def behind(_environ, _start):
        raise MemoryError

    status, headers, body = ask(FrontDoor(behind, most=100))
    assert status == 500
    assert headers[b"content-security-policy"]
    assert "请稍后重试" in body.decode()


def test_health_is_answered_while_every_thread_is_taken(monkeypatch):
    monkeypatch.setattr(front_door, "MOST_WAITING", 0)
    behind = application()
    for method, body in (("GET", b"alive"), ("HEAD", b"")):
        status, headers, told = ask(FrontDoor(behind, most=100), method=method, path="/healthz")
        assert (status, told, headers[b"cache-control"]) == (200, body, b"no-store")
    assert behind.asked == 0


def test_a_header_cannot_be_forged_with_an_underscore():
    assert headers_of({"headers": [(b"x_forwarded_for", b"1"), (b"cookie", b"a=1"), (b"cookie", b"b=2")]}) == {
        b"cookie": b"a=1; b=2"
    }


@pytest.mark.parametrize(
    ("proxies", "forwarded", "seen"),
    [(0, b"203.0.113.9", "192.0.2.1"), (1, b"forged, 203.0.113.9", "203.0.113.9"), (2, b"", "192.0.2.1")],
)
def test_only_our_own_proxies_say_where_a_visitor_comes_from(proxies, forwarded, seen):
    assert visitor({"client": ("192.0.2.1", 1)}, {b"x-forwarded-for": forwarded}, proxies) == seen

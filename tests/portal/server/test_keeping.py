"""An answer may not be kept when Django looked at anything of the visitor."""

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.cache import add_never_cache_headers

from portal.kit import published
from portal.server.keeping import KeepOnlyWhatIsForEverybody

HARMLESS = {"display": "large", "csrftoken": "x", "seen": "1"}


def is_kept(look=lambda request: None, finish=lambda response: None, cookies=HARMLESS):
    """Answer as a marked view that does LOOK at the request and FINISH with its response."""

    def view(request):
        published.allow_keeping(request)
        request.session = SessionStore()
        look(request)
        response = HttpResponse("hello")
        finish(response)
        return response

    request = RequestFactory().get("/")
    request.COOKIES = dict(cookies)
    KeepOnlyWhatIsForEverybody(view)(request)
    return published.may_be_kept(request.META)


@pytest.mark.parametrize(
    "look",
    [
        lambda request: None,
        lambda request: request.COOKIES["display"],
        lambda request: request.COOKIES.get("csrftoken"),
    ],
    ids=["nothing", "the display preferences", "the token of forms"],
)
def test_what_is_for_everybody_may_be_kept(look):
    assert is_kept(look)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "look",
    [
        lambda request: request.session.get("anything"),
        lambda request: request.COOKIES["seen"],
        lambda request: request.COOKIES.get("seen"),
        lambda request: request.COOKIES.get("absent"),
        lambda request: "absent" in request.COOKIES,
        lambda request: dict(request.COOKIES),
        lambda request: request.COOKIES.copy(),
        lambda request: list(request.COOKIES.items()),
        lambda request: bool(request.COOKIES),
    ],
    ids=["session", "cookie", "get", "absent", "in", "dict", "copy", "items", "any"],
)
def test_whoever_looks_at_the_visitor_loses_it(look):
    assert not is_kept(look)


def test_a_visitor_with_a_session_cookie_loses_it():
    assert not is_kept(cookies={"sessionid": "abc"})


@pytest.mark.parametrize(
    "finish",
    [
        add_never_cache_headers,
        lambda response: response.set_cookie("a", "1"),
        lambda response: response.headers.setdefault("Vary", "Accept-Language"),
        lambda response: response.headers.setdefault("Cache-Control", "max-age=60, Private"),
    ],
    ids=["restricted by Wagtail", "sets a cookie", "varies", "private"],
)
def test_an_answer_that_says_it_is_private_loses_it(finish):
    assert not is_kept(finish=finish)

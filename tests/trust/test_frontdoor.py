"""The front door of a real site: fresh within a second, never another's page, open while others send half a body."""

import http.client
import json
import re
import shutil
import socket
import time

import pytest

from tests.prepared import fresh

pytestmark = pytest.mark.own_site
GUIDE = "/items/social-card-replace/"
RENAME = (
    "from catalog.models import ServiceItem as I; i = I.objects.get(code='social-card-replace');"
    "i.name = {'zh-hans': '另一个进程改的名字'}; i.save_revision().publish()"
)
SECOND = 1.0  # after which every process knows of a publication
BUSY = 5.0  # seconds more for a machine that has other things to do
PASSWORD = "柠檬-password"
PRIVATE, ARTICLE = "/rules/", "第一条"
RESTRICT = (
    "from wagtail.models import Page, PageViewRestriction as R;"
    "page = Page.objects.get(slug='{slug}', locale__language_code='zh-hans');"
    f"r = R.objects.create(page=page, restriction_type='password', password='{PASSWORD}');"
)
RELEASE = "from wagtail.models import PageViewRestriction as R; R.objects.filter(page__slug='{slug}').delete()"
# Somebody who has typed the password.
PASSED = (
    "from django.contrib.sessions.backends.db import SessionStore; s = SessionStore();"
    "s['passed_page_view_restrictions'] = [r.pk]; s.create(); print('session', s.session_key)"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    site = fresh(tmp_path_factory.mktemp("site"), tmp_path_factory)
    site.start()
    yield site
    site.stop()


def get(site, path=GUIDE, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=20)
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    body = response.read().decode()
    connection.close()
    return response, body


def tag(site, **headers):
    return get(site, **headers)[0].headers["ETag"]


def run(site, code):
    return site.manage("shell", "-v", "0", "-c", code)


def until(is_so):
    """Ask until it IS SO; return the seconds since the publication that the first such answer took."""
    began = time.monotonic()
    while not is_so():
        assert time.monotonic() - began < SECOND + BUSY
        time.sleep(0.02)
    return time.monotonic() - began


@pytest.fixture(scope="module")
def session(site):
    """The key of a real session that has passed the restriction; from now on `/rules/` has a password."""
    return re.search(r"session (\w+)", run(site, RESTRICT.format(slug="rules") + PASSED))[1]


def test_a_public_page_is_kept_and_a_private_visit_is_not(site, session):
    assert tag(site)
    assert get(site, **{"If-None-Match": tag(site)})[0].status == 304
    assert tag(site, Cookie=f"sessionid={session}") is None


def test_a_page_that_becomes_private_is_closed_within_a_second(site):
    page, text = "/systems/", "首问负责"
    assert text in get(site, page)[1]
    run(site, RESTRICT.format(slug="systems"))
    until(lambda: text not in get(site, page)[1])
    assert page not in get(site, "/sitemaps/pages/1.xml")[1]
    run(site, RELEASE.format(slug="systems"))
    until(lambda: text in get(site, page)[1])


@pytest.mark.parametrize(
    "cookie", ["sessionid={}", "odd; sessionid={}", "odd; ;sessionid={}; odd", 'a="; sessionid={}']
)
def test_a_page_with_a_password_is_never_handed_to_strangers(site, session, cookie):
    until(lambda: ARTICLE not in get(site, PRIVATE)[1])
    for _ in range(10):
        response, body = get(site, PRIVATE, Cookie=cookie.format(session))
        assert ARTICLE in body, "whoever typed the password reads it"
        assert response.headers["ETag"] is None
        for stranger in ({}, {"Cookie": "odd"}, {"Cookie": "sessionid=" + "a" * 32}):
            assert ARTICLE not in get(site, PRIVATE, **stranger)[1]


def test_odd_cookies_do_not_change_the_page_of_others(site):
    normal = get(site)[1]
    care = get(site, Cookie="odd; display=xlarge.care")[1]
    assert care == get(site, Cookie="display=xlarge.care")[1] != normal
    for cookie in ("odd", "odd; display=normal", 'display="normal"', "odd; display=no.way"):
        assert get(site, Cookie=cookie)[1] == normal
    assert get(site)[1] == normal


@pytest.mark.parametrize("key", ["anything", "a" * 32, "0" * 32, "a" * 4000, "%00"])
def test_an_invented_session_is_answered_from_the_ready_pages_and_told_to_forget_its_cookie(site, key):
    for path in (GUIDE, "/items/", "/points/"):
        cookie = f"odd; sessionid={key}; display=normal"
        until(lambda path=path, cookie=cookie: get(site, path, Cookie=cookie)[0].headers["ETag"])
        response, body = get(site, path, Cookie=cookie)
        assert 'sessionid=""' in response.headers["Set-Cookie"]
        assert "Max-Age=0" in response.headers["Set-Cookie"]
        assert body == get(site, path)[1]
        assert get(site, path)[0].headers["Set-Cookie"] is None


def test_old_address_of_a_renamed_item_leads_on_within_a_second(site, tmp_path):
    old, new = "elder-card", "senior-card"
    city = shutil.copytree(site.definitions[0], tmp_path / "qingdao")
    for path in [path for path in city.rglob("*") if path.is_file() and old in path.read_text()]:
        path.write_text(re.sub(rf"\b{old}\b", new, path.read_text()))
    path = city / "items" / f"{old}.yaml"
    path.write_text(path.read_text().replace(f"item: {new}\n", f"item: {new}\nwas: {old}\n"))
    assert get(site, f"/en/items/{old}/")[0].headers["ETag"]
    assert "1 renamed" in site.manage("definitions", "apply", str(city), str(site.definitions[1]))
    until(lambda: get(site, f"/en/items/{old}/")[0].status != 200)
    answer = get(site, f"/en/items/{old}/")[0]
    assert (answer.status, answer.headers["Location"]) == (301, f"/en/items/{new}/")
    assert get(site, f"/en/items/{new}/")[0].status == 200


def test_size_mode_and_language_each_have_their_page(site):
    pages = [get(site)[1], get(site, Cookie="display=xlarge")[1], get(site, Cookie="display=large.care")[1]]
    pages.append(get(site, "/en" + GUIDE)[1])
    again = [get(site)[1], get(site, Cookie="display=xlarge")[1], get(site, Cookie="display=large.care")[1]]
    assert len(set(pages)) == 4
    assert again == pages[:3]


def test_no_ready_page_holds_a_token(site):
    for path in ("/", GUIDE, "/items/", "/points/", "/contacts/", "/systems/"):
        response, body = get(site, path)
        assert response.headers["ETag"], path
        assert "csrfmiddlewaretoken" not in body
        assert response.headers["Set-Cookie"] is None


def test_what_another_process_publishes_is_seen_within_a_second(site):
    before = get(site)[1]
    assert "另一个进程改的名字" not in before
    run(site, RENAME)
    until(lambda: "另一个进程改的名字" in get(site)[1])


def test_half_sent_bodies_stop_nobody(site):
    head = b"POST /track/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\nhalf"
    halves = [socket.create_connection(("127.0.0.1", site.port), timeout=20) for _ in range(40)]
    try:
        for half in halves:
            half.sendall(head)
        began = time.monotonic()
        response, _body = get(site, "/track/")
        assert response.status == 200
        assert time.monotonic() - began < 5
    finally:
        for half in halves:
            half.close()


def test_health_is_answered_for_any_host_and_while_others_wait(site):
    for host in ("bangban.example", "10.0.0.7:8000", "..."):
        response, body = get(site, "/healthz", Host=host)
        assert (response.status, body) == (200, "alive")
        assert get(site, "/readyz", Host=host)[0].status == 200
    assert get(site, Host="bangban.example")[0].status == 400


def test_health_is_never_kept(site):
    response, body = get(site, "/readyz")
    assert response.headers["ETag"] is None
    assert json.loads(body)

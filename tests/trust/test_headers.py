"""Bar 19: every kind of answer of a real server with the settings of production carries all eight headers."""

import http.client
import os
import re
import subprocess
import sys
import time

import pytest

from portal.server import plain
from portal.server.launch import granian
from tests.prepared import fresh
from tests.running import ROOT

pytestmark = pytest.mark.own_site

HOST = "bangban.example"
EIGHT = {
    "Content-Security-Policy": r"default-src 'none'",
    "Permissions-Policy": r"camera=\(\), geolocation=\(\), microphone=\(\)",
    "Cross-Origin-Opener-Policy": r"same-origin$",
    "Cross-Origin-Resource-Policy": r"same-origin$",
    "X-Content-Type-Options": r"nosniff$",
    "X-Frame-Options": r"DENY$",
    "Referrer-Policy": r"same-origin$",
    "Strict-Transport-Security": r"max-age=31536000",
}
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "portal.settings.production",
    "SECRET_KEY": "kX9-" + "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOP0123456789",
    "ALLOWED_HOSTS": HOST,
    "PORTAL_ADDRESS": f"https://{HOST}",
    "PORTAL_PROXIES": "1",  # the one that says over TLS
}
DOCUMENT = (
    "from django.core.files.base import ContentFile; from content.models import PortalDocument as D;"
    "d = D(title='a'); d.file.save('a.pdf', ContentFile(b'%PDF-1.7')); d.save();"
    "from catalog.models import ServicePoint as P; from appointments.models import AppointmentKind as K;"
    "print('document', d.url, 'point', P.objects.public().first().code)"
)
BREAK = "from django.db import connection; connection.cursor().execute('ALTER TABLE catalog_theme RENAME TO gone')"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The prepared site, served by granian alone with the settings of production."""
    site = fresh(tmp_path_factory.mktemp("headers"), tmp_path_factory)
    environment = os.environ | site.environment | PRODUCTION | {"PORTAL_KEY_RING": str(site.state / "keys.json")}
    command = [sys.executable, "-m", "granian", *granian("127.0.0.1", site.port, workers=1)]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        began = time.monotonic()
        while not is_alive(site):
            assert process.poll() is None
            assert time.monotonic() - began < 60
            time.sleep(0.1)
        yield site
    finally:
        process.terminate()
        process.wait(timeout=20)


def is_alive(site):
    try:
        return ask(site, "/healthz").status == 200
    except OSError:
        return False


def ask(site, path, method="GET", body=None, *, secure=True, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=20)
    headers = {"Host": HOST, **headers} | ({"X-Forwarded-Proto": "https"} if secure else {})
    connection.request(method, path, body, headers)
    response = connection.getresponse()
    response.read()
    connection.close()
    return response


def missing(response):
    """Return which of the eight are not there as they should be; stricter policies are welcome."""
    return [name for name, value in EIGHT.items() if not re.match(value, response.headers.get(name) or "")]


@pytest.fixture(scope="module")
def paths(site):
    """Paths that exist in this site alone."""
    document, point = re.search(r"document (\S+) point (\S+)", site.manage("shell", "-v", "0", "-c", DOCUMENT)).groups()
    static = next((site.state / "static" / "portal").glob("base.*.css")).name
    return {"document": document.replace(f"https://{HOST}", ""), "point": point, "static": f"/static/portal/{static}"}


# What is asked, and the status of the answer.
KINDS = {
    "ready page": ("/items/", {}, 200),
    "ready page again": ("/items/", {}, 200),
    "ready page, HEAD": ("/items/", {"method": "HEAD"}, 200),
    "ready page, invented session": ("/items/", {"Cookie": "__Host-session=" + "a" * 32}, 200),
    "page made for one": ("/search/?q=x", {}, 200),
    "form": ("/track/", {}, 200),
    "json": ("/search/suggest/?q=x", {}, 200),
    "xml": ("/sitemap.xml", {}, 200),
    "style of the city": ("/look.css", {}, 200),
    "paper": ("/points/{point}/sign.pdf", {}, 200),
    "static file": ("{static}", {}, 200),
    "static file, packed": ("{static}", {"Accept-Encoding": "gzip"}, 200),
    "static file, part": ("{static}", {"Range": "bytes=0-9"}, 206),
    "static file, wrong part": ("{static}", {"Range": "bytes=99999999-"}, 416),
    "static file, HEAD": ("{static}", {"method": "HEAD"}, 200),
    "static file, POST": ("{static}", {"method": "POST"}, 405),
    "static file, not there": ("/static/nothing.css", {}, 404),
    "document": ("{document}", {}, 200),
    "document, not there": ("/documents/999/a.pdf", {}, 404),
    "media": ("/media/nothing.png", {}, 404),
    "sign-in": ("/admin/login/", {}, 200),
    "admin": ("/admin/", {}, 302),
    "slash": ("/items", {}, 301),
    "choice of text size": ("/reading/?size=large", {}, 302),
    "not found": ("/nothing/", {}, 404),
    "not found in English": ("/en/nothing/", {}, 404),
    "wrong host": ("/", {"Host": "elsewhere.example"}, 400),
    "wrong host, static": ("{static}", {"Host": "elsewhere.example"}, 200),
    "wrong path": ("/%00", {}, 404),
    "wrong method": ("/items/", {"method": "POST", "Origin": f"https://{HOST}"}, 403),
    "form without token": ("/track/", {"method": "POST", "body": "a=1"}, 403),
    "too large": ("/track/", {"method": "POST", "Content-Length": "99999999"}, 413),
    "alive": ("/healthz", {}, 200),
    "alive, any host": ("/healthz", {"Host": "10.0.0.7"}, 200),
    "ready": ("/readyz", {}, 200),
    "ready, any host": ("/readyz", {"Host": "10.0.0.7"}, 200),
}


def given(site, paths, name):
    path, options, status = KINDS[name]
    return ask(site, path.format(**paths), **options), status


@pytest.mark.parametrize("name", KINDS)
def test_all_eight_headers_are_on(site, paths, name):
    response, status = given(site, paths, name)
    assert response.status == status
    assert missing(response) == []


@pytest.mark.parametrize("path", ["/items/", "{static}", "{document}"])
def test_what_the_visitor_has_already_is_answered_with_all_eight(site, paths, path):
    path = path.format(**paths)
    response = ask(site, path, **{"If-None-Match": ask(site, path).headers["ETag"]})
    assert response.status == 304
    assert missing(response) == []


def test_without_tls_every_answer_leads_to_it_and_health_needs_none(site, paths):
    for path in ("/items/", paths["static"], "/nothing/"):
        response = ask(site, path, secure=False)
        assert (response.status, response.headers["Location"]) == (301, f"https://{HOST}{path}")
        assert missing(response) == ["Strict-Transport-Security"], "which browsers take over TLS only"
    for path in ("/healthz", "/readyz"):
        assert ask(site, path, secure=False, Host="10.0.0.7").status == 200


@pytest.mark.parametrize("status", plain.SENTENCES)
def test_the_sentences_of_the_front_door_carry_all_eight(status, settings):
    settings.SECURE_HSTS_SECONDS = 31536000
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    for scheme, told in (("http", b"https"), ("https", None), ("http", b"https, http")):
        headers = {b"x-forwarded-proto": told} if told else {}
        given = {name.decode(): value.decode() for name, value in plain.sentence(status, scheme, headers)[1]}
        assert all(re.match(value, given.get(name.lower(), "")) for name, value in EIGHT.items())
    plainly = dict(plain.sentence(status, "https", {b"x-forwarded-proto": b"http"})[1])
    assert b"strict-transport-security" not in plainly


def test_an_error_carries_all_eight(site, paths):
    """The last one: the site is broken afterwards."""
    site.manage("shell", "-v", "0", "-c", BREAK)
    response = ask(site, "/items/?theme=anything")
    assert response.status == 500
    assert missing(response) == []

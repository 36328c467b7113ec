"""The front door of a real site: fresh at once, never another's page, and open while others send half a body."""

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


def test_a_public_page_is_kept_and_a_private_visit_is_not(site):
    assert tag(site)
    assert get(site, **{"If-None-Match": tag(site)})[0].status == 304
    assert tag(site, Cookie="sessionid=anything") is None


def test_old_address_of_a_renamed_item_leads_on_at_the_next_request(site, tmp_path):
    old, new = "elder-card", "senior-card"
    city = shutil.copytree(site.definitions[0], tmp_path / "qingdao")
    for path in [path for path in city.rglob("*") if path.is_file() and old in path.read_text()]:
        path.write_text(re.sub(rf"\b{old}\b", new, path.read_text()))
    path = city / "items" / f"{old}.yaml"
    path.write_text(path.read_text().replace(f"item: {new}\n", f"item: {new}\nwas: {old}\n"))
    assert get(site, f"/en/items/{old}/")[0].headers["ETag"]
    assert "1 renamed" in site.manage("definitions", "apply", str(city), str(site.definitions[1]))
    answer = get(site, f"/en/items/{old}/")[0]
    assert (answer.status, answer.headers["Location"]) == (301, f"/en/items/{new}/")
    assert get(site, f"/en/items/{new}/")[0].status == 200


def test_size_mode_and_language_each_have_their_page(site):
    pages = [get(site)[1], get(site, Cookie="reading=xlarge")[1], get(site, Cookie="reading=large.care")[1]]
    pages.append(get(site, "/en" + GUIDE)[1])
    again = [get(site)[1], get(site, Cookie="reading=xlarge")[1], get(site, Cookie="reading=large.care")[1]]
    assert len(set(pages)) == 4
    assert again == pages[:3]


def test_no_ready_page_holds_a_token(site):
    for path in ("/", GUIDE, "/items/", "/points/", "/contacts/", "/rules/"):
        response, body = get(site, path)
        assert response.headers["ETag"], path
        assert "csrfmiddlewaretoken" not in body
        assert response.headers["Set-Cookie"] is None


def test_what_another_process_publishes_is_seen_at_the_next_request(site):
    before = get(site)[1]
    assert "另一个进程改的名字" not in before
    site.manage("shell", "-v", "0", "-c", RENAME)
    assert "另一个进程改的名字" in get(site)[1]


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


def test_health_is_never_kept(site):
    response, body = get(site, "/readyz")
    assert response.headers["ETag"] is None
    assert json.loads(body)

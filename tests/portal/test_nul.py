"""NUL characters in addresses, queries and cookies break nothing, whatever the database."""

from http import cookies

import pytest
from django.conf import settings

from tests.city import city
from tests.journeys.pages import PUBLIC

__all__ = ["city"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]

# What public pages read from a query.
ASKED = (
    *("q", "page", "district", "town", "level", "theme", "class", "audience", "mode", "open", "sort"),
    *("item", "kind", "point", "day", "number", "size", "care", "next"),
)


@pytest.mark.parametrize("name", PUBLIC)
def test_query_is_read_without_nul_characters(client, name):
    path = PUBLIC[name].partition("?")[0]
    assert client.get(path + "?" + "&".join(f"{word}=%00" for word in ASKED)).status_code < 500
    assert client.get(path + "?q=%E5%B4%82%00").status_code < 500


@pytest.mark.parametrize("address", ["/items/a%00b/", "/points/%00/", "/%00", "/admin/pages/%00/", "/en/%00/"])
def test_address_with_a_nul_character_leads_nowhere(client, address):
    assert client.get(address).status_code == 404


def test_quoted_cookie_with_a_nul_character_is_no_cookie(client):
    quoted = r'"aaaaaaaaaaaaaaaa\000"'
    assert cookies._unquote(quoted)[-1] == "\0"
    client.cookies.load(f"{settings.SESSION_COOKIE_NAME}={quoted}")
    assert client.get("/admin/").status_code == 302
    assert client.get("/apply/assistance/?item=social-card-replace").status_code == 200

"""Somebody of the staff with a plain HTTP client: signs in, opens pages, uploads files."""

import http.cookiejar
import re
import urllib.parse
import urllib.request
from collections.abc import Mapping
from http.client import HTTPResponse

BOUNDARY = "a-boundary-of-the-tests"


class Staff:
    """Signs USERNAME in with PASSWORD at the site BASE."""

    def __init__(self, base: str, username: str, password: str) -> None:
        self.base = base
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(jar)
        self.post("/admin/login/", {"username": username, "password": password, "next": "/admin/"})

    def get(self, path: str) -> HTTPResponse:
        """Open PATH."""
        return self.opener.open(self.base + path, timeout=60)

    def post(self, path: str, data: Mapping[str, str]) -> HTTPResponse:
        """Send the form of PATH with DATA."""
        body = urllib.parse.urlencode({**data, "csrfmiddlewaretoken": self._token(path)}).encode()
        return self.opener.open(urllib.request.Request(self.base + path, body, {"Referer": self.base}), timeout=60)

    def upload(self, path: str, data: Mapping[str, str], *, file: tuple[str, bytes]) -> HTTPResponse:
        """Send the form of PATH with DATA and FILE (name, content) in its field ``file``."""
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="'
        fields = {**data, "csrfmiddlewaretoken": self._token(path)}
        parts = [f'{head}{name}"\r\n\r\n{value}\r\n'.encode() for name, value in fields.items()]
        parts += [f'{head}file"; filename="{file[0]}"\r\n\r\n'.encode(), file[1], f"\r\n--{BOUNDARY}--\r\n".encode()]
        headers = {"Referer": self.base, "Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
        return self.opener.open(urllib.request.Request(self.base + path, b"".join(parts), headers), timeout=60)

    def _token(self, path: str) -> str:
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get(path).read().decode())
        assert found, f"no form on {path}"
        return found[1]

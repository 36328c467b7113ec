"""`make run`: embedded, on this machine alone. The secret is made on first start and kept in the state folder."""

import secrets

from portal.settings.base import *
from portal.settings.base import STATE

DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]

_secret_file = STATE / "secret.txt"
if not _secret_file.exists():
    _secret_file.touch(mode=0o600)
    _secret_file.write_text(secrets.token_urlsafe(50))
SECRET_KEY = _secret_file.read_text().strip()

"""`make run`: embedded, on this machine alone. The secret is made on first start and kept in the state folder."""

from portal.settings import env
from portal.settings.base import *
from portal.settings.base import STATE

DEBUG = False
EMBEDDED = True
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
SECRET_KEY = env.secret(STATE / "secret.txt")

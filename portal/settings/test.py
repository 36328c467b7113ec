"""The suite: stricter than production. It runs on SQLite, or on the PostgreSQL that tests/postgres.py starts for it."""

import atexit
import base64
import json
import os
import shutil
import tempfile
from pathlib import Path

from portal.settings import env
from portal.settings.base import *
from portal.settings.databases import database

EMBEDDED = True
SECRET_KEY = "a key for tests alone, of no use elsewhere"
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
# The processes of one run share a folder: copies of the database are made once (tests/snapshots.py). The first process
# creates the folder and removes it.
if not env.text("TEST_RUN", ""):
    os.environ["TEST_RUN"] = tempfile.mkdtemp(prefix="portal-test-")
    atexit.register(shutil.rmtree, os.environ["TEST_RUN"], ignore_errors=True)
RUN = Path(os.environ["TEST_RUN"])
STATE = Path(tempfile.mkdtemp(prefix="process-", dir=RUN))
MEDIA_ROOT = STATE / "media"
UPLOADS = str(STATE / "uploads")
STATIC_ROOT = STATE / "static"
STATIC_ROOT.mkdir()  # WhiteNoise warns about a missing folder
# The same keys in every process of a run: a copy of a database made by another process opens, too.
KEY_RING = str(STATE / "keys.json")
_key = base64.b64encode(b"a key for tests alone, of no use").decode()
Path(KEY_RING).write_text(json.dumps({"current": "k1", "keys": {"k1": _key}, "index": _key}))
DATABASES = {"default": database(env.text("TEST_DATABASE_URL", f"sqlite://{STATE / 'test.sqlite3'}"))}
if "init_command" in DATABASES["default"].get("OPTIONS", {}):
    # A test database need not survive a power cut; kill tests run on a real site with the real settings.
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
    DATABASES["default"]["TEST"] = {"NAME": str(STATE / "suite.sqlite3")}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

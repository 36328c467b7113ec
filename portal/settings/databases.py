"""Reads `DATABASE_URL`: what it does not know stops the start with one sentence, which repeats no password."""

from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import make_conninfo

FORMS = "sqlite:///path or postgresql://user:password@host:port/name"
# What the address says in another place than its query.
ELSEWHERE = {"user", "password", "dbname"}


def database(address: str, *, pool: int = 0, kept: int = 60) -> dict[str, Any]:
    """Return Django's settings for ADDRESS: `sqlite:///path` or `postgresql://user:password@host:port/name?sslmode=…`.

    ``pool`` is the most connections that a process holds in its pool, 0 for none; without a pool a connection is
    ``kept`` for so many seconds. Both are for PostgreSQL. Raises ImproperlyConfigured.
    """
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018  raises here what it would raise later
        query = parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
    except ValueError as error:
        raise ImproperlyConfigured(f"DATABASE_URL is not an address like {FORMS}.") from error
    if parts.fragment or not parts.path.strip("/"):
        raise ImproperlyConfigured(f"DATABASE_URL is not an address like {FORMS}; special characters are %-encoded.")
    if parts.scheme == "sqlite":
        return _sqlite(parts)
    if parts.scheme in {"postgresql", "postgres"}:
        return _postgresql(parts, dict(query), pool=pool, kept=kept)
    raise ImproperlyConfigured(f"DATABASE_URL begins with {parts.scheme or 'no scheme'}; known are {FORMS}.")


def _sqlite(parts: SplitResult) -> dict[str, Any]:
    if parts.netloc or parts.query:
        raise ImproperlyConfigured("DATABASE_URL of SQLite is sqlite:/// and an absolute path, without host and query.")
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": unquote(parts.path),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # FULL: a receipt is a promise, so a power cut must not lose the last commits.
            # recursive_triggers: without it INSERT OR REPLACE slips past the append-only journal.
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA recursive_triggers=ON;",
        },
    }


def _postgresql(parts: SplitResult, query: dict[str, str], *, pool: int, kept: int) -> dict[str, Any]:
    for name, value in query.items():
        try:
            make_conninfo("", **{name: value})
        except ProgrammingError as error:
            raise ImproperlyConfigured(f"DATABASE_URL has the setting '{name}', which libpq does not know.") from error
        if name in ELSEWHERE:
            raise ImproperlyConfigured(f"DATABASE_URL names '{name}' in its query; write it before the question mark.")
    if pool < 0 or kept < 0:
        raise ImproperlyConfigured("DATABASE_POOL and DATABASE_CONN_MAX_AGE cannot be negative.")
    pooled = {"pool": {"min_size": 1, "max_size": pool, "timeout": 10}} if pool else {}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path).lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", unquote(parts.hostname or "")),
        "PORT": query.pop("port", str(parts.port or "")),
        "OPTIONS": query | pooled,
        "CONN_HEALTH_CHECKS": True,
        # A pool keeps the connections itself.
        "CONN_MAX_AGE": 0 if pool else kept,
    }

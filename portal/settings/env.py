"""Reads environment variables; a missing or malformed one stops the start with one sentence."""

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str | None = None) -> str:
    """Return the variable NAME, or DEFAULT; a variable without a default must be set."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise ImproperlyConfigured(f"Set the environment variable {name}; see docs/operators.md.")
    return default


def flag(name: str, *, default: bool = False) -> bool:
    """Return NAME as a switch: 1, true, yes or on (any case) mean on."""
    value = text(name, "on" if default else "off").lower()
    return value in {"1", "true", "yes", "on"}


def whole(name: str, default: int) -> int:
    """Return NAME as a whole number."""
    value = text(name, str(default))
    if not value.lstrip("-").isdigit():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    """Return NAME split at commas, blanks dropped."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def servers(name: str) -> list[str]:
    """Return NAME as addresses of one kind of server, comma-separated: scheme, host and port, perhaps user:password."""
    found = words(name)
    for address in found:
        try:
            parts = urlsplit(address)
            well = parts.scheme in {"http", "https"} and parts.hostname and parts.port
        except ValueError:
            well = False
        if not well:
            # The address may hold a password: it is not repeated.
            raise ImproperlyConfigured(f"{name} must hold addresses like https://user:password@search.example:9200.")
    return found


def folder(name: str, default: Path) -> Path:
    """Return NAME as an absolute folder; it is made, for its owner alone, if it does not exist."""
    path = Path(text(name, str(default))).expanduser().resolve()
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def secret(path: Path) -> str:
    """Return the secret kept at PATH; it is made if there is none, once, however many processes start together."""
    if not path.exists():
        draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass  # another process was faster
        finally:
            draft.unlink()
    return path.read_text().strip()

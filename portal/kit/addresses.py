"""Addresses that leave the site: on paper, in feeds, for search engines. Never from the request, which may lie."""

from django.conf import settings


def absolute(path: str) -> str:
    """Return PATH (``/items/x/``) with scheme and host, as `PORTAL_ADDRESS` says."""
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{path}"

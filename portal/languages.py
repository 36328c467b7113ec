"""Language by address: the site's default language at the root, the others under /<code>/."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import URLResolver, clear_url_caches
from django.urls.resolvers import LocalePrefixPattern, URLPattern
from django.utils import translation

from portal.kit import languages

# Addresses without a language: staff work in the language of their account, files have none.
WITHOUT_LANGUAGE = ("/admin/", "/documents/", "/static/", "/media/")


class LanguagePrefix(LocalePrefixPattern):
    """Like Django's, but the unprefixed language is that of the site's definition, not of the settings."""

    def __init__(self) -> None:
        super().__init__(prefix_default_language=False)

    @property
    def language_prefix(self) -> str:
        language = translation.get_language() or languages.default()
        return "" if language == languages.default() else f"{language}/"


def by_language(*patterns: URLPattern | URLResolver) -> list[URLResolver]:
    """Return PATTERNS under the prefix of the active language."""
    return [URLResolver(LanguagePrefix(), list(patterns))]


def language_of(path: str) -> str:
    """Return the language that PATH asks for."""
    first = path.lstrip("/").split("/", 1)[0]
    offered = languages.offered()
    return first if first in offered[1:] else offered[0]


def address_in(path: str, language: str) -> str:
    """Return PATH (without query) as it reads in LANGUAGE."""
    current, default = language_of(path), languages.default()
    bare = path if current == default else path.removeprefix(f"/{current}")
    return bare if language == default else f"/{language}{bare}"


_seen: list[str] = []


def _notice_default() -> None:
    """Drop the addresses that Django keeps when the site has another default language: they begin otherwise now."""
    default = languages.default()
    if _seen != [default]:
        clear_url_caches()
        _seen[:] = [default]


def last_default() -> str:
    """Return the default language as the last request of this process found it; asks nobody."""
    return _seen[0] if _seen else settings.FIRST_LANGUAGE


class LanguageByAddress:
    """Activates the language of the address; nothing is guessed from the browser, so that a link means one page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        _notice_default()
        bare = request.path_info.startswith(WITHOUT_LANGUAGE)
        language = languages.default() if bare else language_of(request.path_info)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
        return response

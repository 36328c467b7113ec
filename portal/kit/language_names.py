"""Names of languages, and the direction in which they are written."""

from django.conf.locale import LANG_INFO
from django.utils.translation import get_language_info


def known(code: str) -> bool:
    """Return whether a site can speak the language CODE."""
    return "name" in LANG_INFO.get(code, {})


def codes() -> list[str]:
    """Return the codes of all languages in which a site can speak."""
    return sorted(filter(known, LANG_INFO))


def own_name(code: str) -> str:
    """Return the name of the language CODE in itself, e.g. Kiswahili; the code where it is not known."""
    return str(LANG_INFO.get(code, {}).get("name_local", code))


def translated_name(code: str) -> str:
    """Return the name of the language CODE in the active language; the code where it is not known."""
    return str(get_language_info(code)["name_translated"]) if known(code) else code


def direction(code: str) -> str:
    """Return the direction in which the language CODE is written: ``ltr`` or ``rtl``."""
    return "rtl" if LANG_INFO.get(code, {}).get("bidi") else "ltr"

"""What languages are called in themselves, and in which direction they are written."""

from django.conf.locale import LANG_INFO


def known(code: str) -> bool:
    """Return whether a site can speak the language CODE."""
    return "name" in LANG_INFO.get(code, {})


def codes() -> list[str]:
    """Return the codes of all languages in which a site can speak."""
    return sorted(filter(known, LANG_INFO))


def own_name(code: str) -> str:
    """Return the name of the language CODE in itself, e.g. Kiswahili; the code where it is not known."""
    return str(LANG_INFO.get(code, {}).get("name_local", code))


def direction(code: str) -> str:
    """Return in which direction the language CODE is written: ``ltr`` or ``rtl``."""
    return "rtl" if LANG_INFO.get(code, {}).get("bidi") else "ltr"

"""Default locale of Wagtail: the first language of the site, which its definitions name.

Wagtail reads the setting LANGUAGE_CODE, the same for every site: editors would be offered pages of another language.
"""

from wagtail.models import Locale

from portal.kit import languages


def default_locale() -> Locale:
    """Return the locale of the site's default language, or the first that exists; Locale.DoesNotExist without any."""
    wanted = Locale.objects.filter(language_code=languages.default()).first()
    return wanted or Locale.objects.order_by("pk")[:1].get()


def install() -> None:
    """Let Wagtail ask `default_locale`; it has no setting for this."""
    Locale.get_default = staticmethod(default_locale)

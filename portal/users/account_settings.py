"""Language and time zone of an account: where somebody chooses none, those of the site hold, not of the settings."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from wagtail.admin.forms.account import LocalePreferencesForm
from wagtail.admin.views import account
from wagtail.users.models import UserProfile

from portal.kit import clock, language_names, languages


def time_zone_of(profile: UserProfile) -> str:
    """Return the time zone in which the admin shows times to the person of PROFILE."""
    return profile.current_time_zone or str(clock.zone())


class LocaleForm(LocalePreferencesForm):
    """Offers the languages of the site in which the admin speaks, and English."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        own = self.instance.preferred_language
        spoken = [code for code, _name in settings.WAGTAILADMIN_PERMITTED_LANGUAGES]
        kept = [code for code in spoken if code in {*languages.offered(), "en", own}]
        default = languages.default() if languages.default() in spoken else "en"
        first = _("That of the site: %(language)s") % {"language": language_names.own_name(default)}
        choices = [("", first), *((code, language_names.own_name(code)) for code in kept)]
        self.fields["preferred_language"].choices = choices
        zone = self.fields.get("current_time_zone")
        if zone is not None:
            zone.widget.attrs["data-w-locale-server-time-zone-param"] = str(clock.zone())


class LocalePanel(account.LocaleSettingsPanel):
    """Part of the page of one's own account."""

    form_class = LocaleForm

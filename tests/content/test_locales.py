"""Locale of a new page: the first language of the site, whatever the setting of the process."""

import pytest
from wagtail.models import Locale

from portal.kit import languages

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("first", ["zh-hans", "en"])
def test_default_locale_is_the_first_language_of_the_site(first):
    for code in ("zh-hans", "en"):
        Locale.objects.get_or_create(language_code=code)
    with languages.reading([first, "sw"]):
        assert Locale.get_default().language_code == first


def test_language_without_pages_has_another_locale_for_default():
    with languages.reading(["sw"]):
        assert Locale.get_default() in Locale.objects.all()

"""Languages outside of requests: none is left behind, so that names are stored in the language of the site."""

import pytest
from django.utils import translation

from configuration.check import check
from configuration.layers import read
from portal.kit import languages
from portal.kit.speaking import activated, in_language
from tests.city import QINGDAO

pytestmark = pytest.mark.django_db


def test_language_is_as_it_was_after_the_block():
    with in_language("sw"):
        assert activated() == "sw"
    assert activated() == "zh-hans"


def test_where_none_was_active_none_is_left():
    translation.deactivate()
    with languages.reading(["zh-hans", "en"]):
        with in_language("en"):
            assert languages.active() == "en"
        assert activated() is None
        assert languages.active() == "zh-hans"


def test_check_of_a_site_leaves_no_language_behind():
    """It looks up the addresses of the footer in the language of the site; names are stored right after it."""
    translation.deactivate()
    checked = check(read([QINGDAO[0]]))
    assert checked.get("site", "qingdao").footer.links
    assert activated() is None

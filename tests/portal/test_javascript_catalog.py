"""The admin speaks Chinese to the last button: scripts included."""

import json

import pytest
from django.utils.translation import gettext, override

from tests.factories.post import UserFactory

pytestmark = pytest.mark.django_db


def test_words_of_scripts_are_chinese(client):
    """Ours stand beside Wagtail's, which are complete but for these."""
    client.force_login(UserFactory(is_superuser=True))
    words = client.get("/admin/jsi18n/", headers={"accept": "application/json"}).content.decode()
    for english, chinese in (("Insert a block", "插入内容块"), ("Page", "页面")):
        assert f'"{english}": {json.dumps(chinese)}' in words


@pytest.mark.parametrize("msgid", ["Read the release notes.", "Wagtail sitemaps", "item"])
def test_words_of_pages_are_chinese(msgid):
    with override("zh-hans"):
        assert gettext(msgid) != msgid

"""Pages written in the admin as editors write them: Chinese titles, long addresses, copies, dates that have passed."""

import datetime as dt

import pytest
from django.template import engines
from django.test import Client

from content.definitions import PageKind
from content.models import HomePage, TextPage
from portal.kit import clock
from tests.factories.post import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pages")]
PUBLISH = {"action-publish": "1"}


@pytest.fixture(autouse=True)
def templates_of_wagtail(monkeypatch):
    """Wagtail's own templates test variables that may be missing."""
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "")


@pytest.fixture
def desk():
    client = Client()
    client.force_login(UserFactory(is_superuser=True))
    return client


@pytest.fixture
def home():
    return HomePage.objects.get(locale__language_code="zh-hans")


def form(title, slug, **changes):
    counted = {"body-count": "0", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    return counted | {"title": title, "slug": slug, "intro": ""} | changes


def write(desk, home, title, slug, **changes):
    """Publish a new page below HOME and return it."""
    before = {*TextPage.objects.values_list("pk", flat=True)}
    desk.post(f"/admin/pages/add/content/textpage/{home.pk}/", form(title, slug, **(PUBLISH | changes)))
    return TextPage.objects.exclude(pk__in=before).get()


def edit(desk, page, **changes):
    data = form(page.title, page.slug) | changes
    return desk.post(f"/admin/pages/{page.pk}/edit/", data, follow=True)


def test_a_page_with_a_chinese_title_is_published_under_a_chinese_address(desk, home, client, pages):
    page = write(desk, home, "停电通知", "停电通知")
    assert (page.live, page.slug, page.code) == (True, "停电通知", "ting-dian-tong-zhi")
    assert client.get(page.url).status_code == 200
    assert client.get("/停电通知/").status_code == 200
    written = pages.stored()[page.code]
    assert (written.slug, PageKind().plain(written)["slug"]) == ("停电通知", "停电通知")


def test_two_pages_that_sound_alike_have_two_codes(desk, home):
    codes = [write(desk, home, title, title).code for title in ("公告", "公稿", "宫告")]
    assert codes == ["gong-gao", "gong-gao-2", "gong-gao-3"]


def test_a_title_of_signs_alone_still_has_a_code(desk, home):
    page = write(desk, home, "！！！", "-")
    assert page.live
    assert page.code


def test_a_very_long_address_is_published_and_its_code_is_cut(desk, home, client):
    page = write(desk, home, "长" * 200, "a" * 200)
    assert page.live
    assert len(page.code) <= 80
    assert client.get(page.url).status_code == 200


def test_a_page_is_copied_with_its_subpages_as_often_as_somebody_likes(desk, home):
    page = write(desk, home, "关于", "关于")
    write(desk, page, "电话", "电话")
    for slug in ("guan-yu", "关于-2"):
        answer = {"new_title": "关于", "new_slug": slug, "new_parent_page": home.pk, "copy_subpages": "on"}
        desk.post(f"/admin/pages/{page.pk}/copy/", answer | {"publish_copies": "on"})
        assert TextPage.objects.live().filter(slug=slug, depth=page.depth).exists()
    for copied in TextPage.objects.all():
        edit(desk, copied, **PUBLISH)
    codes = [*TextPage.objects.live().values_list("code", flat=True)]
    assert len(codes) == len(set(codes)) == 6


def test_a_code_stays_when_title_and_address_change(desk, home):
    page = write(desk, home, "停电", "停电")
    edit(desk, page, title="停水", slug="停水", **PUBLISH)
    page.refresh_from_db()
    assert (page.slug, page.code) == ("停水", "ting-dian")


def test_an_expired_page_is_saved_as_a_draft_and_published_again(desk, home):
    page = write(desk, home, "活动", "活动")
    past = clock.now() - dt.timedelta(days=2)
    page.expire_at, page.live, page.expired = past, False, True
    page.save()
    page.save_revision()
    held = f"{clock.local(past):%Y-%m-%d %H:%M}"
    edit(desk, page, expire_at=held, intro="说明")
    page.refresh_from_db()
    assert page.get_latest_revision_as_object().intro == "说明"
    assert "到期" in desk.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    edit(desk, page, expire_at=held, **PUBLISH)
    page.refresh_from_db()
    assert (page.live, page.expired, page.expire_at) == (True, False, None)

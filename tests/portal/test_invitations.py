"""A link sets the password of one account, once, for a week; nothing of it is stored, and nothing is logged."""

import datetime as dt
import logging
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import clear_url_caches
from django.utils import translation

from configuration.models import SiteRecord
from portal.kit import published
from portal.users import invitations
from portal.users.models import User

pytestmark = pytest.mark.django_db
SITE = "https://portal.example"
PASSWORD = "a long phrase for tests"
TYPED = {"new_password1": PASSWORD, "new_password2": PASSWORD}


@pytest.fixture(autouse=True)
def in_both_languages(db):
    """A site that speaks Chinese and English; nothing is kept of the one before."""
    spec = {"site": "small", "name": "小城", "competent_authority": "small", "languages": ["zh-hans", "en"]}
    SiteRecord.objects.all().delete()
    SiteRecord.objects.create(code="small", spec=spec)
    published.forget()
    clear_url_caches()  # a request does so where the default language has changed
    yield
    published.forget()


@pytest.fixture
def clerk(in_both_languages):
    user = User(username="clerk", display_name="Ada Example")
    user.set_unusable_password()
    user.save()
    return user


def address(user, language="zh-hans"):
    """Return the path and query of a link for USER."""
    with translation.override(language):
        return invitations.link(user, SITE).removeprefix(SITE)


def test_link_sets_the_password_and_leads_to_the_sign_in(clerk, client):
    answer = client.post(address(clerk), TYPED, follow=True)
    assert answer.redirect_chain == [("/admin/login/", 302)]
    assert "密码已设置好" in answer.content.decode()
    clerk.refresh_from_db()
    assert clerk.check_password(PASSWORD)
    assert client.post("/admin/login/", {"username": "clerk", "password": PASSWORD}).status_code == 302


def test_link_works_once_and_says_what_to_do_then(clerk, client):
    link = address(clerk)
    client.post(link, TYPED)
    for answer in (client.get(link), client.post(link, dict.fromkeys(TYPED, "another long phrase"))):
        page = answer.content.decode()
        assert answer.status_code == 410
        assert "请管理员再发一个新链接" in page
        assert 'href="/admin/login/"' in page
    clerk.refresh_from_db()
    assert clerk.check_password(PASSWORD)


def test_link_of_last_week_says_what_to_do(clerk, client, monkeypatch):
    link = address(clerk)
    later = dt.datetime.now() + dt.timedelta(days=7, minutes=1)  # noqa: DTZ005  Django's tokens count so
    monkeypatch.setattr(invitations.TOKENS, "_now", lambda: later)
    assert client.get(link).status_code == 410
    assert client.post(link, TYPED).status_code == 410


def test_link_of_this_week_holds(clerk, client, monkeypatch):
    link = address(clerk)
    later = dt.datetime.now() + dt.timedelta(days=6, hours=23)  # noqa: DTZ005
    monkeypatch.setattr(invitations.TOKENS, "_now", lambda: later)
    assert client.get(link).status_code == 200


@pytest.mark.parametrize("query", ["", "?user=clerk", "?user=clerk&key=abc-def", "?user=nobody&key=x", "?user=%00"])
def test_damaged_link_is_refused_like_one_that_is_over(clerk, client, query):
    assert client.get(f"/invitation/{query}").status_code in {400, 410}


def test_link_of_one_account_opens_no_other(clerk, client):
    User.objects.create(username="other")
    assert client.get(address(clerk).replace("user=clerk", "user=other")).status_code == 410


def test_link_of_an_account_that_was_closed_is_over(clerk, client):
    link = address(clerk)
    User.objects.update(is_active=False)
    assert client.get(link).status_code == 410


def test_sign_in_or_a_new_password_ends_a_link(clerk, client):
    link = address(clerk)
    clerk.set_password(PASSWORD)
    clerk.save()
    assert client.get(link).status_code == 410
    link = address(clerk)
    client.post("/admin/login/", {"username": "clerk", "password": PASSWORD})
    assert Client().get(link).status_code == 410


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"new_password1": "short", "new_password2": "short"}, "12"),
        ({"new_password1": PASSWORD, "new_password2": f"{PASSWORD}!"}, "new_password2"),
        ({"new_password1": "harbour-master", "new_password2": "harbour-master"}, "用户名"),
        ({}, "id_new_password1_error"),
    ],
)
def test_password_is_judged_by_the_validators(clerk, client, typed, sentence):
    clerk.username = "harbour-master-1"
    clerk.save()
    page = client.post(address(clerk), typed).content.decode()
    assert 'role="alert"' in page
    assert sentence in page
    clerk.refresh_from_db()
    assert not clerk.has_usable_password()


def test_page_speaks_both_languages_and_links_them(clerk, client):
    chinese, english = address(clerk), address(clerk, "en")
    assert english.startswith("/en/invitation/?")
    page = client.get(chinese).content.decode()
    assert "设置密码" in page
    assert english.replace("&", "&amp;") in page
    page = client.get(english).content.decode()
    assert "Set your password" in page
    assert "Your user name is clerk" in page
    assert "at least 12 characters" in page


def test_page_is_kept_nowhere_and_names_itself_to_nobody(clerk, client):
    answer = client.get(address(clerk))
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Referrer-Policy"] == "strict-origin"


def test_attempts_are_counted(clerk, client):
    link = address(clerk)
    for _number in range(invitations.ATTEMPTS.times):
        assert client.post(link, TYPED | {"new_password2": "x"}).status_code == 200
    answer = client.post(link, TYPED)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    clerk.refresh_from_db()
    assert not clerk.has_usable_password()
    # Somebody elsewhere is not kept out, nor is the sign-in.
    assert Client(REMOTE_ADDR="203.0.113.9").post(link, TYPED).status_code == 302
    assert client.post("/admin/login/", {"username": "clerk", "password": PASSWORD}).status_code == 302


def test_nothing_of_a_link_is_stored_or_logged(clerk, client, caplog):
    link = address(clerk)
    key = link.rpartition("key=")[2]
    with caplog.at_level(logging.DEBUG):
        for _number in range(invitations.ATTEMPTS.times + 1):
            client.post(link, TYPED | {"new_password2": "x"})
        client.get(f"{link}x")
        Client(REMOTE_ADDR="203.0.113.9").post(link, TYPED)
    logged = "\n".join(record.getMessage() for record in caplog.records if record.name != "django.db.backends")
    assert "Too Many Requests" in logged
    assert key not in logged
    assert PASSWORD not in logged
    stored = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  our own names
            stored += [str(row) for row in cursor.fetchall()]
    assert not [row for row in stored if key in row or PASSWORD in row]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_use_a_link_at_the_same_moment_one_sets_the_password(clerk):
    link = address(clerk)

    def send(number):
        try:
            typed = dict.fromkeys(TYPED, f"{PASSWORD} {number}")
            return Client().post(link, typed).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        found = sorted(pool.map(send, range(4)))
    assert found == [302, 410, 410, 410]


def test_a_link_holds_as_long_as_the_page_says():
    assert invitations.HOLDS.days == 7
    assert invitations.HOLDS.total_seconds() == settings.PASSWORD_RESET_TIMEOUT

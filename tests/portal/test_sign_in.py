"""The sign-in page: in our name, and counted so that nobody can lock a colleague out."""

import pytest
from django.test import Client
from django.urls import reverse

from portal.users.models import User
from portal.users.sign_in import FAILURES, FAILURES_OF_A_NETWORK

pytestmark = pytest.mark.django_db
PASSWORD = "a long phrase for tests"
HERE, THERE = "198.51.100.7", "203.0.113.9"


@pytest.fixture(autouse=True)
def clerk():
    return User.objects.create_superuser("clerk", password=PASSWORD)


def _try(password, where=HERE, username="clerk"):
    data = {"username": username, "password": password}
    return Client(REMOTE_ADDR=where).post(reverse("wagtailadmin_login"), data)


def test_right_password_opens():
    assert _try(PASSWORD).status_code == 302


def test_right_passwords_are_not_counted():
    for _number in range(FAILURES.times + 1):
        answer = _try(PASSWORD)
    assert answer.status_code == 302


def test_after_five_failures_the_right_password_waits_too():
    for _number in range(FAILURES.times):
        _try("wrong")
    answer = _try(PASSWORD)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= FAILURES.seconds
    assert "15 分钟" in answer.content.decode()
    assert "管理员" in answer.content.decode()


def test_case_of_the_name_makes_no_second_count():
    for _number in range(FAILURES.times):
        _try("wrong", username="CLERK")
    assert _try(PASSWORD).status_code == 429


def test_colleague_elsewhere_is_not_locked_out():
    for _number in range(FAILURES.times):
        _try("wrong", THERE)
    assert _try(PASSWORD).status_code == 302


def test_network_that_tries_many_names_is_stopped():
    for number in range(FAILURES_OF_A_NETWORK.times):
        _try("wrong", username=f"guess-{number}")
    answer = _try(PASSWORD)
    assert answer.status_code == 429
    assert "60 分钟" in answer.content.decode()


def test_refused_attempts_of_one_person_leave_the_network_its_attempts():
    for _number in range(FAILURES_OF_A_NETWORK.times + FAILURES.times):
        _try("wrong")
    User.objects.create_superuser("colleague", password=PASSWORD)
    assert _try(PASSWORD, username="colleague").status_code == 302


def test_forged_header_changes_no_count():
    for number in range(FAILURES.times):
        Client(REMOTE_ADDR=HERE, HTTP_X_FORWARDED_FOR=f"192.0.2.{number}").post(
            reverse("wagtailadmin_login"), {"username": "clerk", "password": "wrong"}
        )
    assert _try(PASSWORD).status_code == 429


def test_known_and_unknown_names_get_the_same_words():
    known, unknown = (_try("wrong", username=name).content.decode() for name in ("clerk", "nobody"))
    assert ("error" in known, known.count("密码")) == ("error" in unknown, unknown.count("密码"))


def test_sign_in_page_is_ours_and_chinese():
    page = Client().get(reverse("wagtailadmin_login")).content.decode()
    assert "工作人员登录" in page
    assert "Wagtail" not in page

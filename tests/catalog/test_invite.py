"""`./manage.py invite`: who gets a link, where it is shown, and what is said where it cannot be."""

import io
import json
import smtplib

import pytest
from django.core import mail
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from catalog.definitions.post import PostKind
from catalog.models import Post
from configuration.check import check
from configuration.layers import read
from portal.kit import clock
from portal.users.models import User
from tests.city import RIVERMOUTH, city  # noqa: F401  a fixture

CITY = RIVERMOUTH
pytestmark = [pytest.mark.usefixtures("city"), pytest.mark.django_db]
SITE = "https://portal.example"
PASSWORD = "a long phrase for tests"


def invite(*arguments):
    """Run the command; return what it printed and what it said beside that."""
    out, err = io.StringIO(), io.StringIO()
    call_command("invite", *arguments, "--site-address", SITE, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def invited(*arguments):
    """Return the links by user name."""
    rows = (line.split("\t") for line in invite(*arguments)[0].splitlines())
    return {username: link for username, _name, link in rows}


def test_everybody_with_a_post_who_never_signed_in_gets_a_link_that_works():
    links = invited()
    assert list(links) == ["rm-clerk", "rm-warden"]
    path = links["rm-clerk"].removeprefix(SITE)
    typed = {"new_password1": PASSWORD, "new_password2": PASSWORD}
    assert Client().post(path, typed).status_code == 302
    assert User.objects.get(username="rm-clerk").check_password(PASSWORD)
    signed_in = Client().post("/admin/login/", {"username": "rm-clerk", "password": PASSWORD})
    assert signed_in.status_code == 302
    assert list(invited()) == ["rm-warden"]


def test_whose_post_is_over_and_whose_account_is_closed_gets_none():
    Post.objects.filter(code="rm-clerk").update(retired_at=clock.now())
    User.objects.filter(username="rm-warden").update(is_active=False)
    out, err = invite()
    assert out == ""
    assert "Nobody to invite" in err


def test_names_choose_accounts_and_an_unknown_one_stops_everything():
    User.objects.filter(username="rm-clerk").update(last_login=clock.now())
    assert list(invited("--user", "rm-clerk")) == ["rm-clerk"]
    with pytest.raises(CommandError, match="nobody-1, nobody-2"):
        invite("--user", "nobody-2", "--user", "rm-clerk", "--user", "nobody-1")


def test_machine_reads_the_same():
    rows = json.loads(invite("--json")[0])
    assert [(row["user"], row["name"]) for row in rows] == [("rm-clerk", "Ada Example"), ("rm-warden", "Ben Example")]
    assert all(row["link"].startswith(f"{SITE}/invitation/?user=") for row in rows)


def test_address_is_that_of_the_settings_by_default(settings):
    settings.WAGTAILADMIN_BASE_URL = "https://of-the-settings.example/"
    out = io.StringIO()
    call_command("invite", stdout=out, stderr=io.StringIO())
    assert "\thttps://of-the-settings.example/invitation/?user=rm-clerk&key=" in out.getvalue()


def test_letter_goes_to_who_has_an_address_and_the_others_are_named():
    User.objects.filter(username="rm-clerk").update(email="ada@portal.example")
    out = io.StringIO()
    with pytest.raises(CommandError, match=r"^rm-warden: no e-mail address"):
        call_command("invite", "--mail", "--site-address", SITE, stdout=out)
    assert out.getvalue() == "Sent: 1 of 2.\n"
    (letter,) = mail.outbox
    assert letter.to == ["ada@portal.example"]
    assert letter.subject == "Your account: Rivermouth Help Desk"
    assert "your user name is rm-clerk" in letter.body
    (path,) = [line.removeprefix(SITE) for line in letter.body.splitlines() if line.startswith(SITE)]
    assert Client().get(path).status_code == 200
    assert "key=" not in out.getvalue()


def test_mail_server_that_refuses_is_named_without_the_link(monkeypatch):
    def refuse(*_args, **_options):
        raise smtplib.SMTPServerDisconnected("please run connect() first")

    User.objects.update(email="staff@portal.example")
    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    with pytest.raises(CommandError) as failed:
        invite("--mail")
    assert "rm-clerk: not sent" in str(failed.value)
    assert "EMAIL_HOST" in str(failed.value)
    assert "key=" not in str(failed.value)


def test_address_of_a_post_is_written_kept_and_the_same_in_all_posts():
    kind = PostKind()
    (post,) = kind.stored(["rm-clerk"])
    kind.save(post.model_copy(update={"email": "ada@portal.example"}))
    assert User.objects.get(username="rm-clerk").email == "ada@portal.example"
    kind.save(post.model_copy(update={"post": "rm-second"}))  # a new post that says none
    (stored,) = kind.stored(["rm-clerk"])
    assert stored.email == "ada@portal.example"
    kind.save(post)
    assert User.objects.get(username="rm-clerk").email == ""


def test_two_addresses_of_one_person_are_refused(tmp_path):
    (tmp_path / "posts.csv").write_text(
        "post,person,username,email,organisation,role,from\n"
        "one,Ada Example,rm-clerk,ada@portal.example,quayside,clerk,2026-01-01\n"
        "two,Ada Example,rm-clerk,eve@portal.example,quayside,clerk,2026-01-01\n"
        "three,Di Example,rm-three,no address,quayside,clerk,2026-01-01\n"
    )
    found = {(one.code, one.place.line) for one in check(read([*RIVERMOUTH, tmp_path])).problems}
    assert {("D317", 3), ("D203", 4)} <= found

"""``./manage.py invite``: links with which the people of the posts set their passwords, printed or sent by mail."""

import argparse
import json
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from catalog.models import Post
from configuration import site
from portal.kit import clock, languages
from portal.users import invitations
from portal.users.models import User

EXAMPLES = """examples:
  ./manage.py invite
  ./manage.py invite --user wang.li --user zhang.min
  ./manage.py invite --mail
Without names: everybody with a post who has never signed in. A link sets the password of one account, once. Give each
person their own: whoever has the link has the account. An older link holds, too, until one of them is used."""


class Command(BaseCommand):
    help = "Make links with which staff set their passwords, each valid once and for a week."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.formatter_class = argparse.RawDescriptionHelpFormatter
        parser.epilog = EXAMPLES
        parser.add_argument(
            "--user", action="append", default=[], metavar="NAME", help="only this user name; repeat it"
        )
        parser.add_argument("--mail", action="store_true", help="send each link to the e-mail address of the account")
        parser.add_argument(
            "--site-address",
            default=settings.WAGTAILADMIN_BASE_URL,
            metavar="URL",
            help="where the site is found; PORTAL_ADDRESS by default",
        )
        parser.add_argument("--json", action="store_true", help="answer for a machine")

    def handle(self, *args: Any, user: list[str], mail: bool, site_address: str, **options: Any) -> None:
        users = _named(user) if user else _never_signed_in()
        with translation.override(languages.default()):
            links = {one: invitations.link(one, site_address) for one in users}
            if mail:
                self._send(links)
            elif options["json"]:
                rows = [{"user": one.username, "name": str(one), "link": link} for one, link in links.items()]
                self.stdout.write(json.dumps(rows, ensure_ascii=False))
            else:
                self._print(links)

    def _print(self, links: dict[User, str]) -> None:
        for one, link in links.items():
            self.stdout.write(f"{one.username}\t{one}\t{link}")
        until = clock.local(clock.now() + invitations.HOLDS)
        self.stderr.write(
            f"{len(links)} links, each valid once, until {until:%Y-%m-%d %H:%M}."
            if links
            else "Nobody to invite: everybody with a post has signed in. Name accounts with --user."
        )

    def _send(self, links: dict[User, str]) -> None:
        """Send each link; what could not be sent is named, and the others are sent all the same."""
        failed = []
        for one, link in links.items():
            if not one.email:
                failed.append(f"{one.username}: no e-mail address; write `email` in posts.csv, or leave --mail out")
                continue
            try:
                send_mail(_subject(), _letter(one, link), None, [one.email])
            except (SMTPException, OSError) as error:
                failed.append(f"{one.username}: not sent ({error}); see EMAIL_HOST in docs/launch.md")
        self.stdout.write(f"Sent: {len(links) - len(failed)} of {len(links)}.")
        if failed:
            raise CommandError("\n".join(failed))


def _never_signed_in() -> QuerySet[User]:
    posts = Post.objects.unended().values("user")
    return User.objects.filter(pk__in=posts, is_active=True, last_login=None).order_by("username")


def _named(names: list[str]) -> QuerySet[User]:
    users = User.objects.filter(username__in=names, is_active=True).order_by("username")
    if unknown := sorted({*names} - {user.username for user in users}):
        raise CommandError(f"No account that is in use is called: {', '.join(unknown)}. Nobody was invited.")
    return users


def _subject() -> str:
    return _("Your account: %(site)s") % {"site": site.current().name}


def _letter(user: User, link: str) -> str:
    text = _(
        "%(person)s,\n\n"
        "your user name is %(username)s. Please open this address and choose a password:\n\n"
        "%(link)s\n\n"
        "It works once, for %(days)d days. Do not pass it on. If it has expired, ask your administrator for a new one."
    )
    days = invitations.HOLDS.days
    return text % {"person": user, "username": user.get_username(), "link": link, "days": days}

"""Invitations: a link with which somebody sets the password of their account, once and for a week.

The link is Django's token of a password reset: it is signed, says when it was made, and holds only while password and
last sign-in are what they were. So nothing of it is stored, and setting the password uses it up. It stands in the query
of the address, because logs of the portal name the path alone.
"""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import password_validation
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.kit.limits import Limit, network
from portal.users.models import User
from portal.users.sign_in import CountedForm, answered

HOLDS = dt.timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
# Wider than at the sign-in: a password that is too short or was typed twice differently guesses at nothing.
ATTEMPTS = Limit("invitation-person", times=20, seconds=15 * 60)
ATTEMPTS_OF_A_NETWORK = Limit("invitation-network", times=100, seconds=60 * 60)


class InvitationTokens(PasswordResetTokenGenerator):
    """Tokens of their own: a link for anything else opens nothing here."""

    key_salt = "portal.users.invitations"


TOKENS = InvitationTokens()


def link(user: User, site_address: str) -> str:
    """Return the address, in the language that is active, under which USER sets a password at SITE_ADDRESS."""
    query = urlencode({"user": user.get_username(), "key": TOKENS.make_token(user)})
    return f"{site_address.rstrip('/')}{reverse('invitation')}?{query}"


class InvitedPasswordForm(CountedForm, SetPasswordForm):  # type: ignore[type-arg] # no generic at run time
    """A new password, twice, judged by the validators of the settings; attempts are counted."""

    of_person, of_network = ATTEMPTS, ATTEMPTS_OF_A_NETWORK
    use_required_attribute = False

    def __init__(self, user: User, where: str, *args: Any) -> None:
        super().__init__(user, *args)
        self.where = where
        # Django's own hint is a list, which stands in no paragraph.
        self.fields["new_password1"].help_text = " ".join(password_validation.password_validators_help_texts())

    def clean(self) -> dict[str, Any]:
        self.count(self.user.get_username(), self.where)
        return super().clean() or self.cleaned_data


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def invitation(request: HttpRequest) -> HttpResponse:
    """Ask for a new password; a link that was used, is too old or is damaged says what to do."""
    user, key = _invited(request), request.GET.get("key", "")
    request.kept_query = request.GET.urlencode()  # type: ignore[attr-defined] # portal/shell.py reads it
    if user is None:
        return _over(request)
    where, sent = network(request.META.get("REMOTE_ADDR", "")), request.POST if request.method == "POST" else None
    form = InvitedPasswordForm(user, where, sent)
    if form.is_valid():
        if not _set_once(form, key):
            return _over(request)
        messages.success(request, _("Your password is set. Sign in with your user name and this password."))
        return redirect("wagtailadmin_login")
    context = {"form": form, "heading": _("Set your password"), "username": user.get_username()}
    return _private(answered(render(request, "users/invitation.html", context), form))


def _invited(request: HttpRequest) -> User | None:
    user = User.objects.filter(username=request.GET.get("user", ""), is_active=True).first()
    return user if user and TOKENS.check_token(user, request.GET.get("key", "")) else None


@transaction.atomic
def _set_once(form: InvitedPasswordForm, key: str) -> bool:
    """Store the password of FORM, unless the link with KEY was used meanwhile; of two at the same moment one wins."""
    form.user = User.objects.select_for_update().get(pk=form.user.pk)
    if not TOKENS.check_token(form.user, key):
        return False
    form.save()
    return True


def _over(request: HttpRequest) -> HttpResponse:
    context = {"heading": _("This link does not work any more"), "days": HOLDS.days}
    return _private(render(request, "users/invitation_over.html", context, status=410))


def _private(response: HttpResponse) -> HttpResponse:
    # Requests that follow from the page must not name its address: servers log where a request came from.
    response.headers["Referrer-Policy"] = "strict-origin"
    return response

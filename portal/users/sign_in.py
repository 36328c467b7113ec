"""Sign-in of staff: failures are counted per person and network, never per person alone.

A count per person alone would let anybody lock a colleague out. Every place that compares the password of a person
counts under the same two rules; tests/trust/test_passwords.py walks all addresses and finds a place that does not.
"""

from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm, PasswordChangeForm
from wagtail.admin.views import account

from portal.kit.limits import Attempt, Limit, exceeded, give_back, network
from portal.users.account_settings import LocalePanel

FAILURES = Limit("sign-in-person", times=5, seconds=15 * 60)
FAILURES_OF_A_NETWORK = Limit("sign-in-network", times=50, seconds=60 * 60)


class CountedForm(forms.Form):
    """A form that compares or sets a password; ``exceeded`` is the rule that forbade it, if one did."""

    of_person, of_network = FAILURES, FAILURES_OF_A_NETWORK
    exceeded: Limit | None = None

    def count(self, username: str, where: str) -> list[Attempt]:
        """Count an attempt before the password is looked at, so that many at the same moment stay within the limits.

        Returns what to give back when the password was right. Raises ValidationError (code ``too_many``) above a limit.
        """
        attempts = [(self.of_person, f"{username.casefold()}@{where}"), (self.of_network, where)]
        self.exceeded = exceeded(attempts)
        if self.exceeded:
            sentence = _(
                "Too many attempts. Wait %(minutes)d minutes and try again, "
                "or ask your administrator for a new password."
            )
            raise ValidationError(sentence, code="too_many", params={"minutes": self.exceeded.seconds // 60})
        return attempts


def answered(response: HttpResponse, form: forms.BaseForm) -> HttpResponse:
    """Return RESPONSE, which shows FORM; with status 429 where a limit was exceeded."""
    limit = form.exceeded if isinstance(form, CountedForm) else None
    if limit:
        response.status_code = 429
        response.headers["Retry-After"] = str(limit.seconds_left())
    return response


class SignInForm(CountedForm, LoginForm):
    """Wagtail's form, counted."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["password"].label = _("Password")
        for name in ("username", "password"):
            # The label says it already, and it stays while somebody types.
            self.fields[name].widget.attrs.pop("placeholder", None)

    def clean(self) -> dict[str, Any]:
        attempts = self.count(self.cleaned_data.get("username", ""), network(self.request.META.get("REMOTE_ADDR", "")))
        cleaned = super().clean() or self.cleaned_data
        give_back(attempts)
        return cleaned


class SignInView(account.LoginView):
    """The one place to sign in."""

    def form_invalid(self, form: SignInForm) -> HttpResponse:
        """Show FORM again with its errors."""
        return answered(super().form_invalid(form), form)


class NewPasswordForm(CountedForm, PasswordChangeForm):
    """A new password beside the old one; who sits down at an open session guesses no further than at the sign-in."""

    where = ""

    def clean_old_password(self) -> str:
        attempts = self.count(self.user.get_username(), self.where)
        old: str = super().clean_old_password()
        give_back(attempts)
        return old


class PasswordPanel(account.ChangePasswordPanel):
    """Part of the page of one's own account."""

    form_class = NewPasswordForm

    @cached_property
    def _form(self) -> NewPasswordForm:
        form: NewPasswordForm = super().get_form()
        form.where = network(self.request.META.get("REMOTE_ADDR", ""))
        return form

    def get_form(self) -> NewPasswordForm:
        """Return the same form each time: Wagtail asks three times, and each form would compare the password anew."""
        return self._form


def _own(panel: account.BaseSettingsPanel) -> type[account.BaseSettingsPanel]:
    """Return our class in the place of Wagtail's PANEL, where there is one."""
    return {account.ChangePasswordPanel: PasswordPanel, account.LocaleSettingsPanel: LocalePanel}.get(
        type(panel), type(panel)
    )


class AccountView(account.AccountView):
    """Wagtail's page of one's own account, with the change of the password counted."""

    @cached_property
    def _panels(self) -> list[account.BaseSettingsPanel]:
        return [_own(panel)(panel.request, panel.user, panel.profile) for panel in super().get_panels()]

    def get_panels(self) -> list[account.BaseSettingsPanel]:
        """Return the panels of this request, the same each time."""
        return self._panels

    def post(self, request: HttpRequest) -> HttpResponse:
        """Store what was changed, or show what is wrong."""
        response: HttpResponse = super().post(request)
        for panel in self._panels:
            if isinstance(panel, PasswordPanel):
                # Wagtail looks at the forms one after the other and stops at the first with a mistake.
                panel.get_form().is_valid()
                answered(response, panel.get_form())
        return response

"""The sign-in form of staff: failures are counted per person and network, never per person alone.

A count per person alone would let anybody lock a colleague out (docs/decisions/0004 names the other limits).
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm

from portal.kit.limits import Limit, network

FAILURES = Limit("sign-in-person", times=5, seconds=15 * 60)
FAILURES_OF_A_NETWORK = Limit("sign-in-network", times=50, seconds=60 * 60)


class SignInForm(LoginForm):
    """Wagtail's form, counted. An attempt is counted before the password is looked at, and given back if it was right:
    many attempts at the same moment stay within the limit."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["password"].label = _("Password")
        for name in ("username", "password"):
            # The label says it already, and it stays while somebody types.
            self.fields[name].widget.attrs.pop("placeholder", None)

    def clean(self) -> dict[str, Any]:
        where = network(self.request.META.get("REMOTE_ADDR", ""))
        who = f"{self.cleaned_data.get('username', '').casefold()}@{where}"
        within = [FAILURES.take(who), FAILURES_OF_A_NETWORK.take(where)]
        if not all(within):
            raise ValidationError(
                _("Too many attempts. Wait 15 minutes and try again, or ask your administrator for a new password."),
                code="too_many",
            )
        cleaned: dict[str, Any] = super().clean()
        FAILURES.give_back(who)
        FAILURES_OF_A_NETWORK.give_back(where)
        return cleaned

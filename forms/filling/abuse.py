"""Against machines, without a puzzle: a field no person sees, the time a page was open, counted attempts.

A page that was sent within seconds, or that was open for half a day, is taken like any other: people press quickly,
and come back after the night. It only counts several times, so a machine reaches the limit of its network sooner.

The limits count networks (an address, or the /64 of IPv6). Families, offices and villages share one, so each is far
above what people do there, and above it there is always the telephone. What lies behind the numbers:

- A form costs a clerk minutes, so 20 an hour and 100 a day are what a village committee's office may send, and few
  enough that a flood from one network is noticed before it buries the queue.
- Service halls with terminals for the public are named by their operator (PORTAL_SERVICE_HALLS) and may do ten times
  as much.

Refused attempts are not counted, and every refusal is one page: the time of the next attempt and a telephone number,
never the reason.
"""

from dataclasses import replace
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from forms.filling.public_form import PublicForm
from portal.kit import clock, limits
from portal.kit.limits import Attempt, Limit

AN_HOUR = 60 * 60
A_DAY = 24 * AN_HOUR
FASTEST = 3  # seconds; no person reads a page of answers in less
LONGEST = 12 * AN_HOUR
SERVICE_HALL = 10  # times as much as another network
UNUSUAL = 4  # attempts for which a form counts that was sent faster or later than people do

BEGINNINGS = (Limit("apply-begin", times=600, seconds=AN_HOUR),)
RESUMPTIONS = Limit("resume-network", times=20, seconds=AN_HOUR)
RESUMPTIONS_OF_A_CODE = Limit("resume-code", times=5, seconds=AN_HOUR)
SUBMISSIONS = (Limit("apply-submit", times=20, seconds=AN_HOUR), Limit("apply-submit-day", times=100, seconds=A_DAY))

_signer = Signer(salt="when a public form was shown")


def network(request: HttpRequest) -> str:
    """Return whom to count for REQUEST (portal.kit.limits.network)."""
    return limits.network(request.META.get("REMOTE_ADDR", ""))


def attempts(request: HttpRequest, *rules: Limit, weight: int = 1) -> list[Attempt]:
    """Return RULES with the network of REQUEST, WEIGHT times each, to be counted by `limits.exceeded`."""
    where = network(request)
    wider = where in settings.SERVICE_HALLS
    one = [(replace(rule, times=rule.times * SERVICE_HALL) if wider else rule, where) for rule in rules]
    return one * weight


def shown_now() -> str:
    """Return the present second, signed, for a hidden field."""
    return _signer.sign(str(int(clock.now().timestamp())))


def seconds_open(shown: str) -> int | None:
    """Return for how many seconds a page was open; None if SHOWN was not signed by us."""
    try:
        return int(clock.now().timestamp()) - int(_signer.unsign(shown))
    except (BadSignature, ValueError):
        return None


def open_too_long() -> ValidationError:
    """Return the error of a form whose page was not made by us, or not for this browser."""
    return ValidationError(_("This page was open for long. Please press the button once more."), code="late")


class Guarded(PublicForm):
    """A form that is costly for a machine to fill in. The input is kept; a person presses the button again.

    ``weight`` is for how many attempts it counts.
    """

    apart = ("website", "shown")
    fastest = FASTEST
    weight = 1

    website = forms.CharField(required=False, max_length=200)
    shown = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["shown"].initial = shown_now

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("website"):
            raise ValidationError(_("Please leave the last field empty and press the button again."), code="machine")
        seconds = seconds_open(cleaned.get("shown", ""))
        if seconds is None:
            self.data = {**self.data, "shown": shown_now()}
            raise open_too_long()
        self.weight = 1 if self.fastest <= seconds <= LONGEST else UNUSUAL
        return cleaned

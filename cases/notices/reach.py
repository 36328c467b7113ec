"""Ways in which the applicant of a case can be written to."""

import json
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from cases.models import Case
from cases.notices.gateways import sms_gateway
from portal.kit import phones

LONGEST = 254  # characters of an address, by RFC 5321


@dataclass(frozen=True)
class Reach:
    """An e-mail address and a mobile number as it is dialled; empty where there is none, or no way to send there."""

    email: str = ""
    mobile: str = ""


def reach_of(case: Case) -> Reach:
    """Return how the applicant of CASE can be written to."""
    party = case.applicant
    if party is None:
        return Reach()
    answers = json.loads(party.answers.open()) if party.answers else {}
    key = case.form_version.read().opens.email if case.form_version else ""
    return Reach(_address(answers.get(key)), _mobile(party.phone.open()) if sms_gateway() else "")


def _address(answer: object) -> str:
    """Return ANSWER if a letter can be sent there; anything else, a line break among it, is no address."""
    written = answer if isinstance(answer, str) and len(answer) <= LONGEST else ""
    try:
        validate_email(written)
    except ValidationError:
        return ""
    return written


def _mobile(phone: str) -> str:
    try:
        read = phones.Phone.parse(phone)
    except ValueError:
        return ""
    return read.dialled if read.kind == "mobile" else ""

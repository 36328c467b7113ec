"""The code on a receipt: with the number it opens the case without a telephone, e.g. ``K7M2-9QXW``.

It is made from the case with the key of the blind indexes, so nothing is stored. Forty bits are enough, because tries
are counted (cases/public/limits.py). On paper it stands in a QR code behind the ``#`` of the address: that part reaches
no server, so neither logs nor referrers ever hold it.
"""

import unicodedata
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.crypto import constant_time_compare

from cases.models import Case
from cases.numbers import ALPHABET, READ_AS
from cases.public.opened_cases import QUERY
from portal.kit.addresses import absolute
from portal.kit.sealed import blind_index

LENGTH, GROUP = 8, 4
BITS = 5  # of a character


def receipt_code(uuid: UUID) -> str:
    """Return the code of the receipt of the case UUID."""
    value = int(blind_index("receipt code", uuid.hex)[:16], 16)
    body = "".join(ALPHABET[value >> BITS * place & len(ALPHABET) - 1] for place in range(LENGTH))
    return f"{body[:GROUP]}-{body[GROUP:]}"


def normalise(typed: str) -> str:
    """Return TYPED as a code would be printed, or an empty string when it cannot be one."""
    plain = "".join(c for c in unicodedata.normalize("NFKC", typed).upper() if c.isascii() and c.isalnum())
    body = plain.translate(READ_AS)
    if len(body) != LENGTH or any(c not in ALPHABET for c in body):
        return ""
    return f"{body[:GROUP]}-{body[GROUP:]}"


def fits(uuid: UUID, typed: str) -> bool:
    """Return whether TYPED is the code of the case UUID; each answer takes as long as the other."""
    return constant_time_compare(receipt_code(uuid), normalise(typed))


def paper_address(case: Case) -> str:
    """Return the address in the QR code of the receipt of CASE: it fills in number and code, and sends neither."""
    secret = urlencode({"number": case.number, "code": receipt_code(case.uuid)})
    return absolute(f"{reverse('track')}?{QUERY}=new#{secret}")

"""The code on a receipt: with the number it opens the case without a telephone, e.g. ``K7M2-9QXW``.

It is made from the case with the key of the blind indexes, so nothing is stored. Forty bits are enough, because tries
are counted (cases/public/limits.py). On paper it stands in a QR code behind the ``#`` of the address: that part reaches
no server, so neither logs nor referrers ever hold it.
"""

from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.crypto import constant_time_compare

from cases.models import Case
from cases.public.opened_cases import QUERY
from portal.kit import crockford
from portal.kit.addresses import absolute
from portal.kit.sealed import blind_index

LENGTH = 8


def receipt_code(uuid: UUID) -> str:
    """Return the code of the receipt of the case UUID."""
    return crockford.of_digest(blind_index("receipt code", uuid.hex), LENGTH)


def fits(uuid: UUID, typed: str) -> bool:
    """Return whether TYPED is the code of the case UUID; each answer takes as long as the other."""
    return constant_time_compare(receipt_code(uuid), crockford.read(typed, LENGTH))


def paper_address(case: Case) -> str:
    """Return the address in the QR code of the receipt of CASE: it fills in number and code, and sends neither."""
    secret = urlencode({"number": case.number, "code": receipt_code(case.uuid)})
    return absolute(f"{reverse('track')}?{QUERY}=new#{secret}")

"""A one-off token for each form that is shown: the same page sent twice does its work once, whatever is typed into it.

It is bound to the browser by the secret that Django's CSRF protection keeps there and demands back. So neither a token
nor a cookie that somebody brought along is of use in another browser.
"""

import hashlib
import secrets

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest
from django.middleware.csrf import get_token

FIELD = "_token"  # no field of a definition has such a name: codes begin with a letter or digit


def new(request: HttpRequest) -> str:
    """Return a token for one form shown to the browser of REQUEST."""
    return _signer(request).sign(secrets.token_urlsafe(24))


def sent_token(request: HttpRequest) -> str | None:
    """Return the hash of the token that came with REQUEST; None unless it was made for this browser."""
    token = request.POST.get(FIELD, "")
    try:
        _signer(request).unsign(token)
    except BadSignature:
        return None
    return hashlib.sha256(token.encode()).hexdigest()


def _signer(request: HttpRequest) -> Signer:
    get_token(request)
    return Signer(salt=f"form token of {request.META['CSRF_COOKIE']}")

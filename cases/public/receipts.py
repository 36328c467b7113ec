"""The receipt: shown to the browser that sent the form, by an address that nobody can guess."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cases import extensions, materials
from cases.models import Case
from forms.filling.browser_drafts import KEPT
from forms.filling.contacts import contact
from forms.filling.pages import stopped
from portal.kit import languages

_signer = Signer(salt="receipt")


def address_of(case: Case) -> str:
    """Return where the receipt of CASE is shown."""
    return reverse("receipt", args=[case.uuid])


def to_receipt(request: HttpRequest, case: Case) -> HttpResponse:
    """Return the way to the receipt of CASE, and let this browser see it for thirty days."""
    response = HttpResponseRedirect(address_of(case))
    for code in languages.offered():
        with translation.override(code):
            response.set_cookie(
                _cookie(),
                _signer.sign(case.uuid.hex),
                max_age=KEPT,
                path=address_of(case),
                httponly=True,
                samesite="Lax",
                secure=request.is_secure(),
            )
    return response


def _cookie() -> str:
    return f"receipt-{translation.get_language()}"


def is_theirs(request: HttpRequest, token: str) -> bool:
    """Return whether this browser may see the receipt TOKEN, the hexadecimal UUID of a case."""
    try:
        return _signer.unsign(request.COOKIES.get(_cookie(), "")) == token
    except BadSignature:
        return False


@require_safe
@login_not_required
@never_cache
def receipt(request: HttpRequest, token: UUID) -> HttpResponse:
    """Show number, next steps and whom to call; another browser gets a sentence and the way to tracking."""
    cases = Case.objects.with_due().select_related(
        "applicant",
        "organisation",
        "point",
        "workflow_version",
        "form_version",
        *extensions.related(),
    )
    case = cases.filter(uuid=token).first() if is_theirs(request, token.hex) else None
    if case is None:
        return _not_here(request)
    part = extensions.receipt_part(case)
    context = {
        "heading": part.heading if part else _("We have received your application"),
        "case": case,
        "groups": case.number.split("-"),
        "part": part,
        "next": part.next if part else _next(case),
        "papers": materials.all_of(case),
        "contact": contact(point=case.point, organisation=case.organisation),
    }
    return render(request, "cases/public/receipt.html", context)


def _next(case: Case) -> list[str]:
    """Return what happens next, in the words of the form."""
    return [*map(str, case.form_version.read().confirm.next)] if case.form_version else []


def _not_here(request: HttpRequest) -> HttpResponse:
    sentence = _("A receipt opens only in the browser that sent the form. With its number you see the case anywhere.")
    change = {"address": reverse("track"), "label": _("Track your case")}
    return stopped(request, contact(), _("This receipt is not for this browser"), sentence, status=404, change=change)

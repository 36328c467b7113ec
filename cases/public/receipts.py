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
from django.views.decorators.http import require_POST, require_safe

from cases import extensions, materials
from cases.models import Case
from cases.public import opened_cases
from cases.public.receipt_codes import paper_address, receipt_code
from cases.public.receipt_files import calendar_file, dates_of, receipt_of, receipt_paper
from catalog.qr import qr
from forms.filling.browser_drafts import KEPT
from forms.filling.contacts import contact
from forms.filling.pages import stopped
from portal.kit import languages
from portal.kit.typeset import FontMissing, GlyphMissing

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


def _theirs(request: HttpRequest, token: UUID) -> Case | None:
    """Return the case TOKEN with what its receipt shows, if the browser of REQUEST sent it or booked it."""
    if not is_theirs(request, token.hex):
        return None
    related = ("applicant", "organisation", "point", "workflow_version", "form_version", *extensions.related())
    return Case.objects.with_due().select_related(*related).filter(uuid=token).first()


@require_safe
@login_not_required
@never_cache
def receipt(request: HttpRequest, token: UUID) -> HttpResponse:
    """Show number, next steps and whom to call; another browser gets a sentence and the way to tracking."""
    case = _theirs(request, token)
    if case is None:
        return _not_here(request)
    shown = receipt_of(case)
    context = {
        "heading": shown.heading,
        "case": case,
        "groups": case.number.split("-"),
        "part": shown.part,
        "next": shown.next,
        "code": receipt_code(case.uuid),
        "qr": qr(paper_address(case)),
        "dates": bool(dates_of(case)),
        "papers": materials.all_of(case),
        "contact": contact(point=case.point, organisation=case.organisation),
    }
    return render(request, "cases/public/receipt.html", context)


@require_POST
@login_not_required
@never_cache
def follow(request: HttpRequest, token: UUID) -> HttpResponse:
    """Open the tracking page for the browser that holds the receipt: it needs no telephone, and no address tells."""
    case = _theirs(request, token)
    if case is None:
        return _not_here(request)
    response = HttpResponseRedirect(opened_cases.address_of(case.uuid))
    opened_cases.remember(request, response, case.uuid)
    return response


@require_safe
@login_not_required
@never_cache
def calendar(request: HttpRequest, token: UUID) -> HttpResponse:
    """Return the dates of a case as a calendar file."""
    case = _theirs(request, token)
    if case is None or not dates_of(case):
        return _not_here(request)
    return _file(calendar_file(case), "text/calendar; charset=utf-8", f"{case.number}.ics")


@require_safe
@login_not_required
@never_cache
def paper(request: HttpRequest, token: UUID) -> HttpResponse:
    """Return the receipt as a PDF; a server that cannot set it says so and offers the print view."""
    case = _theirs(request, token)
    if case is None:
        return _not_here(request)
    try:
        made = receipt_paper(case)
    except (FontMissing, GlyphMissing):
        change = {"address": address_of(case), "label": _("Back to the receipt")}
        sentence = _("The PDF cannot be made here now. Please print the page instead, or write the number down.")
        whom = contact(point=case.point, organisation=case.organisation)
        return stopped(request, whom, _("No PDF at the moment"), sentence, status=503, change=change)
    return _file(made, "application/pdf", f"{case.number}.pdf")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _not_here(request: HttpRequest) -> HttpResponse:
    sentence = _("A receipt opens only in the browser that sent the form. With its number you see the case anywhere.")
    change = {"address": reverse("track"), "label": _("Track your case")}
    return stopped(request, contact(), _("This receipt is not for this browser"), sentence, status=404, change=change)

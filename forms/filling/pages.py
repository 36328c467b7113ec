"""Pages that end a way kindly: why the form does not go on here, and whom to call."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.models import ServiceItem
from forms import destinations
from forms.evaluate import Evaluation
from forms.filling.addresses import step_address
from forms.filling.browser_drafts import HeldDraft
from forms.filling.contacts import Contact, contact, contact_for
from forms.models import Draft
from forms.spec import FormSpec
from portal.kit.limits import Limit


def stopped(
    request: HttpRequest,
    whom: Contact,
    heading: str,
    reason: str,
    *,
    status: int = 200,
    change: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Show REASON under HEADING, with WHOM to call; ``change`` (address, label) leads on."""
    context = {"heading": heading, "reason": reason, "contact": whom, "change": change}
    return render(request, "forms/stopped.html", context, status=status)


def busy(request: HttpRequest, whom: Contact, limit: Limit) -> HttpResponse:
    """LIMIT was exceeded: nothing is wrong with this person, and WHOM takes the request by telephone."""
    context = {"heading": _("Please call us for this"), "contact": whom, "until": limit.ends()}
    response = render(request, "forms/busy.html", context, status=429)
    response.headers["Retry-After"] = str(limit.seconds_left())
    return response


def no_longer_offered(item: ServiceItem | None, *, missing: bool) -> tuple[str, str] | None:
    """Return heading and reason if ITEM cannot be applied for: withdrawn, or excluded by Art. 5."""
    if missing:
        return _("This service is not offered any more"), _(
            "It was withdrawn or has got a new name. Nothing you entered is lost. Please look for it, or call us."
        )
    if item and item.is_excluded:
        reason = str(item.exclusion_reason) or _(
            "It concerns safety or secrets, so the rule does not let us help with it. The department itself does."
        )
        return _("We cannot help with this service"), reason
    return None


def foreign_page(draft: Draft) -> str:
    """Return the sentence that refuses a page which was sent into DRAFT but belongs to another draft."""
    service = draft.item.name if draft.item else draft.form_version.read().title
    sentence = _(
        "Nothing was saved: you have begun this application once more in another tab. What you typed is still here. "
        "If it is meant for “%(service)s”, please press the button once more."
    )
    return sentence % {"service": service}


def redirect_to_sent(request: HttpRequest, form: str, held: HeldDraft | None) -> HttpResponse:
    """Lead to the receipt of a draft that was sent; or say that it is not in this browser: expired, or never begun."""
    if held and held.draft.sent_at:
        return destinations.of(held.draft.form_version.read()).to_receipt(request, held.draft)
    change = {"address": reverse("apply", args=[form]), "label": _("Continue with your code, or start again")}
    sentence = _(
        "What you enter is kept for 30 days, in the browser in which you went on last. Here nothing is kept. "
        "With your code you can go on here. Without one, start again, or call us and we fill in the form with you."
    )
    return stopped(request, contact(), _("Your entries are not here"), sentence, status=404, change=change)


def blocking_page(
    request: HttpRequest, held: HeldDraft, *, spec: FormSpec, evaluation: Evaluation, before: str = ""
) -> HttpResponse | None:
    """Return the page that ends the way, if something does before the step BEFORE: item gone, excluded, a stop."""
    draft = held.draft
    gone = bool(draft.item and (not draft.item.live or draft.item.retired_at))
    status = 403 if request.method == "POST" else 200
    if refusal := no_longer_offered(draft.item, missing=gone):
        return stopped(request, contact_for(draft, evaluation), *refusal, status=status)
    stop = evaluation.stop
    if stop is None:
        return None
    order = [one.step for one in spec.steps]
    if before and order.index(before) <= order.index(stop.step):
        return None
    change = {"address": step_address(held, stop.step), "label": _("Change your answer")}
    title, text = str(stop.field.title), str(stop.field.text)
    return stopped(request, contact_for(draft, evaluation), title, text, status=status, change=change)

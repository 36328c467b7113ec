"""Calls to make at the desk: people whom no message reaches, what to tell them, and what came of it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from cases.access import CasePolicy
from cases.actions import CaseError
from cases.desk.forms import CallForm
from cases.desk.permissions import worker
from cases.notices.calls import finish_call, open_calls, see_number
from cases.notices.words import text_to_say

A_PAGE = 30
SHOWN = ("case__applicant", "case__organisation", "case__point", "notice", "entry")


@require_GET
@never_cache
def calls(request: HttpRequest) -> HttpResponse:
    """The calls to make in this person's organisations, the oldest first."""
    found = open_calls(CasePolicy.of(worker(request))).select_related(*SHOWN)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "cases/desk/calls.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """One call: what to say; POST shows the number, which the journal keeps, or takes the call from the list."""
    policy = CasePolicy.of(worker(request))
    found = open_calls(policy).select_related(*SHOWN, "case__workflow_version").filter(pk=pk).first()
    if found is None:
        raise Http404
    number, form = "", CallForm()
    if request.method == "POST" and "show" in request.POST:
        number = see_number(call=found, policy=policy)
    elif request.method == "POST":
        form = CallForm(request.POST)
        if form.is_valid():
            try:
                finish_call(call=found, policy=policy, note=form.cleaned_data["note"])
            except CaseError as refusal:
                messages.warning(request, str(refusal))
            else:
                messages.success(request, _("Done. The journal of the case says what came of it."))
            return redirect("desk_calls")
    context = {"call": found, "case": found.case, "say": text_to_say(found), "number": number, "form": form}
    return render(request, "cases/desk/call.html", context)

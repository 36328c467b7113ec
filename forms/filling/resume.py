"""A begun form is taken up in another browser: by its code and the telephone number that was given for it."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from forms.fields.typed import NUMBER_ATTRIBUTES, Typed
from forms.filling import browser_drafts
from forms.filling.abuse import RESUMPTIONS, RESUMPTIONS_OF_A_CODE, attempts, network
from forms.filling.addresses import onward
from forms.filling.contacts import contact
from forms.filling.later import LaterForm
from forms.filling.pages import stopped
from forms.filling.resume_codes import LENGTH, beside_others, find, in_its_place, take_up
from forms.filling.step_form import evaluated
from forms.models import Draft
from portal.kit import crockford
from portal.kit.limits import exceeded, give_back


class ResumeForm(LaterForm):
    """Code and telephone number; ``replace`` is asked only where another begun form would be lost."""

    code = Typed(
        label=gettext_lazy("Code of the saved form"),
        help_text=gettext_lazy("It looks like 7K3M-9QXW-4T2H"),
        max_length=60,
        widget=forms.TextInput(attrs=NUMBER_ATTRIBUTES),
        error_messages={"required": gettext_lazy("Please enter the code that you got when you saved the form.")},
    )
    field_order = ("code", "phone")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["phone"].help_text = gettext_lazy("The one that you gave when you got the code")

    def ask_to_replace(self) -> bool:
        """Ask whether the form in this browser may go; return whether that was answered with yes."""
        self.fields["replace"] = forms.BooleanField(label=_("Put the saved form in its place"), required=False)
        if self.data.get("replace"):
            return True
        sentence = _(
            "In this browser you have begun the same application. Tick the box if the saved one shall replace it."
        )
        self.add_error("replace", sentence)
        return False


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def resume(request: HttpRequest) -> HttpResponse:
    """Ask for code and telephone; a right pair leads to where the form was left."""
    form = ResumeForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _ask(request, form)
    typed, phone = form.cleaned_data["code"], form.cleaned_data["phone"]
    code = crockford.read(typed, LENGTH)
    counted = [*attempts(request, RESUMPTIONS), (RESUMPTIONS_OF_A_CODE, f"{code or typed} from {network(request)}")]
    if limit := exceeded(counted):
        sentence = _("There were too many tries. Please wait an hour, or call us: we fill in the form with you.")
        response = stopped(request, contact(), _("Please try again later"), sentence, status=429)
        response.headers["Retry-After"] = str(limit.seconds_left())
        return response
    found = find(code, phone)
    if found is None:
        form.add_error(
            "code",
            _("No saved form fits code and telephone. Perhaps it was sent already, or its 30 days are over."),
        )
        return _ask(request, form)
    give_back(counted)
    if in_its_place(request, found) and not form.ask_to_replace():
        return _ask(request, form)
    return _opened(request, form, found)


def _opened(request: HttpRequest, form: ResumeForm, found: Draft) -> HttpResponse:
    held = take_up(found)
    if held is None:
        form.add_error("code", _("This form was sent, or got another code, just now. Please use the newest code."))
        return _ask(request, form)
    held = beside_others(request, held)
    spec, answers = held.draft.form_version.read(), held.draft.read()
    response = HttpResponseRedirect(onward(held, evaluated(spec, held.draft, answers)))
    browser_drafts.remember(request, response, held)
    return response


def _ask(request: HttpRequest, form: ResumeForm) -> HttpResponse:
    context = {"heading": _("Continue a saved form"), "form": form, "contact": contact()}
    return render(request, "forms/resume.html", context)

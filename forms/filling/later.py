"""Save and come back: a code for a begun form, with which it is gone on with on another device."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forms.fields.typed import Typed
from forms.filling import browser_drafts, form_token
from forms.filling.addresses import onward
from forms.filling.contacts import contact_for
from forms.filling.draft_pages import FilledForm, page_of_draft
from forms.filling.pages import foreign_page
from forms.filling.public_form import PublicForm
from forms.filling.resume_codes import give_code
from portal.kit import phones

SHORTEST = 5  # digits of a telephone number


def checked_phone(typed: str) -> str:
    """Return TYPED if it has the digits of a telephone number; ValidationError says what to do."""
    if len(phones.digits(typed)) < SHORTEST:
        raise ValidationError(_("Please enter your telephone number, e.g. 139 0000 1234."), code="phone")
    return typed


class LaterForm(PublicForm):
    """The telephone number that goes with the code."""

    phone = Typed(
        label=gettext_lazy("Telephone"),
        help_text=gettext_lazy("You type it with the code when you come back. We do not call it, and do not keep it."),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        error_messages={"required": gettext_lazy("Please enter your telephone number, e.g. 139 0000 1234.")},
    )

    def clean_phone(self) -> str:
        return checked_phone(self.cleaned_data["phone"])


@page_of_draft(before_steps=True)
def later(request: HttpRequest, filled: FilledForm) -> HttpResponse:
    """Ask for a telephone number; POST shows the code of the draft, to be written down or printed."""
    held, spec = filled.held, filled.spec
    page = LaterForm(request.POST if request.method == "POST" else None)
    foreign = request.method == "POST" and browser_drafts.is_foreign_page(request, held.draft)
    code = ""
    if foreign:
        page.add_error(None, foreign_page(held.draft))
    elif page.is_valid():
        held, code = give_code(request, held, page.cleaned_data["phone"])
    context = {
        "heading": _("Your code") if code else _("Come back later, on any device"),
        "form": page,
        "code": code,
        "draft": held.draft,
        "until": browser_drafts.kept_until(held.draft),
        "token": form_token.new(request),
        "onward": onward(held, filled.evaluation),
        "crumbs": [{"address": reverse("apply", args=[spec.form]), "label": spec.title}],
        "contact": contact_for(held.draft, filled.evaluation),
    }
    response = render(request, "forms/later.html", context, status=409 if foreign else 200)
    if code:
        browser_drafts.remember(request, response, held)
    return response

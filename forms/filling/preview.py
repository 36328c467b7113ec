"""A draft of a form as citizens will see it; nothing is stored, no case is made."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from configuration.builder.checks import RefusedDefinition
from configuration.builder.models import spec_of
from configuration.kinds import named
from forms import destinations
from forms.applied_for import AppliedFor
from forms.evaluate import evaluate
from forms.fields.base import Question
from forms.filling.contacts import responsible_contact
from forms.filling.step_form import first_form
from forms.models import Draft, Form
from forms.policies import POLICY
from forms.spec import FormExample, FormSpec, FormStep
from portal.kit import clock


@require_safe
@xframe_options_sameorigin
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the step of ``at`` with the answers of the ``example``, a number; 404 for a draft that cannot be read."""
    if not POLICY.user_has_permission(request.user, "change"):  # type: ignore[arg-type]
        raise Http404
    form = get_object_or_404(Form.objects.select_related("current", "latest_revision"), pk=pk, retired_at=None)
    try:
        spec: FormSpec = spec_of(named("form"), form.draft())
    except RefusedDefinition:
        raise Http404 from None
    request.shows_public_page = True  # type: ignore[attr-defined]  # portal/shell.py draws the frame of the public
    step = spec.step(request.GET.get("at", "").partition("/")[0]) or spec.steps[0]
    return render(request, "forms/preview.html", _context(spec, step, _example(spec, request.GET.get("example", ""))))


def _example(spec: FormSpec, number: str) -> FormExample:
    """Return the example of NUMBER, counted from 0; one without answers where there is none."""
    place = int(number) if number.isdecimal() and len(number) < 4 else len(spec.tests)  # noqa: PLR2004  digits
    return spec.tests[place] if place < len(spec.tests) else FormExample(case="")


def _context(spec: FormSpec, step: FormStep, example: FormExample) -> dict[str, Any]:
    evaluation = evaluate(spec, example.answers, example.facts(), clock.today())
    shown = evaluation.fields(step.step)
    unasked = [field for key, field in step.named().items() if key not in shown and isinstance(field, Question)]
    return {
        "heading": str(step.title),
        "text": step.text,
        "form": first_form(evaluation, step, Draft(), example.answers),
        "number": spec.steps.index(step) + 1,
        "total": len(spec.steps),
        "contact": responsible_contact(destinations.of(spec).route(spec, AppliedFor())),
        "unasked": unasked,
    }

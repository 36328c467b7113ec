"""Rules and pages of forms: what follows from the answers, and one page of thirty questions.

Each beside a baseline: reading the same answers from JSON, and the same page by the form builder of Wagtail.
"""

import datetime as dt
import json
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

from django import forms
from django.template import engines
from django.utils import translation

from forms.evaluate import evaluate
from forms.filling.step_form import StepForm
from forms.reachable import never_shown
from forms.spec import FormSpec
from portal.kit import languages

HEAD = ["measured", "here", "beside it", "baseline"]
TODAY = dt.date(2026, 11, 24)
FIELDS, CONDITIONS, ON_A_PAGE, TIMES = 60, 20, 30, 200


def rows(_site: object) -> Iterator[list[str]]:
    """Yield a row a measurement, in milliseconds, the median of two hundred."""
    with languages.reading(["zh-hans", "en"]), translation.override("zh-hans"):
        spec = large_form()
        answers: dict[str, Any] = {f"q{n}": "x" if n % 3 == 0 else f"answer {n}" for n in range(FIELDS)}
        text = json.dumps(answers)
        judged = _median(lambda: evaluate(spec, answers, {"channel": "online"}, TODAY))
        read = _median(lambda: json.loads(text))
        yield [f"{FIELDS} fields, {CONDITIONS} conditions evaluated", judged, read, "the answers read from JSON"]
        yield ["what nobody can see, in the check of that form", _median(lambda: never_shown(spec), 5), "", ""]
        ours, plain = _median(lambda: _page(spec, answers)), _median(lambda: _page_of_django(answers))
        yield [
            f"a page of {ON_A_PAGE} questions sent back",
            ours,
            plain,
            "a Django form, as wagtail.contrib.forms makes it",
        ]


def large_form() -> FormSpec:
    """Return a form of FIELDS questions on two steps, of which CONDITIONS are asked under a condition."""
    fields = []
    for number in range(FIELDS):
        field: dict[str, Any] = {"type": "text", "label": f"问题 {number}", "required": False}
        if number % 3 == 0:
            field |= {"type": "choice", "options": {"x": "一", "y": "二"}}
        if number % 3 == 1:
            field["when"] = {"any": [{f"q{number - 1}": "x"}, {"channel": "phone"}]}
        fields.append({f"q{number}": field})
    steps = [{"step": f"s{n}", "title": "步", "fields": fields[n : n + ON_A_PAGE]} for n in range(0, FIELDS, ON_A_PAGE)]
    plain = {"form": "large", "title": "表", "opens": {"workflow": "w"}, "steps": steps, "check": {"title": "核对"}}
    return FormSpec.model_validate(plain)


def _page(spec: FormSpec, answers: dict[str, Any]) -> str:
    shown = evaluate(spec, answers, {"channel": "online"}, TODAY).shown[0]
    page = StepForm(answers, shown=shown.fields, labels={})
    page.is_valid()
    return _drawn(page)


def _page_of_django(answers: dict[str, Any]) -> str:
    choices = [("x", "一"), ("y", "二")]
    fields = {
        f"q{number}": forms.ChoiceField(
            choices=choices, widget=forms.RadioSelect, required=False, label=f"问题 {number}"
        )
        if number % 3 == 0
        else forms.CharField(max_length=200, required=False, label=f"问题 {number}")
        for number in range(ON_A_PAGE)
    }
    page = type("PlainForm", (forms.Form,), fields)(answers)
    page.is_valid()
    return str(page.as_div())


def _drawn(page: forms.Form) -> str:
    template = engines["django"].from_string("{% load crispy_forms_tags %}{% crispy form %}")
    return template.render({"form": page})


def _median(measured: Callable[[], object], times: int = TIMES) -> str:
    measured()
    taken = []
    for _time in range(times):
        began = time.perf_counter()
        measured()
        taken.append(time.perf_counter() - began)
    return f"{statistics.median(taken) * 1000:.2f} ms"

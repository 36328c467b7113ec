"""Queries of the builder, whose number does not grow with the form."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from configuration.kinds import named
from forms.models import Form

PAGE, SAVE, PREVIEW = 12, 23, 11


def _form_of(number):
    """Save a form with NUMBER questions, each but the first with a condition on the one before."""
    fields = [{"q0": {"type": "choice", "label": "零", "options": {"a": "甲", "b": "乙"}}}]
    for one in range(1, number):
        before = {"q0": "a"} if one == 1 else {f"q{one - 1}": {"given": True}}
        fields.append({f"q{one}": {"type": "text", "label": f"第 {one} 问", "when": before}})
    kind = named("form")
    plain = json.loads(Form.objects.get(code="assistance").draft_text())
    plain |= {"form": "long", "steps": [{"step": "one", "title": "一", "fields": fields}], "tests": []}
    kind.save(kind.schema.model_validate(plain))


@pytest.mark.parametrize("number", [10, 200])
def test_queries_are_the_same_for_ten_and_two_hundred_questions(editor, number):
    _form_of(number)
    editor.code = "long"
    editor.save("one/q5", label_en="Five?")
    editor.open("one/q5")
    sent, address = editor.inputs("one/q5"), editor.address
    preview = f"/admin/forms/{editor.form.pk}/preview/?at=one"
    found = []
    for ask in (
        lambda: editor.browser.get(f"{address}?at=one/q5"),
        lambda: editor.browser.post(address, {**sent, "o.label_en": "Six?", "do": "save"}),
        lambda: editor.browser.get(preview),
    ):
        with CaptureQueriesContext(connection) as queries:
            assert ask().status_code in {200, 302}
        found.append(len(queries))
    assert found == [PAGE, SAVE, PREVIEW]

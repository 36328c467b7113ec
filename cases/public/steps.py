"""One step of a form: which fields are asked now, what was answered, and what that asks in turn.

Without a script, an answer that makes further fields of the same page appear brings the page again, with them on it.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from cases.enums import IntakeChannel
from cases.models import Draft
from cases.public.asking import MOST_ITEMS, form_field
from cases.public.forms import PublicForm
from cases.routing import facts
from catalog.models import ServiceItem
from configuration import site
from forms.fields.typed import Typed, plain
from forms.spec import SILENT, Field, FormSpec, Step, given, visible_fields

ASKED = "_asked"  # no field has such a key: codes begin with a letter or digit
FIND = "_find"
FOUND = 12  # services shown for a word

Answers = dict[str, Any]


class Note:
    """A note between questions, drawn by crispy in its place."""

    def __init__(self, field: Field) -> None:
        self.field = field

    def render(self, form: Any, context: Any, **_options: Any) -> str:
        return render_to_string("portal/note.html", {"note": self.field})


class StepForm(PublicForm):
    """The fields of a step. ``shown``: notes and fields by key, in order; ``choices``: labels of items by code."""

    def __init__(self, *args: Any, shown: Mapping[str, Field], choices: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.shown = shown
        for key, field in shown.items():
            if field.type not in SILENT:
                self.fields[key] = form_field(field, choices)
            if field.type == "items":
                self.fields[FIND] = Typed(label=_("Another service: a word of its name"), required=False, max_length=40)

    @property
    def helper(self) -> FormHelper:
        """How crispy draws it: notes between the fields."""
        helper = super().helper
        rows: list[Any] = []
        for key, field in self.shown.items():
            rows += [Note(field)] if field.type == "note" else [key] if key in self.fields else []
            rows += [FIND] if field.type == "items" else []
        helper.layout = Layout(*rows)
        return helper

    @property
    def asked(self) -> str:
        """The keys that this page asks, for the hidden field that tells new questions from unanswered ones."""
        return " ".join(self._keys())

    @property
    def finds(self) -> bool:
        """Whether services can be looked for on this page."""
        return FIND in self.fields

    def answers(self) -> Answers:
        """Return what was understood, as JSON can keep it."""
        cleaned = {key: self.cleaned_data[key] for key in self._keys() if key in self.cleaned_data}
        return {key: value.isoformat() if isinstance(value, dt.date) else value for key, value in cleaned.items()}

    def ask_more(self) -> bool:
        """Return whether there are questions that the sent page did not have yet; those are no mistakes."""
        asked = set(str(self.data.get(ASKED, self.asked)).split())
        fresh = [key for key in self._keys() if key not in asked and key not in self.data]
        for key in fresh:
            self.errors.pop(key, None)
        return bool(fresh)

    def _keys(self) -> list[str]:
        return [key for key in self.fields if key != FIND]


def known_of(draft: Draft) -> dict[str, Any]:
    """Return what conditions may ask beside the answers."""
    return facts(draft.item, draft.point, IntakeChannel.ONLINE)


def blank(spec: FormSpec, step: Step, draft: Draft, stored: Answers) -> StepForm:
    """Return the form of STEP as it is first shown, filled with what was stored."""
    known = known_of(draft)
    shown = visible_fields(step, given(spec, stored, known), known)
    initial = dict(stored)
    if draft.item and not any(key in stored for key, field in shown.items() if field.type == "items"):
        initial |= {key: [draft.item.code] for key, field in shown.items() if field.type == "items"}
    return StepForm(initial=initial, shown=shown, choices=_services(shown, draft, stored, None))


def sent(spec: FormSpec, step: Step, draft: Draft, stored: Answers, data: QueryDict) -> StepForm:
    """Return the form of STEP judged with DATA: with every field that the answers of this very page ask for."""
    keys = step.named()
    before = {key: value for key, value in stored.items() if key not in keys}
    typed: Answers = {}
    shown: dict[str, Field] | None = None
    known = known_of(draft)
    for _round in range(len(keys) + 1):
        now = visible_fields(step, given(spec, before | typed, known), known)
        if shown is not None and now.keys() == shown.keys():
            break
        shown = now
        form = StepForm(data, shown=shown, choices=_services(shown, draft, stored, data))
        form.is_valid()
        typed = form.answers()
    return form


def _services(shown: Mapping[str, Field], draft: Draft, stored: Answers, data: QueryDict | None) -> dict[str, str]:
    """Return the services to choose from: the one begun with, those chosen, those looked for, popular ones."""
    keys = [key for key, field in shown.items() if field.type == "items"]
    if not keys:
        return {}
    chosen = [code for key in keys for code in (data.getlist(key) if data else stored.get(key, []))]
    wanted = [*([draft.item.code] if draft.item else []), *chosen[: 2 * MOST_ITEMS], *site.current().popular]
    # Of excluded services (Art. 5) none can be chosen, whatever is sent.
    found = ServiceItem.objects.public().filter(exclusion="").only("code", "name")
    rows = {item.code: str(item.name) for item in found.filter(code__in=wanted)}
    word = plain(data.get(FIND, ""))[:40] if data else ""
    more = {item.code: str(item.name) for item in found.filter(name__icontains=word)[:FOUND]} if word else {}
    return {code: rows[code] for code in wanted if code in rows} | more

"""Differences between two versions of a form in words, by who notices them, and what happens to drafts on the way."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext as _

from forms.fields.base import FieldType, OptionsQuestion, Question
from forms.following import migrate
from forms.models import Draft
from forms.spec import FormSpec

MOST_READ = 2000
"""Drafts that are opened to say what becomes of them; of more, the newest stand for all."""

TOLD = {"label", "hint", "when", "required", "options", "personal", "purpose"}
"""Options of a question that have sentences of their own."""


@dataclass(frozen=True)
class NoticedChange:
    """A difference that CITIZENS notice who fill in the form, or STAFF who work with what was sent."""

    how: Literal["added", "removed", "changed"]
    sentence: str
    who: Literal["citizens", "staff"] = "citizens"


def noticed(old: FormSpec, new: FormSpec) -> Iterator[NoticedChange]:
    """Yield what somebody notices when NEW takes the place of OLD, in the active language."""
    before, after = old.questions(), new.questions()
    for key, question in after.items():
        if key in before:
            yield from _question(key, before[key], question)
        else:
            yield from _new(key, question)
    for key, question in before.items():
        if key not in after:
            sentence = _("the question “%(label)s” (%(key)s) is not asked any more")
            yield NoticedChange("removed", sentence % {"label": question.label, "key": key})
    yield from _statements(old, new)
    yield from _around(old, new)


def _new(key: str, question: Question) -> Iterator[NoticedChange]:
    names = {"label": question.label, "key": key}
    if isinstance(question.required, dict):
        yield NoticedChange("added", _("new question “%(label)s” (%(key)s), required for some") % names)
    elif question.required:
        yield NoticedChange("added", _("new required question “%(label)s” (%(key)s)") % names)
    else:
        yield NoticedChange("added", _("new optional question “%(label)s” (%(key)s)") % names)
    yield NoticedChange("added", _("cases and printed forms get the row “%(label)s”") % names, "staff")


def _question(key: str, old: Question, new: Question) -> Iterator[NoticedChange]:
    names = {"label": new.label, "key": key}
    if new.required != old.required:
        yield NoticedChange("changed", _must(new) % names)
    if isinstance(new, OptionsQuestion) and isinstance(old, OptionsQuestion):
        yield from _options(names, old, new)
    for option, sentence in (
        ("label", _("the question “%(label)s” (%(key)s) was called “%(old)s”")),
        ("hint", _("the hint to “%(label)s” (%(key)s) is worded anew")),
        ("type", _("the question “%(label)s” (%(key)s) is of another kind: it is answered again")),
        ("when", _("the question “%(label)s” (%(key)s) is asked of others than before")),
    ):
        if getattr(new, option) != getattr(old, option):
            yield NoticedChange("changed", sentence % {**names, "old": old.label})
    told = {"label", "hint", "type", "when", "required", "options", "personal", "purpose"}
    if type(new) is type(old) and any(
        getattr(new, one) != getattr(old, one) for one in type(new).model_fields.keys() - told
    ):
        yield NoticedChange(
            "changed", _("the question “%(label)s” (%(key)s) accepts other answers than before") % names
        )
    if new.personal != old.personal:
        sentence = _("the answer to “%(label)s” (%(key)s) is masked for staff otherwise than before")
        yield NoticedChange("changed", sentence % names, "staff")


def _must(question: Question) -> str:
    if isinstance(question.required, dict):
        return _("the question “%(label)s” (%(key)s) is required for others than before")
    if question.required:
        return _("the question “%(label)s” (%(key)s) is required now")
    return _("the question “%(label)s” (%(key)s) is optional now")


def _options(names: dict[str, Any], old: OptionsQuestion, new: OptionsQuestion) -> Iterator[NoticedChange]:
    for code, label in new.options.items():
        if code not in old.options:
            sentence = _("“%(label)s” (%(key)s) has the new option “%(option)s”")
            yield NoticedChange("added", sentence % {**names, "option": label})
    for code, label in old.options.items():
        if code not in new.options:
            sentence = _("“%(label)s” (%(key)s) has lost the option “%(option)s”")
            yield NoticedChange("removed", sentence % {**names, "option": label})


def _statements(old: FormSpec, new: FormSpec) -> Iterator[NoticedChange]:
    """Yield what changes in lines that ask nothing: notes, warnings, stops."""
    before, after = _texts(old), _texts(new)
    for key, text in after.items():
        if key not in before:
            yield NoticedChange("added", _("a new text stands between the questions (%(key)s)") % {"key": key})
        elif text != before[key]:
            yield NoticedChange("changed", _("a text between the questions changes (%(key)s)") % {"key": key})
    for key in before:
        if key not in after:
            yield NoticedChange("removed", _("a text between the questions is gone (%(key)s)") % {"key": key})


def _texts(spec: FormSpec) -> dict[str, FieldType]:
    return {key: field for _step, key, field in spec.fields() if not isinstance(field, Question)}


def _around(old: FormSpec, new: FormSpec) -> Iterator[NoticedChange]:
    steps = [[step.step for step in spec.steps] for spec in (old, new)]
    if steps[0] != steps[1]:
        yield NoticedChange("changed", _("the steps are others, or come in another order"))
    elif [step.title for step in old.steps] != [step.title for step in new.steps]:
        yield NoticedChange("changed", _("headings of steps are worded anew"))
    for name, sentence in (
        ("title", _("the form is called otherwise")),
        ("intro", _("the introduction is worded anew")),
        ("check", _("the page to check, with what is declared, changes")),
        ("confirm", _("the receipt says otherwise what happens next")),
    ):
        if getattr(old, name) != getattr(new, name):
            yield NoticedChange("changed", sentence)
    if (old.opens.workflow, old.opens.route_by) != (new.opens.workflow, new.opens.route_by):
        yield NoticedChange("changed", _("submissions open another case, or reach another desk"), "staff")


@dataclass(frozen=True)
class DraftImpact:
    """Fate of the drafts of a form with its next version: numbers of drafts.

    ``to_answer`` counts drafts in which a question must be answered again or for the first time, by its label, and
    ``losing`` those whose answer to a question is not asked for any more. A draft can be counted under several.
    ``read`` of ``drafts`` were opened.
    """

    drafts: int
    read: int
    unchanged: int
    to_answer: tuple[tuple[str, int], ...]
    losing: tuple[tuple[str, int], ...]

    def sentences(self) -> Sequence[str]:
        """Return what a publisher reads about it; nothing where there are no drafts."""
        if not self.drafts:
            return []
        kept = _("drafts: %(number)d, of which %(unchanged)d go on unchanged")
        answer = _("%(number)d must answer “%(label)s”")
        no_more = _("%(number)d had answered “%(label)s”, which is not asked any more")
        lines = [kept % {"number": self.drafts, "unchanged": self.unchanged}]
        lines += [answer % {"number": number, "label": label} for label, number in self.to_answer]
        lines += [no_more % {"number": number, "label": label} for label, number in self.losing]
        if self.read < self.drafts:
            lines.append(_("counted on the newest %(read)d") % {"read": self.read})
        return lines


def impact(new: FormSpec) -> DraftImpact:
    """Return what becomes of the drafts of the form of NEW that were not sent, when NEW is published."""
    drafts = Draft.objects.filter(form_version__code=new.form, sent_at=None)
    number, read, unchanged = drafts.count(), 0, 0
    again: Counter[str] = Counter()
    gone: Counter[str] = Counter()
    asked = new.questions()
    for draft in drafts.select_related("form_version").order_by("-updated_at")[:MOST_READ]:
        old = draft.form_version.read()
        found = migrate(draft.read(), old, new)
        before = old.questions()
        required = [key for key in found.fresh if asked[key].required is True and asked[key].when is None]
        again.update(str(asked[key].label) for key in (*found.ask_again, *required))
        gone.update(str(before[key].label) for key in found.gone)
        unchanged += not (found.ask_again or required or found.gone)
        read += 1
    return DraftImpact(number, read, unchanged, tuple(again.items()), tuple(gone.items()))

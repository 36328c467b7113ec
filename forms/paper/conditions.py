"""Conditions in words, as they stand on paper beside the line that they concern: ``Only if …``."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from forms.conditions import FACTS, Condition
from forms.fact_names import FACT_NAMES
from forms.fields.base import OptionsQuestion, Question
from forms.spec import FormSpec
from portal.kit.words import Words

ON_PAPER = "paper"
"""The channel of what is filled in by hand."""


def only_if(condition: Condition | None, spec: FormSpec) -> str:
    """Return for which answers in SPEC a line is meant, a sentence in the active language; empty without CONDITION."""
    asked = spec.questions()
    said = _all(condition or {}, asked)
    return _("Only if %(condition)s.") % {"condition": said} if said else ""


def _all(condition: Mapping[str, Any], asked: Mapping[str, Question]) -> str:
    return pgettext("between conditions", " and ").join(_parts(condition, asked))


def _parts(condition: Mapping[str, Any], asked: Mapping[str, Question]) -> Iterator[str]:
    for name, wanted in condition.items():
        if name == "all":
            yield pgettext("between conditions", " and ").join(_all(one, asked) for one in wanted)
        elif name == "any":
            yield pgettext("between conditions", " or ").join(_all(one, asked) for one in wanted)
        elif name == "not":
            yield _("it is not so that %(condition)s") % {"condition": _all(wanted, asked)}
        elif name != "channel":
            yield from _comparisons(name, wanted, asked.get(name))


def _comparisons(name: str, wanted: Any, question: Question | None) -> Iterator[str]:
    about = str(question.label) if question else str(FACT_NAMES.get(name, name))
    if not isinstance(wanted, dict):
        if name in FACTS and isinstance(wanted, bool):
            yield about if wanted else _("it is not so that %(condition)s") % {"condition": about}
            return
        values = [_label(one, question) for one in (wanted if isinstance(wanted, list) else [wanted])]
        yield _("“%(question)s” is “%(answer)s”") % {"question": about, "answer": _("” or “").join(values)}
        return
    for how, against in wanted.items():
        yield _sentences(how, against) % {"question": about, "value": against}


def _sentences(how: str, against: Any) -> str:
    if how == "given":
        return _("“%(question)s” is answered") if against else _("“%(question)s” is not answered")
    if how == "before":
        against_today = against == "today"
        return _("“%(question)s” lies in the past") if against_today else _("“%(question)s” is before %(value)s")
    if how == "at_least":
        return _("“%(question)s” is %(value)s or more")
    return _("“%(question)s” is more than %(value)s")


def _label(code: Any, question: Question | None) -> str:
    if isinstance(code, bool):
        return _("yes") if code else _("no")
    if isinstance(question, OptionsQuestion):
        return str(question.options.get(code, Words.of(str(code))))
    return str(code)

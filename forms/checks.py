"""Checks of a form beyond its schema: keys, conditions, examples, and what nobody would ever see."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from configuration.kinds import Complaint, Folder
from configuration.site import SiteSpec
from configuration.text.problems import nearest
from forms import reachable
from forms.conditions import CHANNELS, FACTS, Condition, names
from forms.evaluate import Evaluation, evaluate
from forms.fields.address import Address
from forms.fields.base import FieldType, OptionsQuestion, Question
from forms.fields.choice import Choice
from forms.fields.memorable_date import MemorableDate
from forms.fields.person_name import PersonName
from forms.fields.repeat import Repeat
from forms.fields.signature import Signature
from forms.fields.stop import Stop
from forms.read_back import unknown_gaps
from forms.spec import FormExample, FormSpec
from forms.widgets import AddressParts, DateParts

Where = tuple[str | int, ...]
Line = tuple[Where, str, FieldType]
Earlier = Mapping[str, Question]
OWN_PAGES = ("call", "check", "later", "place", "point")
"""Addresses beside those of the steps (forms/filling/urls.py)."""
RESUME = "resume"
"""The page that takes a begun form up in another browser."""
EXAMPLE_DAY = dt.date(2026, 1, 5)
"""The day on which the examples of a form are tried: they must not depend on the day of the check."""
ABOUT_CONDITIONS = {"D331", "D336", "D337", "D338", "D359"}
COMPARED = {bool: {"equals", "given"}, str: {"equals", "given"}, float: {"equals", "given", "more_than", "at_least"}}
"""What a condition may do with a fact, by the type of its value."""
CODES_OF = {
    "item.code": "item",
    "point.code": "point",
    "point.district": "organisation",
    "place.district": "organisation",
    "place.town": "organisation",
}
"""Facts that are codes, and of what."""
IN_WORDS = {bool: "true or false", str: "text", float: "a number"}


def complaints(spec: FormSpec, folder: Folder) -> Iterator[Complaint]:
    """Yield the mistakes of SPEC; FOLDER holds the definitions to which it refers."""
    yield from _addresses(spec)
    found = [*_about_lines([*_lines(spec)], folder)]
    yield from found
    # What follows from a condition that is wrong is no mistake of its own.
    hidden = set() if ABOUT_CONDITIONS.intersection(one.code for one in found) else reachable.never_shown(spec)
    yield from _steps(spec, hidden)
    for sentence, remedy in unknown_gaps(spec):
        yield Complaint(("read_back",), "D378", sentence, remedy)
    yield from _examples(spec)


def _about_lines(lines: list[Line], folder: Folder) -> Iterator[Complaint]:
    yield from _keys(lines)
    earlier: dict[str, Question] = {}
    for where, key, field in lines:
        yield from _line(where, field, earlier, folder)
        if isinstance(field, Repeat):
            yield from _group(where, field, earlier, folder)
        if isinstance(field, Question):
            earlier[key] = field


def _lines(spec: FormSpec) -> Iterator[Line]:
    """Yield place, key and field of every line, those with a key that stands twice included."""
    for number, step in enumerate(spec.steps):
        for place, line in enumerate(step.fields):
            for key, field in line.items():
                yield ("steps", number, "fields", place, key), key, field


def _line(where: Where, field: FieldType, earlier: Earlier, folder: Folder) -> Iterator[Complaint]:
    for complaint in field.check(folder):
        yield replace(complaint, where=(*where, *complaint.where))
    yield from _condition(field.when, earlier, (*where, "when"), folder)
    if isinstance(field, Question) and isinstance(field.required, dict):
        yield from _condition(field.required, earlier, (*where, "required"), folder)
    if isinstance(field, Signature) and not field.free and not isinstance(earlier.get(field.of or ""), PersonName):
        sentence = f"'{field.of}' is no earlier name of a person" if field.of else "a signature of nobody"
        yield Complaint((*where, "of"), "D375", sentence, "of: the key of a person_name, or free: true")


def _group(where: Where, group: Repeat, earlier: Earlier, folder: Folder) -> Iterator[Complaint]:
    inner = [
        ((*where, "fields", n, key), key, field) for n, line in enumerate(group.fields) for key, field in line.items()
    ]
    yield from _keys(inner)
    own = {key for _where, key, _field in inner}
    before = {key: question for key, question in earlier.items() if key not in own}
    for place, key, field in inner:
        yield from _line(place, field, before, folder)
        if isinstance(field, Question):
            before[key] = field


def _addresses(spec: FormSpec) -> Iterator[Complaint]:
    if spec.form == RESUME:
        yield Complaint(("form",), "D356", f"'{RESUME}' is the address of a page of every site", "rename the form")
    for number, step in enumerate(spec.steps):
        if step.step in OWN_PAGES:
            where = ("steps", number, "step")
            yield Complaint(where, "D356", f"'{step.step}' is the address of a page of every form", "rename the step")


def _keys(lines: list[Line]) -> Iterator[Complaint]:
    seen: set[str] = set()
    groups = {f"{key}-": key for _where, key, field in lines if isinstance(field, Repeat | Choice)}
    parts = {f"{key}_{part}": key for _where, key, field in lines for part in _parts(field)}
    for where, key, _field in lines:
        if key in seen:
            yield Complaint(where, "D331", f"the key '{key}' is used twice", "rename one")
        seen.add(key)
        owner = parts.get(key) or next((owner for begin, owner in groups.items() if key.startswith(begin)), None)
        if owner is not None:
            yield Complaint(where, "D331", f"'{key}' is the name of an input of '{owner}'", "rename one")


def _parts(field: FieldType) -> Iterable[str]:
    """Return the endings of the names of the inputs of FIELD, if it has several."""
    if isinstance(field, MemorableDate):
        return DateParts.labels
    return AddressParts.labels if isinstance(field, Address) and field.levels else ()


def _condition(condition: Condition | None, earlier: Earlier, where: Where, folder: Folder) -> Iterator[Complaint]:
    for path, name, wanted in names(condition):
        place = (*where, *path)
        if name in earlier:
            yield from _about_answer(name, earlier[name], wanted, place)
        elif name in FACTS:
            yield from _about_fact(name, wanted, place, folder)
        else:
            known = ", ".join([*earlier, *FACTS])
            yield Complaint(place, "D336", f"'{name}' is no earlier answer and no fact", f"one of: {known}")


def _about_answer(name: str, asked: Question, wanted: Any, place: Where) -> Iterator[Complaint]:
    yield from _comparison(f"the type '{asked.type}'", asked.compares, wanted, place)
    if isinstance(wanted, dict) or "equals" not in asked.compares:
        return
    for value in wanted if isinstance(wanted, list) else [wanted]:
        if isinstance(asked, OptionsQuestion) and value not in asked.values():
            remedy = f"one of: {', '.join(asked.values())}"
            yield Complaint(place, "D338", f"'{name}' has no option '{value}'", remedy)
        elif not _is_of(asked.equals, value):
            yield _wrong_type(name, asked.equals, value, place)


def _about_fact(name: str, wanted: Any, place: Where, folder: Folder) -> Iterator[Complaint]:
    kind = FACTS[name]
    yield from _comparison(f"'{name}'", COMPARED[kind], wanted, place)
    if isinstance(wanted, dict):
        return
    for value in wanted if isinstance(wanted, list) else [wanted]:
        if not _is_of(kind, value):
            yield _wrong_type(name, kind, value, place)
        elif name == "channel" and value not in CHANNELS:
            yield Complaint(place, "D338", f"'{name}' has no option '{value}'", f"one of: {', '.join(CHANNELS)}")
        elif name.endswith(".level"):
            yield from _level(name, value, place, folder)
        elif name in CODES_OF and not folder.knows(CODES_OF[name], value):
            yield Complaint(place, "D338", f"'{name}' is never '{value}': unknown {CODES_OF[name]}", "correct the code")


def _level(name: str, value: str, place: Where, folder: Folder) -> Iterator[Complaint]:
    for site in folder.all("site").values():
        known = [level.level for level in site.levels] if isinstance(site, SiteSpec) else []
        if known and value not in known:
            yield Complaint(place, "D338", f"'{name}' has no option '{value}'", nearest(value, known, all_of=20))


def _comparison(subject: str, compares: Any, wanted: Any, place: Where) -> Iterator[Complaint]:
    for how in wanted if isinstance(wanted, dict) else ["equals"]:
        if how not in compares:
            remedy = f"one of: {', '.join(sorted(compares))}"
            yield Complaint(place, "D337", f"{subject} has no comparison '{how}'", remedy)


def _is_of(kind: type, value: Any) -> bool:
    if kind is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, kind)


def _wrong_type(name: str, kind: type, value: Any, place: Where) -> Complaint:
    return Complaint(place, "D359", f"'{name}' is never {value!r}", f"compare with {IN_WORDS[kind]}")


def _steps(spec: FormSpec, hidden: set[str]) -> Iterator[Complaint]:
    """Yield steps that ask nothing, and those of which all lines are HIDDEN from everybody; else such lines."""
    for number, step in enumerate(spec.steps):
        where = ("steps", number)
        pages = [key for key, field in step.named().items() if not isinstance(field, Stop)]
        if not step.fields:
            yield Complaint(where, "D339", f"the step '{step.step}' asks nothing", "add a field or remove it")
        elif pages and hidden.issuperset(pages):
            yield Complaint(
                where, "D376", f"nobody ever sees the step '{step.step}'", "mend the conditions of its fields"
            )
            continue
        for place, line in enumerate(step.fields):
            for key in hidden.intersection(line):
                sentence, remedy = f"nobody ever sees '{key}'", "mend the condition: no answers fulfil it"
                yield Complaint((*where, "fields", place, key, "when"), "D376", sentence, remedy)


def _examples(spec: FormSpec) -> Iterator[Complaint]:
    for number, example in enumerate(spec.tests):
        where = ("tests", number)
        if example.channel not in CHANNELS:
            remedy = f"one of: {', '.join(CHANNELS)}"
            yield Complaint((*where, "channel"), "D338", f"'channel' has no option '{example.channel}'", remedy)
        for name in example.facts():
            if name not in FACTS:
                yield Complaint(where, "D336", f"'{name}' is no fact", f"one of: {', '.join(FACTS)}")
        for sentence in _broken(spec, example):
            yield Complaint(where, "D350", f"'{example.case}': {sentence}", "mend the form or the example")


def _broken(spec: FormSpec, example: FormExample) -> Iterator[str]:
    found = evaluate(spec, example.answers, example.facts(), EXAMPLE_DAY)
    asked = dict(_asked(found, example))
    yield from (f"does not ask '{key}'" for key in example.asks if key not in asked)
    yield from (f"asks '{key}'" for key in example.does_not_ask if key in asked)
    yield from (f"does not require '{key}'" for key in example.requires if not asked.get(key))
    stopped = found.stop.key if found.stop else None
    if stopped != example.stops:
        yield f"stops at {stopped or 'nothing'}, not at {example.stops or 'nothing'}"


def _asked(found: Evaluation, example: FormExample) -> Iterator[tuple[str, bool]]:
    """Yield every line that is shown, ``children.name`` inside of a group, and whether it must be answered."""
    for shown in found.shown:
        for key, field in shown.fields.items():
            yield key, isinstance(field, Question) and bool(field.required)
            if isinstance(field, Repeat):
                rows = field.rows(example.answers.get(key))
                inner = [(one, bool(asked.required)) for row in rows for one, asked in row.questions.items()]
                # One row that requires it is enough.
                yield from sorted((f"{key}.{one}", must) for one, must in inner)

"""Strategies for hypothesis: forms that are valid, answers of any shape, and edits of a form."""

import copy
from typing import Any

from hypothesis import strategies as st

from forms.fields import BUILT_IN
from forms.fields.base import Question

Plain = dict[str, Any]
WORDS = st.sampled_from(["一", "二 三", "<b>四</b>", "{{ five }}", "六\n七", "𬱖", "\u200f٣"])
CODES = ["x", "y", "z"]
EXTRA: dict[str, Plain] = {
    "choice": {"options": {"x": "一", "y": "二", "z": "三"}, "other": "另外"},
    "choices": {"options": {"x": "一", "y": "二", "z": "三"}},
    "number": {"places": 2, "smallest": -5},
    "signature": {"free": True},
    "declaration": {"text": "属实", "version": "3"},
    "heading": {"title": "标题"},
    "plain_text": {"text": "文"},
    "note": {"text": "文"},
    "warning": {"text": "文"},
    "stop": {"title": "停", "text": "停"},
    "time": {"not_before": "08:00"},
    "date": {"earliest": "1900-01-01", "latest": "2100-01-01"},
    "rating": {},
}
NAMES = {one.model_fields["type"].annotation.__args__[0]: one for one in BUILT_IN}  # type: ignore[union-attr]
INNER = [name for name, one in NAMES.items() if one.in_groups]


@st.composite
def conditions(draw: st.DrawFn, earlier: list[tuple[str, str]], depth: int = 1) -> Plain:
    """Draw a condition on EARLIER questions (key and type) and facts."""
    if depth and draw(st.integers(0, 3)) == 0:
        how = draw(st.sampled_from(["all", "any", "not"]))
        inner = draw(st.lists(conditions(earlier, depth - 1), min_size=1, max_size=2))
        return {how: inner[0] if how == "not" else inner}
    if not earlier or draw(st.integers(0, 3)) == 0:
        return {"channel": draw(st.sampled_from(["online", "phone"]))}
    key, name = draw(st.sampled_from(earlier))
    kind = NAMES[name]
    assert issubclass(kind, Question)
    how = draw(st.sampled_from(sorted(kind.compares)))
    wanted: dict[str, st.SearchStrategy[Any]] = {
        "given": st.booleans(),
        "before": st.sampled_from(["today", "2026-01-02"]),
        "more_than": st.integers(0, 3),
        "at_least": st.integers(0, 3),
    }
    if how in wanted:
        return {key: {how: draw(wanted[how])}}
    return {key: draw({bool: st.booleans(), float: st.integers(0, 5), str: st.sampled_from(CODES)}[kind.equals])}


@st.composite
def lines(draw: st.DrawFn, names: list[str], begin: str, earlier: list[tuple[str, str]], most: int) -> list[Plain]:
    """Draw lines with types among NAMES and keys that start with BEGIN; what they ask is added to EARLIER."""
    found = []
    for number in range(draw(st.integers(1, most))):
        name, key = draw(st.sampled_from(names)), f"{begin}{number}"
        line: Plain = {"type": name, **copy.deepcopy(EXTRA.get(name, {}))}
        asks = issubclass(NAMES[name], Question)
        if asks:
            line |= {"label": draw(WORDS), "hint": draw(WORDS), "personal": draw(st.booleans())}
            line["required"] = draw(st.one_of(st.booleans(), conditions(earlier)))
        if name == "stop" or draw(st.booleans()):
            line["when"] = draw(conditions(earlier))
        if name == "repeat":
            line |= {"one": "人", "most": 3, "fewest": draw(st.integers(0, 2))}
            line["fields"] = [{"who": {"type": "text", "label": "谁"}}]
            line["fields"] += draw(lines(INNER, f"{key}_", [*earlier, ("who", "text")], 3))
        found.append({key: line})
        if asks:
            earlier.append((key, name))
    return found


@st.composite
def form_data(draw: st.DrawFn) -> Plain:
    """Draw a form as a file holds it."""
    earlier: list[tuple[str, str]] = []
    steps = [
        {"step": f"s{n}", "title": draw(WORDS), "fields": draw(lines([*NAMES], f"q{n}", earlier, 5))}
        for n in range(draw(st.integers(1, 3)))
    ]
    return {"form": "g", "title": "表", "opens": {"workflow": "assistance"}, "steps": steps, "check": {"title": "核对"}}


LIKELY = ["王秀英", "2026-01-01", "13900001234", "09:30", "12.50", "x", "other", "yes", "on", "1990", "7", "", "3"]
TEXTS = st.one_of(st.sampled_from(LIKELY), st.text(max_size=8))
KEYS = st.one_of(st.sampled_from(["other", "territory", "detail", "who"]), st.text(max_size=4))
ANSWERS: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-9, 99), st.floats(allow_nan=False, allow_infinity=False), TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=3)),
    max_leaves=6,
)
"""Any JSON, and often something like an answer."""


@st.composite
def edited(draw: st.DrawFn, data: Plain) -> Plain:
    """Draw an edit of the form DATA: lines dropped, types and options changed, the order of steps turned."""
    made = copy.deepcopy(data)
    for step in made["steps"]:
        for line in list(step["fields"]):
            [(key, field)] = line.items()
            change = draw(st.integers(0, 4))
            if change == 0:
                step["fields"].remove(line)
            elif change == 1 and issubclass(NAMES[field["type"]], Question):
                name = draw(st.sampled_from([one for one in INNER if issubclass(NAMES[one], Question)]))
                line[key] = {"type": name, "label": "新", **copy.deepcopy(EXTRA.get(name, {}))}
            elif change == 2 and "options" in field:
                field["options"] = {"y": "二", "new": "新"}
            elif change == 3 and field["type"] == "repeat":
                field["fields"] = [{"who": {"type": "number", "label": "几"}}]
    return made

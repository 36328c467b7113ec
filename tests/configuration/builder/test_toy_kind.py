"""The builder over a kind of another shape: states and moves by code, a list of parts, a duration."""

import json
from typing import Annotated, Any, Literal

import pytest
from django.utils import translation
from pydantic import Field

from configuration import kinds
from configuration.builder.checks import RefusedDefinition, definition_of
from configuration.builder.condition_rows import KnownName
from configuration.builder.description import BuilderDescription
from configuration.builder.element_form import ElementForm
from configuration.builder.models import canonical_text
from configuration.builder.outline import Branch, CodeTaken, NoSuchElement
from configuration.builder.page import BuilderPage
from configuration.kinds import Complaint, Kind
from configuration.schema import Code, Definition, IsCondition, Part, Said, Span
from portal.kit import languages

When = Annotated[dict[str, Any], IsCondition()]


class Lamp(Part):
    colour: Literal["red", "green"]
    note: Said = {}


class Signal(Part):
    public: Said
    lasts: Span | None = None
    loud: bool = False
    strength: Annotated[float, Field(ge=0, le=9)] | None = None
    lamps: list[Lamp] = []
    when: When | None = None


class SignalsSpec(Definition):
    signals_of: Code
    title: Said
    signals: dict[Code, Signal]


class SignalsKind(Kind):
    name, folder, order, schema = "signals_of", "signals", 90, SignalsSpec

    def check(self, spec, folder):
        for code, signal in spec.signals.items():
            if not signal.public:
                yield Complaint(("signals", code, "public"), "D300", "a signal that says nothing")


KIND = SignalsKind()
DESCRIPTION = BuilderDescription(
    kind="signals_of",
    top=Branch("signals"),
    add_labels=("Add a signal",),
    names_before=lambda data, path: [KnownName("hour", "Hour")],
)
TEXT = {
    "signals_of": "harbour",
    "title": "港口",
    "signals": {
        "fog": {
            "public": {"zh-hans": "雾", "en": "Fog"},
            "lasts": "5 minutes",
            "lamps": [{"colour": "red", "note": "闪"}],
        },
        "calm": {"public": "静", "when": {"hour": {"more_than": 6}}},
    },
    "articles": ["1"],
}


@pytest.fixture(autouse=True)
def harbour(monkeypatch):
    monkeypatch.setitem(kinds._kinds, KIND.name, KIND)
    with languages.reading(["zh-hans", "en"]), translation.override("en"):
        yield


def form_of(path, data=TEXT, **changes):
    """Return the form of the element at PATH as a browser would send it back with CHANGES."""
    from tests.forms.builder.conftest import sent_by  # noqa: PLC0415

    page = BuilderPage(DESCRIPTION, data, path)
    sent = {}
    for field in ElementForm(DESCRIPTION, page.element(), names=page.names()):
        sent |= sent_by(field.html_name, field.field.widget, field.value())
    sent |= {f"o.{name}": value for name, value in changes.items()}
    return ElementForm(DESCRIPTION, page.element(), names=page.names(), data=sent)


@pytest.mark.parametrize("path", [(), ("fog",), ("calm",)])
def test_element_comes_back_as_it_was_written(path):
    form = form_of(path)
    assert form.is_valid(), form.errors
    data = DESCRIPTION.outline.replaced(TEXT, path, form.code(), form.written())
    assert json.loads(canonical_text(KIND, definition_of(KIND, data))) == TEXT


def test_canonical_text_opens_with_the_code_and_keeps_the_order_of_codes():
    keys = list(json.loads(canonical_text(KIND, definition_of(KIND, TEXT))))
    assert keys == ["signals_of", "title", "signals", "articles"]
    moved = DESCRIPTION.outline.moved(TEXT, ("calm",), -1)
    assert list(json.loads(canonical_text(KIND, definition_of(KIND, moved)))["signals"]) == ["calm", "fog"]


def test_row_is_added_and_option_changed():
    form = form_of(("fog",), **{"lamps-rows": "2", "lamps-1-colour": "green", "loud": "on", "strength": "2.5"})
    assert form.is_valid(), form.errors
    assert form.written()["lamps"] == [{"colour": "red", "note": "闪"}, {"colour": "green"}]
    assert (form.written()["loud"], form.written()["strength"]) == (True, 2.5)


def test_error_of_the_schema_names_element_and_option():
    form = form_of(("fog",), lasts="for ever")
    assert form.is_valid()
    data = DESCRIPTION.outline.replaced(TEXT, ("fog",), "fog", form.written())
    with pytest.raises(RefusedDefinition) as refused:
        definition_of(KIND, data)
    where = refused.value.refusals[0].where
    assert DESCRIPTION.outline.located(data, where) == (("fog",), ("lasts",))


def test_added_element_is_complained_of_until_it_says_something(db):
    data, path = DESCRIPTION.outline.added(TEXT, ())
    page = BuilderPage(DESCRIPTION, data, path)
    assert [(one.path, one.sentence) for one in page.complaints()] == [
        ("signals_1", "a signal that says nothing (D300)")
    ]
    assert [row.broken for row in page.rows(page.complaints())] == [False, False, False, True]


def test_taken_code_and_missing_element_are_refused():
    with pytest.raises(CodeTaken):
        DESCRIPTION.outline.replaced(TEXT, ("fog",), "calm", TEXT["signals"]["fog"])
    with pytest.raises(NoSuchElement):
        DESCRIPTION.outline.removed(TEXT, ("storm",))


def test_outline_says_when_an_element_is_there():
    notes = [row.note for row in BuilderPage(DESCRIPTION, TEXT, ()).rows([])]
    assert notes == ["", "", "Hour is more than 6"]


def test_condition_that_combines_others_is_kept_and_can_be_removed():
    combined = {"any": [{"hour": 6}, {"not": {"hour": 7}}]}
    data = DESCRIPTION.outline.replaced(TEXT, ("calm",), "calm", TEXT["signals"]["calm"] | {"when": combined})
    kept = form_of(("calm",), data)
    assert kept.is_valid()
    assert kept.written()["when"] == combined
    removed = form_of(("calm",), data, when="on")
    assert removed.is_valid()
    assert "when" not in removed.written()

"""The contract of field types: each registered type through all its faces, plug-ins like our own."""

import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext, pgettext
from ruamel.yaml import YAML

from cases import questions
from cases.access import OWN_WORDS
from cases.desk.forms import MoveForm
from cases.desk.page import dossier as desk_dossier
from cases.models import Case
from cases.workflow.spec import WorkflowSpec
from configuration.text import scalars
from configuration.text.format import mapping_text
from forms.conditions import COMPARISONS
from forms.definitions import FormKind
from forms.dossier import dossier
from forms.evaluate import evaluate
from forms.fields import TYPES, question_type
from forms.fields.base import AnswerAudience, Question
from forms.spec import FormSpec
from portal.kit.words import Words
from tests import shipped
from tests.factories.item import ItemFactory
from tests.factories.point import PointFactory
from tests.forms.filling.walk import DECLARED, begin, shown, sound

pytestmark = pytest.mark.usefixtures("chinese")
PLUGIN = Path(__file__).parent / "plugin"
TODAY = dt.date(2026, 11, 24)
LABELS = {"card": "社会保障卡补领", "point:hall": "一号大厅"}


@dataclass(frozen=True)
class Sample:
    """A definition of a type beyond its label; what is TYPED, then STORED, READ, and shown MASKED; what is WRONG.

    ``typed`` is a value, or a mapping of the endings of the names of several inputs: ``{"_year": "2026"}``.
    """

    typed: Any
    stored: Any
    read: str | Callable[[], str]
    masked: str | Callable[[], str] = "***"
    wrong: Any = None
    options: dict[str, Any] = field(default_factory=dict)

    @property
    def reads(self) -> str:
        """``read`` in the active language."""
        return self.read if isinstance(self.read, str) else self.read()

    @property
    def masks(self) -> str:
        """``masked`` in the active language."""
        return self.masked if isinstance(self.masked, str) else self.masked()


def _rows(*rows: list[tuple[str, str]]) -> str:
    pair = gettext("%(label)s: %(text)s")
    said = [gettext("; ").join(pair % {"label": label, "text": text} for label, text in row) for row in rows]
    return "\n".join(f"{number}. {line}" for number, line in enumerate(said, 1))


TWO = {"options": {"x": "一", "y": "二"}}
SAMPLES = {
    "text": Sample("Ｋ１  楼", "Ｋ１ 楼", "Ｋ１ 楼", wrong="x" * 201),
    "paragraph": Sample("一\r\n二", "一\n二", "一\n二", wrong="x" * 1001),
    "person_name": Sample("欧阳𬱖", "欧阳𬱖", "欧阳𬱖", "欧阳*", wrong="x" * 201),
    "organisation_name": Sample("示例合作社", "示例合作社", "示例合作社", wrong="x" * 201),
    "address": Sample(
        "示例街道某小区 3 号楼", "示例街道某小区 3 号楼", "示例街道某小区 3 号楼", "示例街道***", wrong="x" * 201
    ),
    "identity_document": Sample(
        "１１０１０１１９９００３０７ ７７５８",
        "110101199003077758",
        "110101199003077758",
        "1101**…**7758",
        wrong="110101199003077750",
    ),
    "uscc": Sample("91350100m000100y43", "91350100M000100Y43", "91350100M000100Y43", wrong="91350100M000100Y44"),
    "mobile_or_fixed": Sample("１３９ ００００ １２３４", "13900001234", "13900001234", "139****1234", wrong="12"),
    "date": Sample("2026年12月8日", "2026-12-08", "2026-12-08", wrong="2026-13-08"),
    "number": Sample("7", 7, "7", wrong="-1"),
    "choice": Sample("y", "y", "二", wrong="z", options=TWO),
    "choices": Sample(["y", "x"], ["y", "x"], "二、一", wrong=["z"], options=TWO),
    "items": Sample(["card"], ["card"], "社会保障卡补领", wrong=["boat"]),
    "rating": Sample("4", 4, "★★★★", wrong="6", options={"stars": 4}),
    "yes_no": Sample("no", False, lambda: gettext("no"), wrong="perhaps"),
    "project_code": Sample(
        "2019370212 50－03—０12345",
        "2019-370212-50-03-012345",
        "2019-370212-50-03-012345",
        "2019-**…**-345",
        wrong="2019-370212",
    ),
    "mobile": Sample("１３９ ００００ １２３４", "13900001234", "13900001234", "139****1234", wrong="0532-88001234"),
    "fixed_phone": Sample("053288001234", "0532-88001234", "0532-88001234", "0532-****1234", wrong="13900001234"),
    "email": Sample("Wang@Example.CN", "Wang@example.cn", "Wang@example.cn", "W***@example.cn", wrong="wang"),
    "memorable_date": Sample(
        {"_year": "１958", "_month": "3", "_day": "09"}, "1958-03-09", "1958-03-09", wrong=["1958", "2", "30"]
    ),
    "time": Sample("９：30", "09:30", "09:30", wrong="25:00"),
    "amount": Sample("1,234.50", "1234.50", lambda: f"1234.50 {pgettext('currency', 'CNY')}", wrong="1.234"),
    "point": Sample("hall", "hall", "一号大厅", wrong="boat"),
    "declaration": Sample(
        "on", "2", "✓ 以上属实 (2)", wrong="", options={"text": {"zh-hans": "以上属实"}, "version": "2"}
    ),
    "signature": Sample("欧阳𬱖", "欧阳𬱖", "欧阳𬱖", "欧阳*", wrong="x" * 201, options={"free": True}),
    "repeat": Sample(
        {"-rows": "2", "-0-who": "王秀英", "-0-age": "7", "-1-who": "李四", "-1-age": ""},
        [{"who": "王秀英", "age": 7}, {"who": "李四"}],
        lambda: _rows([("姓名", "王秀英"), ("年龄", "7")], [("姓名", "李四")]),
        lambda: _rows([("姓名", "王*"), ("年龄", "***")], [("姓名", "李*")]),
        wrong={"rows": [{"who": "x" * 201}]},
        options={
            "fields": [
                {"who": {"type": "person_name", "label": "姓名"}},
                {"age": {"type": "number", "label": "年龄", "required": False}},
            ]
        },
    ),
}
SILENT = {
    "note": {"text": "请注意"},
    "heading": {"title": "家人"},
    "plain_text": {"text": "一段话"},
    "warning": {"text": "小心"},
    "stop": {"title": "停", "text": "请打电话", "when": {"go": "no"}},
}
# Their answers are written by the server alone: tests/forms/test_fields_with_files.py.
WITH_FILES = {"file", "materials"}
QUESTIONS = [name for name in TYPES if question_type(name) and name not in WITH_FILES]
every_question = pytest.mark.parametrize("name", QUESTIONS)


def definition(name: str, **more: Any) -> dict[str, Any]:
    """Return a field of the type NAME as a file describes it."""
    if name in SILENT:
        return {"type": name, **SILENT[name], **more}
    if name in WITH_FILES:
        return {"type": name, "label": "标签", **more}
    return {"type": name, "label": "标签", **SAMPLES[name].options, **more}


def form_of(*fields: dict[str, Any]) -> FormSpec:
    """Return a form of one step that asks ``go`` and then FIELDS (definitions by key)."""
    go = {"go": {"type": "choice", "label": "继续", "options": {"yes": "是", "no": "否"}}}
    return FormSpec.model_validate(
        {
            "form": "assistance",
            "title": "小表",
            "opens": {"workflow": "assistance"},
            "steps": [{"step": "one", "title": "一", "fields": [go, *fields]}],
            "check": {"title": "核对"},
        }
    )


def complaints(*fields: dict[str, Any]) -> list[str]:
    return [complaint.code for complaint in FormKind().check(form_of(*fields), Folder())]


class Folder:
    """A folder of nothing else."""

    def all(self, kind: str) -> dict[str, Any]:
        return {}

    def get(self, kind: str, code: str) -> None:
        return None

    def knows(self, kind: str, code: str) -> bool:
        return False


def question(name: str, **more: Any) -> Question:
    asked = form_of({"q": definition(name, **more)}).steps[0].named()["q"]
    assert isinstance(asked, Question)
    return asked


def test_every_type_has_a_sample() -> None:
    assert set(TYPES) - {*SAMPLES, *SILENT, *WITH_FILES} == set()


# --- Definition and check ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", TYPES)
def test_definition_has_no_mistake(name: str) -> None:
    assert complaints({"q": definition(name)}) == []


@pytest.mark.parametrize("name", TYPES)
def test_definition_refuses_a_key_of_no_use(name: str) -> None:
    with pytest.raises(ValueError, match="colour"):
        form_of({"q": definition(name, colour="red")})


def test_stop_cannot_carry_options() -> None:
    with pytest.raises(ValueError, match="options"):
        form_of({"q": definition("stop", options={"x": "一"})})


@pytest.mark.parametrize("name", TYPES)
def test_definition_is_written_and_read_again_without_a_change(name: str) -> None:
    spec = form_of({"q": definition(name)})
    text = mapping_text(scalars.node_of(FormKind().plain(spec)), FormSpec, "form")
    assert FormSpec.model_validate(YAML(typ="safe").load(text)) == spec


@every_question
def test_canonical_text_has_the_keys_of_the_type_between_those_of_all(name: str) -> None:
    spec = form_of({"q": definition(name, personal=True, when={"go": "yes"}, required=False, hint="提示")})
    text = mapping_text(scalars.node_of(FormKind().plain(spec)), FormSpec, "form")
    line = text[text.index("- q:") :]
    order = ["type", "label", "hint", "required", *SAMPLES[name].options, "when", "personal"]
    places = [line.index(f"{key}:") for key in order]
    assert places == sorted(places), line


@every_question
def test_question_without_a_label_is_a_mistake(name: str) -> None:
    assert "D334" in complaints({"q": definition(name, label="")})


# --- Conditions -------------------------------------------------------------------------------------------------------
BOUNDS: dict[str, Any] = {"more_than": 1, "at_least": 1, "before": "today", "given": True}


@every_question
@pytest.mark.parametrize("how", COMPARISONS)
def test_condition_may_compare_what_the_type_compares_and_nothing_else(name: str, how: str) -> None:
    told = {"told": definition("text", when={"q": {how: BOUNDS[how]}})}
    allowed = how in question(name).compares
    assert complaints({"q": definition(name)}, told) == ([] if allowed else ["D337"])


@every_question
def test_condition_on_equality_holds_for_the_stored_value(name: str) -> None:
    stored = SAMPLES[name].stored
    if "equals" not in question(name).compares:
        return
    wanted = stored[0] if isinstance(stored, list) else question(name).comparable(stored)
    spec = form_of({"q": definition(name)}, {"told": definition("text", when={"q": wanted})})
    assert "told" in evaluate(spec, {"q": stored}, {}, TODAY).questions
    assert "told" not in evaluate(spec, {}, {}, TODAY).questions


# --- The web ----------------------------------------------------------------------------------------------------------
def sent(value: Any) -> dict[str, Any]:
    """Return what a browser sends for VALUE, by the names of the inputs."""
    return {f"q{end}": one for end, one in value.items()} if isinstance(value, dict) else {"q": value}


def posted(value: Any) -> QueryDict:
    data = QueryDict(mutable=True)
    for key, one in sent(value).items():
        data.setlist(key, one if isinstance(one, list) else [one])
    return data


def leaves(stored: Any) -> list[str]:
    """Return the texts in a STORED answer."""
    if isinstance(stored, dict | list):
        return [text for one in (stored.values() if isinstance(stored, dict) else stored) for text in leaves(one)]
    return [] if stored is None or isinstance(stored, bool) else [str(stored)]


def web_form(asked: Question, data: QueryDict | None = None, **options: Any) -> forms.Form:
    form = forms.Form(data, **options)
    form.fields["q"] = asked.form_field(LABELS)
    return form


@every_question
def test_what_is_typed_becomes_the_stored_value(name: str) -> None:
    asked, sample = question(name), SAMPLES[name]
    form = web_form(asked, posted(sample.typed))
    assert form.is_valid(), form.errors
    stored = asked.dump(form.cleaned_data["q"])
    assert stored == sample.stored
    assert json.loads(json.dumps(stored)) == stored


@every_question
def test_stored_value_fills_in_the_form_and_comes_back_the_same(name: str) -> None:
    asked, sample = question(name), SAMPLES[name]
    bound = web_form(asked, initial={"q": asked.load(sample.stored)})["q"]
    assert "标签" in str(bound.label_tag())
    if name == "declaration":
        assert "checked" in str(bound)
    elif name == "memorable_date":
        assert all(f'value="{part}"' in str(bound) for part in ("1958", "3", "9"))
    else:
        assert all(text in str(bound) for text in leaves(sample.stored))
    again = web_form(asked, as_a_browser_sends(str(bound)))
    assert again.is_valid(), again.errors
    found = asked.dump(again.cleaned_data["q"])
    # Boxes are sent in the order of the page.
    assert (sorted(found) if name == "choices" else found) == (
        sorted(sample.stored) if name == "choices" else sample.stored
    )


def as_a_browser_sends(html: str) -> QueryDict:
    """Return what a browser sends of the inputs in HTML, unchanged; no button is pressed."""
    data = QueryDict(mutable=True)
    page = BeautifulSoup(html, "html.parser")
    for element in page.select("input, textarea, select"):
        if element.name == "select":
            chosen = element.select_one("option[selected]") or element.select_one("option")
            values = [chosen["value"]] if chosen else []
        elif element.name == "textarea":
            values = [element.text.removeprefix("\n")]
        elif element.get("type") in {"radio", "checkbox"}:
            values = [element.get("value", "on")] if element.has_attr("checked") else []
        else:
            values = [element.get("value", "")]
        data.setlist(element["name"], [*data.getlist(element["name"]), *values])
    return data


@every_question
def test_wrong_value_is_refused_with_a_sentence(name: str) -> None:
    with pytest.raises(ValidationError) as refused:
        question(name).form_field(LABELS).clean(SAMPLES[name].wrong)
    assert all(str(sentence).strip() for sentence in refused.value.messages)


@every_question
def test_missing_value_is_refused_with_the_label(name: str) -> None:
    form = web_form(question(name), posted({"-rows": "0"}) if name == "repeat" else QueryDict())
    assert "标签" in form.errors["q"][0], form.errors


# --- Readers: citizen, staff, document, export, paper -----------------------------------------------------------------
@every_question
@pytest.mark.parametrize("audience", AnswerAudience)
def test_every_audience_read_an_answer_that_is_not_personal(name: str, audience: AnswerAudience) -> None:
    sample = SAMPLES[name]
    assert question(name).display(sample.stored, audience, LABELS) == sample.reads
    assert question(name).display(None, audience, LABELS) == ""


@every_question
@pytest.mark.article("33")
def test_personal_answer_is_masked_for_staff_and_exports_and_whole_for_the_applicant(name: str) -> None:
    sample, asked = SAMPLES[name], question(name, personal=True)
    read = {audience: asked.display(sample.stored, audience, LABELS) for audience in AnswerAudience}
    assert read[AnswerAudience.CITIZEN] == read[AnswerAudience.DOCUMENT] == sample.reads
    assert read[AnswerAudience.EXPORT] == sample.masks
    assert read[AnswerAudience.STAFF] == (sample.reads if asked.own_words else sample.masks)
    assert sample.reads not in sample.masks


@pytest.mark.parametrize("name", TYPES)
def test_field_can_be_printed(name: str) -> None:
    blank = form_of({"q": definition(name)}).steps[0].named()["q"].paper_blank()
    assert blank.lines or blank.options or blank.text


# --- The dossier ------------------------------------------------------------------------------------------------------
@every_question
def test_dossier_row_is_plain_json_and_readable_without_the_form(name: str) -> None:
    spec = form_of({"q": definition(name)})
    [section] = dossier(evaluate(spec, {"q": SAMPLES[name].stored}, {}, TODAY))
    row = json.loads(json.dumps(section))["rows"][0]
    kind = question_type(row["type"])
    assert kind is not None
    assert kind.read_frozen(row["value"], LABELS) == SAMPLES[name].reads


@every_question
@pytest.mark.article("33")
def test_dossier_holds_a_personal_answer_masked_only(name: str) -> None:
    spec = form_of({"q": definition(name, personal=True)})
    found = evaluate(spec, {"q": SAMPLES[name].stored}, {}, TODAY)
    [section] = dossier(found)
    assert section["rows"][0]["masked"] == SAMPLES[name].masks
    assert "value" not in section["rows"][0]
    assert found.personal == {"q": SAMPLES[name].stored}


# --- Everywhere: a citizen answers, a clerk reads and asks -----------------------------------------------------------
@every_question
def test_citizen_answers_and_clerk_reads(name: str, town: Any, client: Any) -> None:
    ItemFactory(code="card", name=Words.of(LABELS["card"]), department=town.organisation)
    PointFactory(code="hall", name=Words.of(LABELS["point:hall"]), organisation=town.organisation)
    FormKind().save(form_of({"note": definition("note")}, {"q": definition(name)}, {"stop": definition("stop")}))
    address = begin(client, item="card")
    assert "标签" in sound(client.get(address))
    assert "请注意" in sound(client.get(address))
    answered = client.post(address, {"go": "yes"} | sent(SAMPLES[name].typed))
    assert answered.status_code == 302, sound(answered)
    check = answered.headers["Location"]
    text = sound(client.get(check)).replace("<br>", "\n")
    if name == "repeat":
        # Every answer of a row has a line, and a link of its own.
        assert all(f">{leaf}<" in text for leaf in leaves(SAMPLES[name].stored))
        assert '#id_q-1-who"' in text
    else:
        assert SAMPLES[name].reads in text
    client.post(check, DECLARED | {"shown": shown()})
    rows = desk_dossier(Case.objects.get(), [OWN_WORDS])[0]["rows"]
    assert (str(rows[-1][0]), rows[-1][1]) == ("标签", SAMPLES[name].reads)


@every_question
def test_move_of_a_workflow_asks_the_question(name: str) -> None:
    plain = shipped.KINDS[0].plain(shipped.workflow("assistance"))
    plain["moves"]["accept"]["asks"] = {"q": definition(name)}
    spec = WorkflowSpec.model_validate(plain)
    data = posted(SAMPLES[name].typed)
    data["version"] = "1"
    form = MoveForm(data, spec=spec, move="accept")
    if question(name).finds:
        assert not form.is_valid()  # nothing is offered to choose from
    else:
        assert form.is_valid(), form.errors
        assert questions.clean(spec.moves["accept"], form.answers) == {"q": SAMPLES[name].reads}


@every_question
def test_mistake_in_a_question_of_a_workflow_is_named(name: str) -> None:
    plain = shipped.KINDS[0].plain(shipped.workflow("assistance"))
    plain["moves"]["accept"]["asks"] = {"q": definition(name, colour="red")}
    found = shipped.KINDS[0].check(WorkflowSpec.model_validate(plain), Folder())
    assert [(one.code, one.where) for one in found] == [("D355", ("moves", "accept", "asks", "q", "colour"))]


@pytest.mark.parametrize("name", sorted(WITH_FILES))
def test_move_of_a_workflow_asks_for_no_files(name: str) -> None:
    plain = shipped.KINDS[0].plain(shipped.workflow("assistance"))
    plain["moves"]["accept"]["asks"] = {"q": definition(name)}
    found = shipped.KINDS[0].check(WorkflowSpec.model_validate(plain), Folder())
    assert [(one.code, one.where) for one in found] == [("D355", ("moves", "accept", "asks", "q", "type"))]


# --- A plug-in --------------------------------------------------------------------------------------------------------
def test_unknown_type_is_refused() -> None:
    with pytest.raises(ValueError, match="rating" if "rating" in TYPES else "union_tag_invalid"):
        form_of({"q": {"type": "ratinq", "label": "x"}})


@pytest.mark.own_site
@pytest.mark.skipif("rating" in TYPES, reason="this is the process with the plug-in")
def test_type_of_a_plug_in_passes_through_all_faces() -> None:
    """A process in whose path the plug-in lies runs this very file for its type."""
    path = os.pathsep.join([str(PLUGIN), os.environ.get("PYTHONPATH", "")])
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "rating", __file__]
    done = subprocess.run(
        command, env=environment | {"PYTHONPATH": path}, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stdout[-3000:]
    faces = sum(1 for function in globals() if function.startswith("test_"))
    assert int(done.stdout.split(" passed")[0].split()[-1]) >= faces - 6, done.stdout[-500:]

"""A group that can be repeated, without a script: rows are added and removed, nothing typed gets lost."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import translation

from cases.access import OWN_WORDS
from cases.desk.page import dossier as desk_dossier
from cases.models import Case
from forms.definitions import FormKind
from forms.models import Draft
from forms.spec import FormSpec
from tests.factories.item import ItemFactory
from tests.forms.filling.walk import DECLARED, begin, shown, sound

pytestmark = pytest.mark.django_db
CHILD = [
    {"name": {"type": "person_name", "label": "姓名", "personal": True}},
    {"school": {"type": "choice", "label": "上学", "options": {"yes": "是", "no": "否"}}},
    {"which": {"type": "text", "label": "学校", "when": {"school": "yes"}}},
    {"born": {"type": "memorable_date", "label": "出生日期", "required": {"school": "no"}}},
    {
        "why": {
            "type": "paragraph",
            "label": "为什么代办",
            "when": {"mode": "agency"},
            "required": False,
            "personal": True,
        }
    },
]
FIELDS: list[dict[str, Any]] = [
    {"mode": {"type": "choice", "label": "方式", "options": {"assistance": "帮办", "agency": "代办"}}},
    {"children": {"type": "repeat", "label": "孩子", "one": "孩子", "most": 3, "fields": CHILD}},
    {"many": {"type": "text", "label": "多子女", "when": {"children": {"at_least": 2}}, "required": False}},
]
ADA = {"children-0-name": "王小一", "children-0-school": "no", "children-0-born_year": "2019",
       "children-0-born_month": "3", "children-0-born_day": "9"}  # fmt: skip


@pytest.fixture
def address(town: Any, client: Client) -> str:
    """The first page of the form with the group."""
    ItemFactory(code="card", department=town.organisation)
    FormKind().save(
        FormSpec.model_validate(
            {
                "form": "assistance",
                "title": "小表",
                "opens": {"workflow": "assistance"},
                "steps": [
                    {"step": "first", "title": "一", "fields": FIELDS[:1]},
                    {"step": "second", "title": "二", "fields": FIELDS[1:2]},
                    {"step": "third", "title": "三", "fields": FIELDS[2:]},
                ],
                "check": {"title": "核对"},
            }
        )
    )
    begin(client, item="card")
    second = client.post("/apply/assistance/first/", {"mode": "agency"})
    return str(second.headers["Location"])


def page(text: str) -> BeautifulSoup:
    return BeautifulSoup(text, "html.parser")


def values(text: str) -> dict[str, str]:
    """Return what the visible inputs of the page TEXT hold, by name."""
    inputs = page(text).select(".repeated input:not([type=hidden])")
    typed = [one for one in inputs if one.get("type") not in {"radio", "checkbox"} or one.has_attr("checked")]
    return {str(one["name"]): str(one.get("value", "")) for one in typed}


def test_first_page_asks_one_row_and_says_what_a_row_is(address: str, client: Client) -> None:
    text = sound(client.get(address))
    assert [one.text for one in page(text).select(".repeated > legend")] == ["孩子 1"]
    # Nobody is asked for what the answers of the row do not ask for.
    assert "children-0-which" not in text
    # What stood before the group is known inside of it.
    assert "children-0-why" in text


def test_enter_key_never_presses_a_button_that_removes(address: str, client: Client) -> None:
    text = sound(client.post(address, ADA | {"children-rows": "1", "children-add": "yes"}))
    [form] = [one for one in page(text).select("form") if one.select_one(".repeated")]
    first = form.select_one("button")
    assert first is not None
    assert not first.has_attr("name")
    assert form.select("button[name=children-remove]")


def test_row_is_added_and_what_was_typed_stays(address: str, client: Client) -> None:
    text = sound(client.post(address, ADA | {"children-rows": "1", "children-add": "yes"}))
    assert len(page(text).select(".repeated")) == 2
    assert values(text).items() >= ADA.items()
    assert not page(text).select(".error-summary, .error")


def test_row_is_removed_and_the_others_move_up(address: str, client: Client) -> None:
    typed = ADA | {"children-rows": "2", "children-1-name": "李小二", "children-1-school": "yes"}
    text = sound(client.post(address, typed | {"children-remove": "0"}))
    assert [one.text for one in page(text).select(".repeated > legend")] == ["孩子 1"]
    assert values(text)["children-0-name"] == "李小二"
    # The answer of the row asks a question that the row did not have before.
    assert "children-0-which" in values(text)


def test_answers_of_a_row_bring_questions_of_that_row_alone(address: str, client: Client) -> None:
    asked = {"children-0-_asked": "name school born why", "children-1-_asked": "name school born why"}
    second = {"children-1-name": "李小二", "children-1-school": "yes"}
    text = sound(client.post(address, ADA | second | asked | {"children-rows": "2"}))
    assert not page(text).select(".error-summary")
    assert page(text).select_one("[role=status]")
    assert "children-1-which" in values(text)
    assert "children-0-which" not in values(text)


def test_mistakes_stand_beside_their_inputs_and_lead_there(address: str, client: Client) -> None:
    typed = {"children-rows": "2", **ADA, "children-1-school": "no", "children-0-born_day": "40"}
    text = sound(client.post(address, typed))
    found = page(text)
    targets = [str(link["href"]) for link in found.select(".error-summary a")]
    assert targets == ["#id_children-0-born_0", "#id_children-1-name", "#id_children-1-born_0"]
    assert all(found.select(target) for target in targets)
    # One error for the date, not one for each of its parts.
    assert len(found.select(".repeated .error")) == 3


def test_whole_answer_is_kept_shown_and_frozen_row_by_row(address: str, client: Client) -> None:
    typed = ADA | {
        "children-rows": "3", "children-1-name": "李小二", "children-1-school": "yes", "children-1-which": "实验小学",
        "children-1-why": "我走不开",
        "children-2-name": "", "children-2-which": "",
    }  # fmt: skip
    sent = client.post(address, typed)
    assert sent.status_code == 302, sound(sent)
    stored = Draft.objects.get().read()["children"]
    assert stored == [
        {"name": "王小一", "school": "no", "born": "2019-03-09"},
        {"name": "李小二", "school": "yes", "which": "实验小学", "why": "我走不开"},
    ]
    assert values(sound(client.get(address)))["children-1-which"] == "实验小学"
    assert client.post("/apply/assistance/third/", {"many": "两个"}).status_code == 302
    check = sound(client.get("/apply/assistance/check/"))
    links = {str(link["href"]).partition("#")[2] for link in page(check).select(".summary a")}
    assert {"id_children-0-born", "id_children-1-which", "id_many"} <= links
    assert client.post("/apply/assistance/check/", DECLARED | {"shown": shown()}).status_code == 302
    case = Case.objects.get()
    [row] = [row for section in case.dossier for row in section["rows"] if row["key"] == "children"]
    cells = [{cell["key"]: cell.get("masked") or cell["value"] for cell in one} for one in row["value"]]
    assert [one["name"] for one in cells] == ["王*", "李*"]
    assert "王小一" not in str(case.dossier)
    assert "王小一" in case.applicant.answers.open()
    [text] = [
        text
        for section in desk_dossier(case, [OWN_WORDS])
        for label, text, _m in section["rows"]
        if str(label) == "孩子"
    ]
    # The request is opened to whoever may read it, the name is not; nothing of it stands in the dossier itself.
    assert "我走不开" in text
    assert "我走不开" not in str(case.dossier)
    assert "我走不开" not in str(desk_dossier(case, []))
    assert "王*" in text
    assert "实验小学" in text


@pytest.mark.parametrize(
    "hostile",
    [
        {"children-rows": "99999999"},
        {"children-rows": "-1"},
        {"children-rows": "٣"},
        {"children-rows": "x"},
        {"children-rows": ""},
        {"children-rows": "1", "children-remove": "²"},
        {"children-rows": "1", "children-remove": "999"},
        {"children-rows": "1", "children-0-_asked": "name " * 3000},
        {"children-rows": "1", "children-0-name": "x" * 5000, "children-0-school": "<script>"},
        {"children-rows": "3", "children-add": "yes"},
        {"children": "王"},
        {},
    ],
)
def test_hostile_rows_break_nothing(address: str, client: Client, hostile: dict[str, str]) -> None:
    response = client.post(address, hostile)
    text = sound(response)
    assert response.status_code == 200
    assert len(page(text).select(".repeated")) <= 4
    assert "<script>" not in text.replace('<script type="module"', "")


def test_too_many_rows_are_refused_with_a_sentence(address: str, client: Client) -> None:
    rows = {
        f"children-{n}-{key}": value
        for n in range(4)
        for key, value in (("name", "王"), ("school", "yes"), ("which", "甲"))
    }
    with translation.override("en"):
        text = sound(client.post(address, rows | {"children-rows": "4"}))
    assert page(text).select('.error-summary a[href="#id_children-add"]')
    assert Draft.objects.get().read().get("children") is None

"""Answers that are required under a condition, facts about place and channel, signatures, groups, unseen lines."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from catalog.models import Organisation, ServicePoint
from forms.definitions import FormKind
from forms.dossier import dossier
from forms.evaluate import Evaluation, evaluate
from forms.facts import facts, speaks_of_place
from forms.fields.base import AnswerAudience
from forms.spec import FormSpec
from tests.factories.item import ItemFactory
from tests.forms.test_field_types import Folder

pytestmark = pytest.mark.usefixtures("chinese")
TODAY = dt.date(2026, 11, 24)
KIND = {"kind": {"type": "choice", "label": "谁", "options": {"person": "个人", "company": "单位"}, "other": "其他"}}
NAME = {"name": {"type": "person_name", "label": "姓名"}}


def spec_of(*fields: dict[str, Any], **more: Any) -> FormSpec:
    steps = [{"step": f"s{number}", "title": "步", "fields": [one]} for number, one in enumerate(fields)]
    plain = {"form": "f", "title": "表", "opens": {"workflow": "w"}, "steps": steps, "check": {"title": "核对"}}
    return FormSpec.model_validate(plain | more)


def judged(answers: dict[str, Any], *fields: dict[str, Any], known: dict[str, Any] | None = None) -> Evaluation:
    return evaluate(spec_of(*fields), answers, known or {}, TODAY)


def codes(*fields: dict[str, Any], **more: Any) -> list[str]:
    return [one.code for one in FormKind().check(spec_of(*fields, **more), Folder())]


def text(**more: Any) -> dict[str, Any]:
    return {"type": "text", "label": "文", **more}


# --- Required under a condition ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(("kind", "required"), [("company", True), ("person", False), (None, False)])
def test_answer_is_required_only_where_the_condition_holds(kind: str | None, required: bool) -> None:
    found = judged({"kind": kind} if kind else {}, KIND, {"licence": text(required={"kind": "company"})})
    assert (("s1", "licence") in found.missing) is required
    assert found.questions["licence"].required is required
    assert found.questions["licence"].form_field({}).required is required


@pytest.mark.parametrize(("channel", "required"), [("online", True), ("phone", False)])
def test_answer_is_required_by_channel_and_place(channel: str, required: bool) -> None:
    wanted = {"all": [{"channel": "online"}, {"not": {"place.level": "village"}}]}
    found = judged({}, {"mail": text(required=wanted)}, known={"channel": channel, "place.level": "town"})
    assert bool(found.missing) is required


def test_condition_of_a_requirement_is_checked_like_others() -> None:
    assert codes({"a": text(required={"b": "x"})}, {"b": text()}) == ["D336"]
    assert codes(KIND, {"a": text(required={"kind": "firm"})}) == ["D338"]


def test_example_says_what_must_be_answered() -> None:
    fields = [KIND, {"licence": text(required={"kind": "company"})}]
    good = {"case": "单位", "answers": {"kind": "company"}, "requires": ["licence"]}
    bad = {"case": "个人", "answers": {"kind": "person"}, "requires": ["licence"]}
    assert codes(*fields, tests=[good]) == []
    assert codes(*fields, tests=[bad]) == ["D350"]


# --- Facts ------------------------------------------------------------------------------------------------------------
def test_example_sets_facts_of_place_point_and_channel() -> None:
    fields = [{"road": text(when={"place.level": "village", "point.level": "town", "channel": "phone"})}]
    example = {"case": "村", "place": {"level": "village"}, "point": {"level": "town"}, "channel": "phone"}
    assert codes(*fields, tests=[example | {"asks": ["road"]}]) == []
    assert codes(*fields, tests=[example | {"channel": "online", "does_not_ask": ["road"]}]) == []
    assert codes(*fields, tests=[example | {"channel": "pigeon", "does_not_ask": ["road"]}]) == ["D338"]
    assert codes(*fields, tests=[example | {"place": {"hight": "village"}, "does_not_ask": ["road"]}]) == ["D336"]


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ({"item.excluded": "yes"}, "D359"),
        ({"item.departments": "two"}, "D359"),
        ({"channel": 7}, "D359"),
        ({"channel": "pigeon"}, "D338"),
        ({"place.district": "nowhere"}, "D338"),
        ({"item.code": ["nothing"]}, "D338"),
        ({"channel": {"more_than": 1}}, "D337"),
        ({"item.excluded": {"at_least": 1}}, "D337"),
        ({"place.level": True}, "D359"),
    ],
)
def test_comparison_of_a_fact_that_can_never_hold_is_a_mistake(condition: dict[str, Any], code: str) -> None:
    assert codes({"a": text(when=condition)}) == [code]


@pytest.mark.parametrize(
    ("asked", "wanted", "code"),
    [
        ({"type": "number", "label": "数"}, "3", "D359"),
        ({"type": "number", "label": "数"}, True, "D359"),
        ({"type": "yes_no", "label": "吗"}, "yes", "D359"),
        ({"type": "yes_no", "label": "吗"}, 1, "D359"),
        ({"type": "text", "label": "文"}, 3, "D359"),
        ({"type": "choice", "label": "选", "options": {"x": "一"}}, ["x", 1], "D338"),
        ({"type": "declaration", "label": "声明", "text": "属实"}, "1", "D337"),
    ],
)
def test_comparison_with_a_value_of_another_type_is_a_mistake(asked: Any, wanted: Any, code: str) -> None:
    assert code in codes({"q": asked}, {"a": text(when={"q": wanted})})


@pytest.mark.django_db
def test_facts_name_place_point_and_item(town: ServicePoint) -> None:
    district = Organisation.objects.get(pk=town.organisation_id)
    item = ItemFactory(code="card", department=town.organisation, home_visit=True)
    found = facts(item, town, "phone", district)
    assert found["channel"] == "phone"
    assert (found["item.code"], found["item.home_visit"], found["item.charged"]) == ("card", True, False)
    assert (found["point.code"], found["point.level"]) == (town.code, town.level)
    assert found["place.level"] == district.level
    assert "place.town" not in found


def test_place_is_looked_up_only_where_a_condition_asks_for_it() -> None:
    group = {"g": {"type": "repeat", "label": "组", "fields": [{"a": text(required={"place.level": "town"})}]}}
    assert speaks_of_place(spec_of(group))
    assert speaks_of_place(spec_of({"a": text(when={"any": [{"place.district": "x"}]})}))
    assert not speaks_of_place(spec_of({"a": text(when={"channel": "online"})}))


# --- What nobody can see ----------------------------------------------------------------------------------------------
IMPOSSIBLE = {"all": [{"kind": "person"}, {"kind": "company"}]}


@pytest.mark.parametrize(
    ("condition", "seen"),
    [
        (IMPOSSIBLE, False),
        ({"all": [{"channel": "online"}, {"channel": "phone"}]}, False),
        ({"all": [{"age": {"more_than": 3}}, {"not": {"age": {"at_least": 3}}}]}, False),
        ({"all": [{"age": {"more_than": 3}}, {"not": {"age": {"at_least": 5}}}]}, True),
        ({"kind": {"given": True}, "age": {"given": False}}, True),
        ({"firm": {"given": True}, "kind": "person"}, True),
        ({"all": [{"firm": {"given": True}}, {"kind": "person"}]}, False),
        ({"not": {"kind": ["person", "company", "other"]}}, True),
    ],
)
def test_step_that_nobody_can_see_is_a_mistake(condition: dict[str, Any], seen: bool) -> None:
    age = {"age": {"type": "number", "label": "岁"}}
    firm = {"firm": text(when={"kind": "company"})}
    found = codes(KIND, age, firm, {"told": text(when=condition)})
    # A mapping of several names is "and": somebody who is a person is not asked for the firm.
    expected = [] if seen and condition != {"firm": {"given": True}, "kind": "person"} else ["D376"]
    assert found == expected


def test_stop_may_stand_alone_and_an_impossible_line_is_named_beside_others() -> None:
    plain = FormKind().plain(spec_of(KIND, {"told": text()}))
    plain["steps"][1]["fields"].append({"never": text(when=IMPOSSIBLE)})
    [found] = FormKind().check(FormSpec.model_validate(plain), Folder())
    assert (found.code, found.where[-2:]) == ("D376", ("never", "when"))


# --- Signature and declaration ----------------------------------------------------------------------------------------
SIGN = {"sign": {"type": "signature", "label": "签名", "of": "name"}}


@pytest.mark.parametrize(
    ("signed", "counts"), [("王秀英", True), ("王 秀 英", True), ("王秀兰", False), ("", False), ("WANG", False)]
)
def test_signature_counts_only_if_it_is_the_name_that_was_given(signed: str, counts: bool) -> None:
    found = judged({"name": "王秀英", "sign": signed}, NAME, SIGN)
    assert ("sign" in found.answers) is counts
    assert (("s1", "sign") in found.missing) is not counts
    if signed and not counts:
        with pytest.raises(ValidationError):
            found.questions["sign"].form_field({}).clean(signed)


def test_signature_is_asked_again_once_the_name_was_changed() -> None:
    assert judged({"name": "李四", "sign": "王秀英"}, NAME, SIGN).missing == (("s1", "sign"),)


def test_signature_of_nothing_is_a_mistake() -> None:
    assert codes(NAME, {"sign": {"type": "signature", "label": "签名"}}) == ["D375"]
    assert codes({"name": text()}, SIGN) == ["D375"]
    assert codes(SIGN, NAME) == ["D375"]
    assert codes({"sign": {"type": "signature", "label": "签名", "free": True}}) == []


@pytest.mark.article("6")
def test_declaration_freezes_text_and_version_and_a_new_version_is_ticked_again() -> None:
    asked = {"true": {"type": "declaration", "label": "声明", "text": "以上属实", "version": "2026-11"}}
    [section] = dossier(judged({"true": "2026-11"}, asked))
    assert section["rows"][0]["value"] == {"version": "2026-11", "text": {"zh-hans": "以上属实"}}
    assert judged({"true": "2025-01"}, asked).missing == (("s0", "true"),)


# --- Groups -----------------------------------------------------------------------------------------------------------
def group(*fields: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"group": {"type": "repeat", "label": "家人", "fields": list(fields), **more}}


def test_own_row_comes_first_in_conditions_of_a_group() -> None:
    inner = [{"kind": text(required=False)}, {"why": text(when={"kind": "company"}, required=False)}]
    rows = [{"kind": "company", "why": "甲"}, {"kind": "x", "why": "乙"}, {"why": "丙"}]
    found = judged({"kind": "company", "group": rows}, KIND, group(*inner))
    assert found.answers["group"] == [{"kind": "company", "why": "甲"}, {"kind": "x"}, {}]


def test_missing_answers_of_a_group_are_named_row_by_row() -> None:
    found = judged({"group": [{"a": "1"}, {}]}, group({"a": text()}, {"b": text(required={"a": "1"})}))
    assert found.missing == (("s0", "group-0-b"), ("s0", "group-1-a"))


@pytest.mark.parametrize(
    ("rows", "options", "missing"),
    [
        ([], {}, True),
        ([], {"required": False}, False),
        ([], {"required": False, "fewest": 2}, False),
        ([{"a": "1"}], {"required": False, "fewest": 2}, True),
        ([{"a": "1"}] * 2, {"fewest": 2}, False),
        ([{"a": "1"}] * 3, {"most": 2}, True),
        ("text", {}, True),
        ([["a"]], {}, True),
    ],
)
def test_group_counts_its_rows(rows: Any, options: dict[str, Any], missing: bool) -> None:
    found = judged({"group": rows}, group({"a": text()}, **options))
    assert (("s0", "group") in found.missing) is missing


@pytest.mark.parametrize(("rows", "asked"), [(1, False), (2, True)])
def test_condition_counts_the_rows_of_a_group(rows: int, asked: bool) -> None:
    fields = [group({"a": text()}), {"many": text(when={"group": {"at_least": 2}})}]
    assert codes(*fields) == []
    assert ("many" in judged({"group": [{"a": "1"}] * rows}, *fields).questions) is asked


def test_mistakes_inside_of_a_group_are_named_at_their_place() -> None:
    wrong = [{"a": text(label="")}, {"a": text(when={"later": "x"})}, {"later": text(when={"group": {"given": True}})}]
    found = list(FormKind().check(spec_of(group(*wrong, fewest=4, most=2)), Folder()))
    assert sorted((one.code, one.where[5:]) for one in found) == [
        ("D331", ("fields", 1, "a")),
        ("D334", ("fields", 0, "a")),
        ("D336", ("fields", 1, "a", "when", "later")),
        ("D336", ("fields", 2, "later", "when", "group")),
        ("D374", ("fewest",)),
    ]
    assert codes(group()) == ["D339"]


def test_key_that_is_the_name_of_an_input_of_another_question_is_a_mistake() -> None:
    assert codes(group({"a": text()}), {"group-0-a": text()}) == ["D331"]
    born = {"born": {"type": "memorable_date", "label": "生日"}}
    assert codes(born, {"born_year": text()}) == ["D331"]


def test_group_in_an_example_is_named_with_its_questions() -> None:
    fields = [group({"a": text()}, {"b": text(when={"a": "1"})})]
    rows = {"answers": {"group": [{"a": "2"}, {"a": "1"}]}}
    assert codes(*fields, tests=[{"case": "一", "asks": ["group.b"], "requires": ["group.b"], **rows}]) == []
    assert codes(*fields, tests=[{"case": "二", "does_not_ask": ["group.b"], **rows}]) == ["D350"]


@pytest.mark.article("33")
def test_personal_answers_of_a_group_are_masked_in_the_dossier_and_whole_for_the_applicant() -> None:
    found = judged(
        {"group": [{"name": "王秀英", "a": "1"}]}, group({"name": {**NAME["name"], "personal": True}}, {"a": text()})
    )
    [section] = dossier(found)
    assert "王秀英" not in str(section)
    assert [cell.get("masked", cell.get("value")) for cell in section["rows"][0]["value"][0]] == ["王*", "1"]
    assert found.personal == {"group": [{"name": "王秀英", "a": "1"}]}
    question = found.questions["group"]
    assert "王秀英" in question.display(found.answers["group"], AnswerAudience.CITIZEN, {})
    for audience in (AnswerAudience.STAFF, AnswerAudience.EXPORT):
        assert "王秀英" not in question.display(found.answers["group"], audience, {})


# --- Choice with another answer; addresses of before -----------------------------------------------------------------
def test_another_answer_is_compared_as_other_and_shown_as_it_was_written() -> None:
    found = judged({"kind": {"other": "村集体"}}, KIND, {"who": text(when={"kind": "other"})})
    assert "who" in found.questions
    assert found.questions["kind"].display(found.answers["kind"], AnswerAudience.CITIZEN, {}) == "村集体"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("person", "person"),
        ({"chosen": "other", "other": " 村集体 "}, {"other": "村集体"}),
        ({"chosen": "", "other": "村集体"}, {"other": "村集体"}),
        ({"chosen": "person", "other": "村集体"}, None),
        ({"chosen": "other", "other": "  "}, None),
        ({"chosen": "other", "other": "x" * 201}, None),
        ("boat", None),
        ("other", None),
    ],
)
def test_another_answer_is_never_dropped_silently(typed: Any, stored: Any) -> None:
    field = judged({}, KIND).questions["kind"].form_field({})
    if stored is None:
        with pytest.raises(ValidationError):
            field.clean(typed)
    else:
        assert field.clean(typed) == stored


def test_address_with_territory_keeps_answers_of_one_line() -> None:
    asked = {"home": {"type": "address", "label": "住址", "levels": ["town"]}}
    assert judged({"home": "示例街道 3 号"}, asked).answers == {"home": "示例街道 3 号"}
    labels = {"organisation:zhonghan": "崂山区 中韩街道"}
    question = judged({}, asked).questions["home"]
    stored = question.dump(question.form_field(labels).clean(["zhonghan", "示例路 1 号"]))
    assert stored == {"territory": "zhonghan", "detail": "示例路 1 号"}
    assert question.display(stored, AnswerAudience.CITIZEN, labels) == "崂山区 中韩街道 示例路 1 号"
    assert [*question.codes(stored)] == [("organisation", "zhonghan")]
    assert question.load("示例街道 3 号") == ["", "示例街道 3 号"]
    for wrong in (["boat", "示例路"], ["", "示例路"], ["zhonghan", ""], ["zhonghan", "x" * 300], "示例路"):
        with pytest.raises(ValidationError):
            question.form_field(labels).clean(wrong)


# --- Limits and words of numbers, days and times ----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("field", "typed", "stored"),
    [
        ({"type": "number"}, "１ 234", 1234),
        ({"type": "number"}, "1,234", 1234),
        ({"type": "number"}, "1,23", None),
        ({"type": "number"}, "-1", None),
        ({"type": "number"}, "1e3", None),
        ({"type": "number"}, "٣", 3),
        ({"type": "number"}, "1.5", None),
        ({"type": "number", "places": 2}, "12.50", "12.50"),
        ({"type": "number", "places": 2}, "12.505", None),
        ({"type": "number", "smallest": -5, "largest": 5}, "-5", -5),
        ({"type": "number", "smallest": -5, "largest": 5}, "6", None),
        ({"type": "amount"}, "0012.30", "12.30"),
        ({"type": "amount"}, "12.305", None),
        ({"type": "memorable_date"}, ["1958", "3", "9"], "1958-03-09"),
        ({"type": "memorable_date"}, "1958年3月9日", "1958-03-09"),
        ({"type": "memorable_date"}, ["58", "3", "9"], None),
        ({"type": "memorable_date"}, ["1958", "", "9"], None),
        ({"type": "memorable_date"}, ["1958", "2", "30"], None),
        ({"type": "memorable_date"}, ["1958", "三", "9"], None),
        ({"type": "memorable_date", "latest": "2000-01-01"}, ["2001", "1", "1"], None),
        ({"type": "memorable_date", "earliest": "2000-01-01"}, ["1999", "1", "1"], None),
        ({"type": "date", "latest": "2000-01-01"}, "2000-01-02", None),
        ({"type": "time"}, "9点", "09:00"),
        ({"type": "time"}, "09:30:00", "09:30"),
        ({"type": "time"}, "24:00", None),
        ({"type": "time", "not_before": "09:00", "not_after": "17:00"}, "17:01", None),
        ({"type": "email"}, " wang＠example.cn ", "wang@example.cn"),
        ({"type": "email"}, "wang@", None),
        ({"type": "email"}, "a@b@c.cn", None),
        ({"type": "project_code"}, "٢٠١٩37021250030123" + "45", None),
        ({"type": "project_code"}, "1999-370212-50-03-012345", None),
    ],
)
def test_typed_value_is_made_plain_or_refused(field: dict[str, Any], typed: Any, stored: Any) -> None:
    question = judged({}, {"q": {"label": "问", **field}}).questions["q"]
    if stored is None:
        with pytest.raises(ValidationError) as refused:
            question.form_field({}).clean(typed)
        assert all(refused.value.messages)
    else:
        assert question.dump(question.form_field({}).clean(typed)) == stored

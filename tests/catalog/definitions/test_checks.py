"""Refusals by the schemas and cross-checks of the catalogue, each with its code."""

import pytest
from pydantic import ValidationError

from configuration.kinds import named
from portal.kit import languages, phones
from portal.kit.phones import PhonePlan
from tests.catalog.definitions.samples import BASE, CALENDAR, CONTACT, ITEM, LAW, ORGANISATION, POINT, POST

SITE = {
    "site": "s",
    "name": "城",
    "competent_authority": "root",
    "levels": [{"level": "city", "name": "市"}, {"level": "district", "name": "区"}, {"level": "town", "name": "镇"}],
}


@pytest.fixture(autouse=True)
def in_chinese():
    with languages.reading(["zh-hans", "en"]), phones.reading(PhonePlan()):
        yield


class Folder:
    def __init__(self, *definitions):
        self.read = {}
        for kind, data in (("site", SITE), *definitions):
            spec = named(kind).schema.model_validate(data)
            self.read.setdefault(kind, {})[named(kind).code(spec)] = spec

    def all(self, kind):
        return self.read.get(kind, {})

    def get(self, kind, code):
        return self.all(kind).get(code)

    def knows(self, kind, code):
        return code in self.all(kind)


def codes(kind, data, *others):
    spec = named(kind).schema.model_validate(data)
    return [found.code for found in named(kind).check(spec, Folder((kind, data), *others))]


def test_full_samples_are_right():
    assert codes("point", POINT) == []
    assert codes("item", ITEM | {"materials": [], "basis": []}) == []
    assert codes("calendar", CALENDAR) == []
    assert codes("organisation", ORGANISATION) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"level": "moon"}, "D301"),
        ({"service_phone": "abc"}, "D303"),
        ({"service_phone": ""}, "D304"),
        ({"complaint_phone": ""}, "D304"),
        ({"complaint_phone": POINT["service_phone"]}, "D305"),
        ({"complaint_phone": "（0532）05550120"}, "D305"),
        ({"hours": [{"days": "mon", "from": "12:00", "to": "09:00"}]}, "D309"),
        ({"exceptions": [{"date": "2026-10-08", "from": "13:00"}]}, "D310"),
        ({"exceptions": [{"date": "2026-10-08", "from": "13:00", "to": "09:00"}]}, "D310"),
        ({"exceptions": [{"date": "2026-10-08"}, {"date": "2026-10-08", "from": "13:00", "to": "15:00"}]}, "D326"),
        ({"places": [{"place": "w1", "kind": "window"}, {"place": "w1", "kind": "zone"}]}, "D321"),
        (
            {
                "hours": [
                    {"days": "mon-fri", "from": "09:00", "to": "12:00"},
                    {"days": "wed", "from": "11:00", "to": "13:00"},
                ]
            },
            "D314",
        ),
    ],
)
@pytest.mark.article("9")
def test_point_is_refused(change, code):
    assert codes("point", POINT | change) == [code]


@pytest.mark.article("9")
def test_draft_point_may_wait_for_its_numbers():
    assert codes("point", POINT | {"published": False, "service_phone": "", "complaint_phone": ""}) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"days": {"statutory": "3 working_days", "promised": "5 working_days"}}, "D306"),
        ({"excluded": {"kind": "secret"}}, "D307"),
        ({"task_type": "02"}, "D308"),
        ({"task_type": "CF"}, "D308"),
        ({"decided_at": ["moon"]}, "D301"),
        ({"materials": [{"material": "unheard-of"}]}, "D315"),
        ({"basis": [{"law": "unheard-of"}]}, "D324"),
    ],
)
@pytest.mark.article("2")
def test_item_is_refused(change, code):
    assert codes("item", ITEM | {"materials": [], "basis": []} | change) == [code]


@pytest.mark.parametrize(
    "change", [{"amended_on": "2010-01-01"}, {"repealed_on": "2010-01-01"}, {"replaced_by": "insurance-law"}]
)
def test_law_is_refused(change):
    assert codes("law", LAW | change) == ["D323"]


@pytest.mark.article("2")
def test_class_that_nobody_applies_for_is_refused_with_the_reason():
    with pytest.raises(ValidationError, match="nobody applies"):
        named("item").schema.model_validate(ITEM | {"class": "penalty"})


@pytest.mark.parametrize("days", [{"promised": "10 days"}, {"statutory": "2 weeks"}])
def test_promises_count_in_working_days_and_laws_in_units_of_laws(days):
    with pytest.raises(ValidationError, match="working_days"):
        named("item").schema.model_validate(ITEM | {"days": days})


@pytest.mark.article("15.1")
@pytest.mark.parametrize(
    ("law", "promise", "found"),
    [("60 days", 60, []), ("60 days", 61, ["D306"]), ("3 months", 69, []), ("3 months", 70, ["D306"])],
)
def test_a_promise_that_outlasts_a_law_of_calendar_days_is_refused(law, promise, found):
    days = {"statutory": law, "promised": f"{promise} working_days"}
    assert codes("item", ITEM | {"days": days, "materials": [], "basis": []}) == found


def test_organisation_below_itself_is_refused():
    below = {"organisation": "town", "name": "镇", "level": "town", "parent": "laoshan"}
    assert codes("organisation", ORGANISATION | {"parent": "town"}, ("organisation", below)) == ["D302"]


@pytest.mark.parametrize(("above", "found"), [(5, []), (6, ["D302"])])
def test_tree_deeper_than_six_is_refused(above, found):
    chain = [
        {"organisation": f"o{n}", "name": "上级", "level": "town", **({"parent": f"o{n - 1}"} if n else {})}
        for n in range(above)
    ]
    lowest = ORGANISATION | {"parent": f"o{above - 1}"}
    assert codes("organisation", lowest, *(("organisation", one) for one in chain)) == found


def test_number_of_a_contact_is_read():
    assert codes("contact", CONTACT | {"number": "0532-88001234、88001235"}) == ["D303"]


@pytest.mark.parametrize(
    ("year", "code"),
    [
        ({"holidays": [{"from": "2026-05-05", "to": "2026-05-01", "name": "x"}]}, "D311"),
        ({"workdays": ["2025-12-31"]}, "D312"),
        ({"holidays": [{"from": "2026-05-01", "name": "x"}], "workdays": ["2026-05-01"]}, "D313"),
    ],
)
def test_calendar_is_refused(year, code):
    assert codes("calendar", CALENDAR | {"years": {"2026": year}}) == [code]


def test_one_username_is_one_person_with_one_address():
    def claimed(change):
        claims = named("post").claims(named("post").schema.model_validate(POST | {"post": "agent-2"} | change))
        return {claim.what: claim.holder for claim in claims}

    name, address = POST["username"], f"email of {POST['username']}"
    assert claimed({}) == {name: POST["person"], address: POST["email"]}
    assert claimed({"person": "示例乙"}) == {name: "示例乙", address: POST["email"]}
    assert claimed({"email": "b@portal.example"}) == {name: POST["person"], address: "b@portal.example"}


def test_post_ends_after_it_begins():
    assert codes("post", POST | {"to": "2025-01-01"}) == ["D316"]


@pytest.mark.parametrize(
    ("days", "written"), [("Sun-Thu", "sun-thu"), (["sat", "sun", "mon"], "sat-mon"), ("fri", "fri")]
)
def test_a_range_of_days_may_go_over_the_end_of_the_week(days, written):
    point = named("point").schema.model_validate(POINT | {"hours": [{"days": days, "from": "09:00", "to": "12:00"}]})
    assert named("point").plain(point)["hours"][0]["days"] == written


@pytest.mark.parametrize("days", ["mon-", "mon-mon", "someday", [], 5])
def test_days_are_days(days):
    with pytest.raises(ValidationError):
        named("point").schema.model_validate(POINT | {"hours": [{"days": days, "from": "09:00", "to": "12:00"}]})


@pytest.mark.article("14.2")
@pytest.mark.parametrize(
    ("change", "said"), [({"class": "social-insurance"}, "class"), ({"topic": "benefit"}, "topic")]
)
def test_term_of_another_list_is_no_class_and_no_topic(change, said):
    lists = [*BASE[2:4], ("term", {"term": "benefit", "list": "class", "name": "行政给付"})]
    spec = named("item").schema.model_validate(ITEM | change)
    found = [found for found in named("item").check(spec, Folder(*lists)) if found.code == "D318"]
    assert [one.where for one in found] == [(said,)]
    assert "public_service" in found[0].remedy or "social-insurance" in found[0].remedy


NO_MATERIALS = ITEM | {"materials": [], "basis": []}


@pytest.mark.article("4.3")
def test_fee_for_help_itself_is_refused():
    assert codes("item", NO_MATERIALS | {"fee": {"charged": True, "text": "代办费 50 元，由窗口收取。"}}) == ["D319"]
    assert codes("item", NO_MATERIALS | {"fee": {"charged": True, "text": "工本费 20 元；我们不收代办费。"}}) == []


@pytest.mark.parametrize(
    "name", ["其他材料", "其他有关材料", "相关证明材料", "法律法规规定的其他材料", "Other documents"]
)
def test_material_that_names_no_paper_is_refused(name):
    assert codes("item", NO_MATERIALS | {"materials": [{"material": "x", "name": name}]}) == ["D320"]
    assert codes("material", {"material": "x", "name": name}) == ["D320"]


def test_material_that_names_its_paper_is_taken():
    assert codes("material", {"material": "x", "name": "与申请有关的证明材料：合同、收据"}) == []


LICENCE = ("term", {"term": "permit", "list": "class", "name": "行政许可", "licence": True})


SERVICE = ("term", {"term": "public_service", "list": "class", "name": "公共服务"})


def advised(change, kind="item", base=ITEM | {"excluded": None}):
    spec = named(kind).schema.model_validate(base | change)
    return {(found.code, found.where) for found in named(kind).advise(spec, Folder(LICENCE, SERVICE))}


def test_advice_names_the_key_of_the_definition():
    assert advised({"days": {"statutory": "3 working_days"}}) == {("D381", ("days", "promised"))}
    assert advised({"fee": {"text": "20 元"}}) == {("D383", ("fee", "charged"))}
    assert ("D385", ("steps",)) in advised({"class": "permit", "topic": None})


def test_advice_on_points():
    assert advised({"hours": []}, "point", POINT) == {("D386", ("hours",))}
    assert advised({"service_phone": "0555 0120"}, "point", POINT) == {("D387", ("service_phone",))}


@pytest.mark.parametrize(
    ("item_class", "promised", "wanted"),
    [("permit", "1 working_day", True), ("permit", "on_the_spot", False), ("public_service", "1 working_day", False)],
)
def test_only_of_a_licence_a_limit_of_the_law_is_demanded(item_class, promised, wanted):
    """The general limit of the law on licences; other services may have none."""
    found = advised({"class": item_class, "topic": None, "days": {"promised": promised}})
    assert (("D381", ("days", "statutory")) in found) == wanted


def test_excluded_item_gets_no_advice():
    assert advised({"days": {}, "steps": [], "excluded": ITEM["excluded"]}) == set()

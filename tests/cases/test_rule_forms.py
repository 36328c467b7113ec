"""The forms that the rule asks for: each is filled in, opens one case, and reaches whoever has to answer."""

import json

import pytest

from cases import actions
from cases.access import CasePolicy, actor_of
from cases.actions import submit
from cases.actions.errors import Excluded, Incomplete
from cases.actions.parties import tail_index
from cases.models import Case, RingTask
from catalog.models import ServiceItem, ServicePoint
from configuration import site
from forms.models import Draft, Form
from portal.kit.sealed import Sealed
from tests.city import city  # noqa: F401  the fixture
from tests.factories.post import PostFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
PERSON = {"name": "赵示例", "phone": "13900000120"}
FORMS = {
    "consultation": {"question": "社保卡丢了怎么办", "answer_by": "phone", **PERSON},
    "complaint": {"kind": "attitude", "matter": "等了一上午没人理", "wants_answer": True, **PERSON},
    "home-visit": {
        "asked_by": "family",
        "name": "赵示例",
        "asker_name": "赵女士",
        "phone": "13900000120",
        "needs": ["elderly", "walking"],
        "address": "市南区示例路 12 号",
        "time": "morning",
        "wish": "给老人补社保卡",
    },
    "key-project": {
        "applicant_kind": "legal_person",
        "organisation": "青岛示例制造有限公司",
        "uscc": "91370200MA3EXAMPL0",
        "project_name": "示例工厂",
        "project_code": "2026-370212-36-03-012345",
        "investment": "120000000.00",
        "site": "崂山区",
        "stage": "building",
        "stuck": "施工许可要三个部门一起看",
        "departments": [{"department": "住建局", "matter": "施工许可"}, {"department": "消防"}],
        **PERSON,
    },
    "cross-region": {"direction": "out", "other_place": "济南", "wish": "交公积金材料", "deliver": "collect", **PERSON},
}
DECLARED = ["privacy", "truth"]


def draft(form, point="", **answers):
    made = Draft.objects.create(
        key=f"draft-{form}-{len(answers)}",
        form_version=Form.objects.get(code=form).current,
        point=ServicePoint.objects.get(code=point) if point else None,
    )
    made.answers = Sealed.of(json.dumps(answers, ensure_ascii=False))
    made.save()
    return made


@pytest.mark.parametrize("form", FORMS)
def test_form_opens_one_case(form):
    made = draft(form, **FORMS[form])
    case = submit(draft=made, declared=DECLARED)
    assert submit(draft=made, declared=DECLARED) == case
    assert case.applicant.name.open()
    keys = {row["key"] for section in case.dossier for row in section["rows"]}
    assert {key for key in FORMS[form] if key != "matter"} <= keys


@pytest.mark.article("9.1")
def test_complaint_needs_no_name_and_is_found_by_nobody_who_guesses():
    case = submit(draft=draft("complaint", kind="late", matter="一直没答复", wants_answer=False), declared=DECLARED)
    party = case.applicant
    assert (party.name.open(), party.phone.open(), party.name_masked, party.phone_masked) == ("", "", "", "")
    assert party.tail_index != tail_index(case.number, "")
    assert (party.name_index, party.phone_index, party.ending_index) == ("", "", "")


@pytest.mark.article("9.1", "36.1")
def test_complaint_goes_above_whom_it_is_about_and_is_hidden_from_them():
    point = ServicePoint.objects.get(code="laoshan-centre")
    case = submit(draft=draft("complaint", **FORMS["complaint"], about="laoshan-centre"), declared=DECLARED)
    assert case.organisation == point.organisation.parent
    concerned = PostFactory(organisation=point.organisation, role__may=["cases.work"]).user
    above = PostFactory(organisation=point.organisation.parent, role__may=["cases.work"]).user
    assert case not in CasePolicy.of(concerned).visible()
    assert case in CasePolicy.of(above).visible()


def test_complaint_about_nobody_goes_to_the_competent_authority():
    case = submit(draft=draft("complaint", **FORMS["complaint"]), declared=DECLARED)
    assert case.organisation.code == site.current().competent_authority


@pytest.mark.article("7.1")
def test_key_project_never_stays_at_a_small_office():
    case = submit(draft=draft("key-project", **FORMS["key-project"]), declared=DECLARED)
    assert case.organisation.code == site.current().competent_authority


@pytest.mark.article("27.1")
def test_community_station_does_no_matters_of_other_places():
    station = ServicePoint.objects.filter(level="village").first()
    with pytest.raises(Excluded):
        submit(draft=draft("cross-region", point=station.code, **FORMS["cross-region"]), declared=DECLARED)
    assert not Case.objects.exists()


@pytest.mark.article("5.1")
@pytest.mark.parametrize("form", ["consultation", "home-visit", "cross-region"])
def test_excluded_service_is_refused_even_if_its_code_is_sent(form):
    item = ServiceItem.objects.public().first()
    ServiceItem.objects.filter(pk=item.pk).update(exclusion="secret")
    answers = FORMS[form] | {"items": [item.code]} | ({"direction": "in"} if form == "cross-region" else {})
    with pytest.raises(Excluded):
        submit(draft=draft(form, **answers), declared=DECLARED)


def test_home_visit_without_an_address_is_not_sent():
    answers = {key: value for key, value in FORMS["home-visit"].items() if key != "address"}
    with pytest.raises(Incomplete):
        submit(draft=draft("home-visit", **answers), declared=DECLARED)


def test_home_visit_says_in_words_what_is_needed_where_no_service_is_named():
    answers = {key: value for key, value in FORMS["home-visit"].items() if key != "wish"}
    with pytest.raises(Incomplete):
        submit(draft=draft("home-visit", **answers), declared=DECLARED)
    item = ServiceItem.objects.public().filter(exclusion="").first()
    assert submit(draft=draft("home-visit", **answers, items=[item.code]), declared=DECLARED).item == item


@pytest.mark.article("4")
def test_no_form_has_a_price():
    for form in Form.objects.published():
        amounts = [key for _step, key, field in form.current.read().fields() if field.type == "amount"]
        assert amounts == (["investment"] if form.code == "key-project" else [])


def moved(case, move, **asks):
    supervisor = PostFactory(organisation=case.organisation, role__code="supervisor").user
    actions.move(case=case, move=move, by=actor_of(supervisor), version=case.version, answers=asks)


@pytest.mark.parametrize(("wanted", "calls"), [(True, 1), (False, 0)])
def test_answer_to_a_complaint_is_told_to_whoever_gave_a_telephone(wanted, calls):
    answers = {"kind": "late", "matter": "一直没答复", "wants_answer": wanted} | (PERSON if wanted else {})
    case = submit(draft=draft("complaint", **answers), declared=DECLARED)
    moved(case, "answer", found="核实了，确实慢了", done="已经道歉，并改了排班")
    assert RingTask.objects.filter(case=case).count() == calls


@pytest.mark.article("6.2", "26.1")
def test_applicant_of_record_is_the_person_for_whom_somebody_applies():
    answers = {
        "mode": "agency",
        "applicant_kind": "natural_person",
        "name": "赵示例",
        "phone": "13900000120",
        "for_whom": "family",
        "for_name": "钱女士",
        "special": ["elderly"],
        "visit": "home",
    }
    case = submit(draft=draft("assistance", point="laoshan-centre", **answers), declared=DECLARED)
    assert case.applicant.name.open() == "赵示例"
    shown = json.dumps(case.dossier, ensure_ascii=False)
    assert "钱女士" not in shown
    assert "老人" not in shown, "what care somebody needs is masked (Art. 33)"

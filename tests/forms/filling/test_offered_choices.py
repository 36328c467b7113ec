"""Service points and territories to choose from, found by a word without a script; statements; another answer."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from cases.access import OWN_WORDS
from cases.desk.page import dossier as desk_dossier
from cases.models import Case
from catalog.models import ServicePoint
from configuration import codes
from forms.definitions import FormKind
from forms.models import Draft
from forms.spec import FormSpec
from portal.kit import published
from tests.factories.item import ItemFactory
from tests.factories.organisation import OrganisationFactory
from tests.factories.point import PointFactory
from tests.forms.filling.walk import DECLARED, begin, shown, sound

pytestmark = pytest.mark.django_db
HOME = {"home": {"type": "address", "label": "住址", "levels": ["district"], "personal": True}}
HALL = {"hall": {"type": "point", "label": "办理地点"}}
CHECK = "/apply/assistance/check/"


def form(*fields: dict[str, Any]) -> None:
    FormKind().save(
        FormSpec.model_validate(
            {
                "form": "assistance",
                "title": "小表",
                "opens": {"workflow": "assistance", "route_by": ["point", "item.decided_at", "authority"]},
                "steps": [{"step": "one", "title": "一", "fields": [*fields]}],
                "check": {"title": "核对"},
            }
        )
    )


@pytest.fixture
def points(town: ServicePoint) -> ServicePoint:
    """A second district with a point of its own, and more points than a page offers."""
    ItemFactory(code="card", department=town.organisation.parent)
    west = OrganisationFactory(code="west", parent=town.organisation.parent, name={"zh-hans": "西区"})
    for number in range(15):
        PointFactory(code=f"a-{number:02}", organisation=town.organisation)
    return PointFactory(code="zz-west", organisation=west, name={"zh-hans": "银杏大厅"})


def offered(text: str, name: str) -> list[str]:
    return [
        str(one["value"])
        for one in BeautifulSoup(text, "html.parser").select(f'[name="{name}"], [name="{name}"] option')
        if one.get("value")
    ]


def test_point_is_found_by_a_word_chosen_and_named_everywhere(points: ServicePoint, client: Client) -> None:
    form(HALL, {"more": {"type": "text", "label": "备注"}})
    address = begin(client, item="card")
    assert points.code not in offered(sound(client.get(address)), "hall")
    found = sound(client.post(address, {"_find_point": "银杏", "find": "yes", "more": "还没写完"}))
    assert points.code in offered(found, "hall")
    assert "还没写完" in found
    assert not BeautifulSoup(found, "html.parser").select(".error-summary")
    kept = client.post(address, {"hall": points.code, "more": "好"})
    assert kept.status_code == 302, sound(kept)
    assert "银杏大厅" in sound(client.get(CHECK))
    assert client.post(CHECK, DECLARED | {"shown": shown()}).status_code == 302
    case = Case.objects.get()
    assert case.point == points, "the chosen point decides the route"
    assert "银杏大厅" in str(desk_dossier(case, [OWN_WORDS]))


@pytest.mark.parametrize("hall", ["boat", "", "zz-west\x00", "<b>", "a-00' OR 1=1"])
def test_point_that_is_not_offered_is_refused(points: ServicePoint, client: Client, hall: str) -> None:
    form(HALL)
    refused = client.post(begin(client, item="card"), {"hall": hall})
    assert refused.status_code in {200, 400}
    assert Draft.objects.get().read().get("hall") is None


def test_code_of_a_service_that_no_database_can_hold_is_refused(points: ServicePoint, client: Client) -> None:
    form({"items": {"type": "items", "label": "事项"}})
    assert client.post(begin(client, item="card"), {"items": ["card\x00", "boat"]}).status_code in {200, 400}


def test_territory_is_chosen_with_the_rest_of_the_address(points: ServicePoint, client: Client) -> None:
    form(HOME)
    address = begin(client, item="card")
    text = sound(client.get(address))
    assert {"east", "west"} <= set(offered(text, "home_territory"))
    wrong = sound(client.post(address, {"home_territory": "west", "home_detail": ""}))
    assert len(BeautifulSoup(wrong, "html.parser").select(".field .error")) == 1
    assert client.post(address, {"home_territory": "west", "home_detail": "银杏路 1 号"}).status_code == 302
    assert Draft.objects.get().read()["home"] == {"territory": "west", "detail": "银杏路 1 号"}
    assert "银杏路 1 号" in sound(client.get(CHECK))
    assert client.post(CHECK, DECLARED | {"shown": shown()}).status_code == 302
    assert "银杏路 1 号" not in str(Case.objects.get().dossier)


def test_address_that_was_typed_in_one_line_before_is_shown_again(points: ServicePoint, client: Client) -> None:
    form(HOME)
    address = begin(client, item="card")
    draft = Draft.objects.get()
    draft.answers = type(draft.answers).of('{"home": "银杏路 1 号"}')
    draft.save()
    assert "银杏路 1 号" in sound(client.get(address))
    assert "银杏路 1 号" in sound(client.get(CHECK))


def test_code_that_was_renamed_is_read_under_its_code_of_today(points: ServicePoint, client: Client) -> None:
    group = {"homes": {"type": "repeat", "label": "住处", "fields": [HOME]}}
    form(HOME, HALL, group)
    begin(client, item="card")
    draft = Draft.objects.get()
    home = '{"territory": "west", "detail": "x"}'
    draft.answers = type(draft.answers).of(f'{{"home": {home}, "hall": "zz-west", "homes": [{{"home": {home}}}]}}')
    draft.save()
    codes.record_renaming("organisation", "west", "far-west")
    codes.record_renaming("point", "zz-west", "ginkgo")
    published.forget()
    answers = Draft.objects.get().read()
    assert answers["home"]["territory"] == answers["homes"][0]["home"]["territory"] == "far-west"
    assert answers["hall"] == "ginkgo"


def test_statements_stand_between_the_questions(points: ServicePoint, client: Client) -> None:
    form(
        {"head": {"type": "heading", "title": "家里的情况"}},
        {"text": {"type": "plain_text", "text": "一行\n两行"}},
        {"care": {"type": "warning", "text": "请勿填写密码 <b>"}},
        {"q": {"type": "text", "label": "备注"}},
    )
    page = BeautifulSoup(sound(client.get(begin(client, item="card"))), "html.parser")
    assert page.select_one("h2.between").text == "家里的情况"  # type: ignore[union-attr]
    assert "两行" in page.select_one("p.between-text").text  # type: ignore[union-attr]
    warning = page.select_one(".notice.warn")
    assert warning is not None
    assert "<b>" in warning.text
    assert warning.select_one("strong"), "colour alone warns nobody who cannot see it"


def test_another_answer_has_an_input_with_a_label_and_stays_after_a_mistake(
    points: ServicePoint, client: Client
) -> None:
    form(
        {"who": {"type": "choice", "label": "谁", "options": {"me": "我"}, "other": "其他"}},
        {"q": {"type": "text", "label": "备注"}},
    )
    address = begin(client, item="card")
    page = BeautifulSoup(sound(client.get(address)), "html.parser")
    assert page.select_one('label[for="id_who-other"]')
    again = BeautifulSoup(sound(client.post(address, {"who": "other", "who-other": "邻居", "q": ""})), "html.parser")
    assert again.select_one('[name="who-other"]')["value"] == "邻居"  # type: ignore[index]
    assert again.select_one('[name="who"][value="other"][checked]')
    assert client.post(address, {"who": "other", "who-other": "邻居", "q": "好"}).status_code == 302
    assert "邻居" in sound(client.get(CHECK))


def test_question_that_becomes_required_on_the_same_page_says_so(points: ServicePoint, client: Client) -> None:
    form(
        {"who": {"type": "yes_no", "label": "是单位吗"}},
        {"firm": {"type": "text", "label": "单位名称", "required": {"who": True}}},
    )
    address = begin(client, item="card")
    refused = sound(client.post(address, {"who": "yes", "firm": ""}))
    assert BeautifulSoup(refused, "html.parser").select_one('.error-summary a[href="#id_firm"]')
    assert client.post(address, {"who": "no", "firm": ""}).status_code == 302

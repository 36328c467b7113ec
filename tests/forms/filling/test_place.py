"""Routing as the citizen sees it: the place is asked, the office is named before sending, another can be chosen."""

import json
import re

import pytest
from django.test import Client

from cases.models import Case
from catalog.models import Organisation, ServiceItem, ServicePoint
from forms.definitions import FormKind
from forms.destinations import Route
from forms.filling.checking import _district
from forms.models import Draft, Form
from forms.models.draft import PLACE, POINT
from portal.kit import clock
from tests.city import city  # noqa: F401  the fixture
from tests.forms.filling.test_two_tabs import hidden, page
from tests.forms.filling.walk import CONTACT, DECLARED, PERSON, START, WISH, begin, filled, send, shown, sound

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city"), pytest.mark.article("17.1")]
ASK, CHOOSE, CHECK = "/apply/assistance/place/", "/apply/assistance/point/", "/apply/assistance/check/"
# Decided by districts and towns; by districts alone.
CARD, ADOPTION = "social-card-replace", "adoption"
FIRST = "/apply/assistance/service/"


def started(client: Client, item: str = CARD, point: str = "") -> str:
    """Press the button on the start page; return where it leads."""
    return client.post(START, {"item": item, "point": point, "shown": shown()}).headers["Location"]


def decided(client: Client, *places: str, item: str = CARD) -> None:
    """Begin, name PLACES one after the other, and answer every step up to the page to check."""
    address = started(client, item)
    for place in places:
        assert address.startswith(ASK)
        address = client.post(address, {"place": place}).headers["Location"]
    for answers in (PERSON, CONTACT, WISH):
        address = client.post(address, answers).headers["Location"]
    assert address == CHECK


def options(text: str) -> list[str]:
    return re.findall(r'name="place" value="([^"]+)"', text)


def told(text: str) -> str:
    """Return the part of the page to check that says who answers."""
    return text.split("由谁答复您")[1].split("</section>", maxsplit=1)[0]


def test_beginning_asks_for_the_place_where_several_could_answer(client):
    assert started(client) == ASK
    text = sound(client.get(ASK))
    districts = Organisation.objects.filter(parent__code="qingdao", level__in=["district", "zone"])
    assert options(text) == [*districts.values_list("code", flat=True), "qingdao"]
    assert not re.search(r'value="[^"]+"[^>]* checked', text)


def test_place_is_not_asked_where_a_point_was_chosen(client):
    assert started(client, point="laoshan-centre") == FIRST


def test_point_that_does_not_handle_the_service_does_not_save_the_question(client):
    assert started(client, ADOPTION, point="laoshan-zhonghan-centre") == ASK


def test_place_is_not_asked_where_one_organisation_answers(client):
    ServiceItem.objects.filter(code=CARD).update(decided_at=["city"])
    assert started(client) == FIRST
    for address, answers in ((FIRST, PERSON), ("/apply/assistance/applicant/", CONTACT)):
        client.post(address, answers)
    client.post("/apply/assistance/request/", WISH)
    assert "青岛市政务服务中心" in told(sound(client.get(CHECK)))


def test_town_is_asked_in_the_district_where_towns_answer(client):
    started(client)
    inner = client.post(ASK, {"place": "laoshan"}).headers["Location"]
    assert inner == f"{ASK}?within=laoshan"
    text = sound(client.get(inner))
    assert "崂山区" in text
    towns = Organisation.objects.filter(parent__code="laoshan", level="town")
    assert options(text) == [*towns.values_list("code", flat=True), "laoshan"]
    assert client.post(inner, {"place": "laoshan-zhonghan"}).headers["Location"] == FIRST


def test_town_is_not_asked_where_districts_answer(client):
    started(client, ADOPTION)
    assert client.post(ASK, {"place": "laoshan"}).headers["Location"] == FIRST


def test_district_without_windows_in_its_towns_asks_for_no_town(client):
    started(client)
    assert client.post(ASK, {"place": "licang"}).headers["Location"] == FIRST


def test_community_is_asked_where_stations_answer(client):
    started(client, "insurance-proof")
    client.post(ASK, {"place": "laoshan"})
    address = client.post(f"{ASK}?within=laoshan", {"place": "laoshan-zhonghan"}).headers["Location"]
    assert address == f"{ASK}?within=laoshan-zhonghan"
    assert "laoshan-zhonghan-1" in options(sound(client.get(address)))


def test_page_without_a_choice_asks_again(client):
    started(client)
    text = sound(client.post(ASK, {}))
    assert "请选择所在地" in text
    assert "data-error-summary" in text


@pytest.mark.parametrize("sent", ["nowhere", "qd-rsj", "laoshan-zhonghan", "x" * 300, "崂山"])
def test_place_that_was_not_offered_is_refused(client, sent):
    started(client)
    assert client.post(ASK, {"place": sent}).status_code == 200
    assert PLACE not in Draft.objects.get().read()


@pytest.mark.parametrize("within", ["nowhere", "qd-rsj", "x" * 300, ""])
def test_unknown_area_asks_for_the_district(client, within):
    started(client)
    assert "laoshan" in options(sound(client.get(f"{ASK}?within={within}")))


def test_case_goes_to_the_district_that_was_named(client):
    decided(client, "shinan", "shinan")
    send(client)
    case = Case.objects.get()
    assert (case.organisation.code, case.point.code) == ("shinan", "shinan-centre")


def test_case_goes_to_the_town_that_was_named(client):
    decided(client, "laoshan", "laoshan-zhonghan")
    send(client)
    case = Case.objects.get()
    assert (case.organisation.code, case.point.code) == ("laoshan-zhonghan", "laoshan-zhonghan-centre")


@pytest.mark.parametrize("language", ["", "/en"])
def test_citizen_is_told_who_answers_before_sending(client, language):
    decided(client, "laoshan", "laoshan")
    text = sound(client.get(CHECK))
    point = ServicePoint.objects.select_related("organisation").get(code="laoshan-centre")
    for word in (point.organisation.name, point.name, point.window, point.address, "0532-0555 0110", "崂山区"):
        assert str(word) in told(text)


def test_citizen_is_told_when_the_authority_answers(client):
    ServicePoint.objects.filter(code="licang-centre").update(live=False)
    decided(client, "licang", item=ADOPTION)
    text = told(sound(client.get(CHECK)))
    assert "李沧区" in text
    assert "暂无办理这个事项的窗口" in text
    assert "主管部门" in text
    send(client)
    assert Case.objects.get().organisation.code == "qd-xzspj"


def test_dossier_keeps_the_place_and_the_reason(client):
    decided(client, "laoshan", "laoshan")
    send(client)
    section = Case.objects.get().dossier[-1]
    assert section["title"] == {"zh-hans": "由谁答复", "en": "Who answers"}
    place, reason = section["rows"]
    assert place["value"] == [{"zh-hans": "崂山区", "en": "Laoshan"}]
    assert "崂山区" in reason["value"][0]["zh-hans"]
    assert "Laoshan" in reason["value"][0]["en"]


def test_page_to_check_without_a_place_leads_to_the_question(client):
    client.post(begin(client), PERSON)
    draft = Draft.objects.get()
    stored = draft.read()
    del stored[PLACE]
    draft.answers = json.dumps(stored | CONTACT | WISH)
    draft.save()
    assert client.get(CHECK).headers["Location"] == ASK
    assert client.post(CHECK, DECLARED | {"shown": shown()}).headers["Location"] == ASK
    assert not Case.objects.exists()


# --- Another one ------------------------------------------------------------------------------------------------------
def test_check_page_leads_to_the_points_of_the_district(client):
    filled(client)
    assert f'href="{CHOOSE}?district=laoshan"' in sound(client.get(CHECK))
    text = sound(client.get(f"{CHOOSE}?district=laoshan"))
    points = ["laoshan-centre", "laoshan-zhonghan-centre", "laoshan-shazikou-centre"]
    assert sorted(re.findall(r'name="point" value="([^"]+)"', text)) == sorted(points)


def test_another_point_is_chosen_and_keeps_all_answers(client):
    filled(client)
    before = Draft.objects.get().read()
    fields = page(client, CHOOSE)
    assert client.post(CHOOSE, fields | {"point": "shinan-centre"}).headers["Location"] == CHECK
    assert Draft.objects.get().read() == before | {POINT: "shinan-centre"}
    text = told(sound(client.get(CHECK)))
    assert "市南区政务服务中心" in text
    assert "您选择的服务点" in text
    send(client)
    assert Case.objects.get().point.code == "shinan-centre"


def test_naming_another_place_takes_the_chosen_point_back(client):
    filled(client)
    client.post(CHOOSE, {"point": "shinan-centre"})
    client.post(ASK, {"place": "licang"})
    assert "李沧区政务服务中心" in told(sound(client.get(CHECK)))


@pytest.mark.parametrize("sent", ["", "nowhere", "laoshan-zhonghan-centre", "city-centre", "x" * 300])
def test_point_that_does_not_handle_the_service_cannot_be_chosen(client, sent):
    filled(client, ADOPTION)
    response = client.post(CHOOSE, {"point": sent})
    assert response.status_code == 200
    assert "请另选" in sound(response)
    assert not Draft.objects.get().read()[POINT]


def test_points_can_be_narrowed_and_searched(client):
    filled(client)
    assert "市南区政务服务中心" in sound(client.get(f"{CHOOSE}?q=市南"))
    assert "没有服务点" in sound(client.get(f"{CHOOSE}?q=没有这样的地方"))
    assert client.get(f"{CHOOSE}?district=nowhere&page=99&town=x").status_code == 200


def test_point_closed_after_it_was_chosen_is_explained(client):
    filled(client)
    client.post(CHOOSE, {"point": "shinan-centre"})
    ServicePoint.objects.filter(code="shinan-centre").update(retired_at=clock.now())
    text = told(sound(client.get(CHECK)))
    assert "您选择的服务点不办理这个事项" in text
    assert "崂山区政务服务中心" in text


def test_nothing_is_sent_when_somebody_else_answers_than_was_told(client):
    filled(client)
    seen = hidden(sound(client.get(CHECK))) | told_field(client)
    ServicePoint.objects.filter(code="laoshan-centre").update(live=False)
    response = client.post(CHECK, DECLARED | {"shown": shown()} | seen)
    assert "有变化" in sound(response)
    assert not Case.objects.exists()
    client.post(CHECK, DECLARED | {"shown": shown()} | told_field(client))
    assert Case.objects.get().organisation.code != "laoshan"


def told_field(client: Client) -> dict[str, str]:
    return {"_told": re.search(r'name="_told" value="([^"]*)"', sound(client.get(CHECK)))[1]}


# --- Other tabs, other browsers, other days ---------------------------------------------------------------------------
@pytest.mark.parametrize("address", [ASK, CHOOSE])
def test_foreign_browser_sees_nothing(client, address):
    filled(client)
    assert Client().get(address).status_code == 404
    assert Client().post(address, {"place": "laoshan", "point": "laoshan-centre"}).status_code == 404


@pytest.mark.parametrize(("address", "sent"), [(ASK, {"place": "shinan"}), (CHOOSE, {"point": "shinan-centre"})])
def test_page_of_another_draft_changes_nothing(client, address, sent):
    filled(client)
    old = page(client, address)
    filled(client)
    before = [draft.read() for draft in Draft.objects.order_by("pk")]
    assert client.post(address, old | sent).status_code == 409
    assert [draft.read() for draft in Draft.objects.order_by("pk")] == before


@pytest.mark.parametrize("address", [ASK, CHOOSE])
def test_pages_of_a_draft_that_was_sent_lead_to_its_receipt(client, address):
    filled(client)
    send(client)
    assert "/receipts/" in client.post(address, {"place": "shinan", "point": "shinan-centre"}).headers["Location"]


def test_place_is_sealed_with_the_answers(client):
    decided(client, "laoshan", "laoshan-zhonghan")
    assert "zhonghan" not in str(Draft.objects.values_list("answers", "previous_answers").get())


def test_key_before_shows_the_place_of_before(client):
    decided(client, "laoshan", "laoshan")
    name = next(key for key in client.cookies if key.startswith("draft-zh-hans"))
    old = client.cookies[name].value
    client.post(ASK, {"place": "licang"})
    client.cookies[name] = old
    assert "崂山区政务服务中心" in told(sound(client.get(CHECK)))


def test_page_sent_twice_is_stored_once(client):
    started(client)
    fields = page(client, ASK) | {"place": "licang"}
    first = client.post(ASK, fields)
    assert client.post(ASK, fields).headers["Location"] == first.headers["Location"]
    assert Draft.objects.count() == 1


def test_form_that_does_not_route_by_place_never_asks(client):
    kind = FormKind()
    plain = kind.plain(Form.objects.get(code="assistance").current.read())
    kind.save(kind.schema.model_validate(plain | {"opens": plain["opens"] | {"route_by": ["point", "authority"]}}))
    assert started(client) == FIRST
    assert client.get(ASK).headers["Location"] == FIRST


def test_gone_service_ends_both_pages(client):
    filled(client)
    ServiceItem.objects.filter(code=CARD).update(retired_at=clock.now())
    for address in (ASK, CHOOSE):
        assert "<form" not in sound(client.get(address)).split("<main")[1].split("</main>")[0]


@pytest.mark.parametrize(
    ("address", "most"),
    [(ASK, 7), (f"{ASK}?within=laoshan", 7), (CHOOSE, 10), (f"{CHOOSE}?district=laoshan", 11), (CHECK, 6), (FIRST, 6)],
)
@pytest.mark.parametrize("chosen", ["", "shinan-centre"])
def test_pages_ask_the_database_little(client, django_assert_max_num_queries, address, most, chosen):
    filled(client)
    if chosen:
        client.post(CHOOSE, {"point": chosen})
    client.get(address)
    with django_assert_max_num_queries(most):
        client.get(address)


def test_department_of_the_city_leads_to_the_points_of_all_districts():
    point = ServicePoint.objects.get(code="laoshan-centre")
    office = Organisation.objects.filter(parent__code="qingdao", level="department").first()
    assert [_district(Route(one, point, ())) for one in (office, point.organisation)] == ["", "laoshan"]

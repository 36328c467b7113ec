"""The place of the applicant decides who answers: the page asks for it, and says who that is."""

import re

import pytest

from cases.models import Case
from catalog.models import Organisation, ServiceItem
from tests.cases.desk.conftest import works
from tests.cases.desk.entry.conftest import DECLARED, TYPED, Desk
from tests.city import city  # noqa: F401  the fixture
from tests.forms.filling.walk import ITEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city"), pytest.mark.article("17.1")]
CARD = TYPED | {"_-item": ITEM, "_-point": ""}


@pytest.fixture
def desk(as_user):
    return Desk(as_user(works(Organisation.objects.get(code="laoshan"))))


def places(page):
    options = re.search(r'<select name="_-place".*?</select>', page, re.S)
    return re.findall(r'<option value="([\w-]+)"', options[0]) if options else []


def test_place_is_asked_for_where_it_decides(desk):
    page = desk.send(**CARD).content.decode()
    assert "laoshan" in places(page)
    assert 'href="#id__-place"' in page


def test_places_inside_the_named_one_follow(desk):
    page = desk.send(**CARD, **{"_-place": "laoshan"}).content.decode()
    inside = set(Organisation.objects.filter(parent__code="laoshan", level="town").values_list("code", flat=True))
    assert inside & set(places(page))


def test_named_place_decides_who_answers(desk):
    typed = CARD | {"_-place": "shinan"}
    page = desk.send(**typed).content.decode()
    assert "desk-soon" in page
    desk.send("save", **typed, **DECLARED, _read=desk.read(**typed), _read_back="on")
    assert Case.objects.get().organisation.code == "shinan"


@pytest.mark.parametrize("place", ["no-such", "\0", "x" * 4000, "..", "拼"])
def test_place_that_is_not_there_means_none(desk, place):
    page = desk.send(**CARD, **{"_-place": place}).content.decode()
    assert 'href="#id__-place"' in page


def test_service_is_found_by_what_people_call_it(desk):
    ServiceItem.objects.filter(code=ITEM).update(also_called=["卡片补领的俗名"])
    assert f'value="{ITEM}"' in desk.send("find", **{"_-word": "俗名"}).content.decode()

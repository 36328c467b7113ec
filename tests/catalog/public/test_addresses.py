"""An address is read down to street and community, and the nearest service point is offered (Art. 9, 15)."""

import datetime as dt

import pytest

from catalog.models import Organisation, ServicePoint
from catalog.points.finder import PointFinder
from catalog.territory import addresses
from portal.kit import published
from tests.catalog.public.test_catalogue import queries, read
from tests.city import city
from tests.factories.organisation import OrganisationFactory

__all__ = ["city"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]

MONDAY = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)


def read_as(address):
    return [match.path.strip("/").split("/")[-1] for match in addresses.matches(address)]


def nearest(address, **wanted):
    return [point.code for point in PointFinder({"q": address, **wanted}, MONDAY).found()]


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("市南区香港中路12号", "shinan-xianggangzhonglu"),
        ("山东省青岛市市南区香港中路12号", "shinan-xianggangzhonglu"),
        ("青岛市南区", "shinan"),
        ("我住中韩街道", "laoshan-zhonghan"),
        ("中韩", "laoshan-zhonghan"),
        ("崂山区中韩社区3号楼", "laoshan-zhonghan-1"),
        ("黄岛", "huangdao"),
        ("黄岛区黄岛街道", "huangdao-huangdao"),
        ("家在胶州", "jiaozhou"),
        ("12 Xianggang Zhong Lu, Shinan", "shinan-xianggangzhonglu"),
        ("I live in Laoshan District", "laoshan"),
        ("yunxiaolu", "shinan-yunxiaolu"),
    ],
)
def test_an_address_is_read_down_to_street_and_community(address, place):
    assert read_as(address) == [place]


@pytest.mark.parametrize("address", ["", "没有这个地方", "青岛市", "12", "%00", "我想办老年证", "a" * 100, "市"])
def test_words_that_name_no_place_are_no_address(address):
    assert read_as(address) == []


@pytest.mark.article("9.1")
def test_the_point_of_the_street_comes_first_then_those_above_it():
    points = nearest("市南区香港中路12号")
    assert points == [
        "shinan-xianggangzhonglu-centre",
        "shinan-yunxiaolu-station",
        "shinan-centre",
        "city-centre",
    ]


def test_where_no_window_is_the_next_ones_above_serve(client):
    """A community without a point: that of its street, then of its district, then the city's."""
    town = OrganisationFactory(code="laoshan-zhonghan")
    OrganisationFactory(code="x-village", name={"zh-hans": "石老人社区"}, level="village", parent=town)
    published.forget()
    assert nearest("石老人社区5号") == ["laoshan-zhonghan-centre", "laoshan-centre", "city-centre"]
    page = read(client, "/points/?q=石老人社区5号").select_one(".understood").get_text(" ", strip=True)
    assert "崂山区 › 中韩街道 › 石老人社区" in page
    assert "当地还没有服务点" in page


def test_a_zone_is_served_by_the_district_on_whose_ground_it_lies():
    assert nearest("我在上合示范区上班") == ["sco-centre", "jiaozhou-centre", "city-centre"]


def test_the_page_says_how_the_words_were_understood(client):
    page = read(client, "/points/?q=市南区香港中路12号")
    assert "我们理解为： 市南区 › 香港中路街道" in page.select_one(".understood").get_text(" ", strip=True)
    assert page.select_one(".understood .tel")
    first = page.select_one(".results .rows b a")["href"]
    assert first == "/points/shinan-xianggangzhonglu-centre/"
    english = (
        read(client, "/en/points/?q=12 Xianggangzhonglu, Shinan").select_one(".understood").get_text(" ", strip=True)
    )
    assert "We understood: Shinan › Xianggangzhonglu Subdistrict" in english


@pytest.mark.parametrize("address", ["没有这个地方", "没有这个地方&district=laoshan"])
def test_words_that_nobody_understands_lead_to_the_telephone(client, address):
    empty = read(client, f"/points/?q={address}").select_one(".empty")
    assert empty.h2.text == "没找到您说的地方"
    assert empty.select_one(".tel")
    assert "这一级" not in empty.text


def test_a_name_of_several_places_is_asked_back(client):
    for district in ("laoshan", "jimo"):
        town = OrganisationFactory(
            code=f"{district}-x", name={"zh-hans": "双河街道"}, level="town", parent=OrganisationFactory(code=district)
        )
    published.forget()
    page = read(client, "/points/?q=双河街道")
    links = {link.text.strip(): link["href"] for link in page.select(".understood li a")}
    assert set(links) == {"崂山区 › 双河街道", "即墨区 › 双河街道"}
    chosen = read(client, f"/points/{links['即墨区 › 双河街道']}")
    assert chosen.select_one(".understood b").text.strip() == "即墨区 › 双河街道"
    assert [match.path for match in addresses.matches("双河街道", within=town.parent.path)] == [town.path]


def test_words_of_a_point_are_still_found_where_they_name_a_place_too():
    """示例路 stands in the address of points all over the city: an address that is not only a place finds them."""
    assert nearest("崂山 示例路")[0] == "laoshan-centre"
    assert set(nearest("崂山区 中心")) < set(nearest("崂山区"))


def test_reading_an_address_costs_the_same_in_a_large_city(client):
    before = queries(client, "/points/?q=市南区香港中路12号")
    town = Organisation.objects.get(code="shinan-xianggangzhonglu")
    for number in range(30):
        OrganisationFactory(code=f"v-{number}", name={"zh-hans": f"第{number}社区"}, level="village", parent=town)
    published.forget()
    assert queries(client, "/points/?q=市南区香港中路12号") == before <= 22


def test_a_point_that_is_no_public_one_is_not_offered():
    ServicePoint.objects.filter(code="shinan-xianggangzhonglu-centre").update(live=False)
    assert "shinan-xianggangzhonglu-centre" not in nearest("市南区香港中路12号")

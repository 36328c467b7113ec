"""Paper: the sign of a point and the printed guide (Art. 9)."""

import datetime as dt
import itertools
import re
import zlib

import pytest

from catalog.blocks import DAYS
from catalog.models import ServicePoint
from catalog.qr import qr
from portal.kit import typeset
from portal.kit.typeset import FontMissing, GlyphMissing
from portal.kit.words import Words
from tests.catalog.public.test_catalogue import CARD, read
from tests.city import city

__all__ = ["city"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city"), pytest.mark.article("9.1")]
SIGN = "/points/laoshan-centre/sign.pdf"
# Points of 1/72 inch.
SHEETS = {"": (595.28, 841.89), "?size=a3": (841.89, 1190.55)}


def sheets(pdf):
    """Return width and height of every page of PDF, whose objects may be compressed."""
    text = pdf
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.S):
        try:
            text += zlib.decompress(packed)
        except zlib.error:
            continue
    boxes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]", text)
    return [(round(float(width), 2), round(float(height), 2)) for width, height in boxes]


@pytest.mark.parametrize("size", SHEETS)
def test_sign_is_one_sheet_of_its_size(client, size):
    response = client.get(SIGN + size)
    assert response["Content-Type"] == "application/pdf"
    assert [pytest.approx(SHEETS[size], abs=0.02)] == sheets(response.content)


def test_a_point_with_much_to_say_still_has_one_sheet(client):
    point = ServicePoint.objects.get(code="laoshan-centre")
    point.name = {"zh-hans": "青岛市崂山区某某街道办事处便民服务中心帮办代办综合服务专区"}
    point.address = {"zh-hans": "示例路" * 40}
    point.window = {"zh-hans": "一楼大厅东侧帮办代办专窗"}
    point.save()
    assert len(sheets(client.get(SIGN).content)) == 1


def stretches(number):
    """Return NUMBER stretches of hours, no two on the same days."""
    days = [code for code, _name in DAYS]
    groups = [chosen for size in range(1, 8) for chosen in itertools.combinations(days, size)]
    times = {"opens": dt.time(8, 30), "closes": dt.time(17), "service": "work_hours", "by_appointment": False}
    return [("opening", {"days": list(groups[place % len(groups)]), **times}) for place in range(number)]


LONG = "青岛市崂山区某某街道办事处便民服务中心帮办代办综合服务专区"


@pytest.mark.parametrize(("number", "name"), [(0, ""), (1, "名"), (8, LONG), (24, "名"), (24, LONG), (60, LONG)])
def test_a_sign_is_one_sheet_however_many_stretches_of_hours(client, number, name):
    point = ServicePoint.objects.get(code="laoshan-centre")
    point.hours, point.name = stretches(number), {"zh-hans": name}
    point.service_phone = point.complaint_phone = "" if not name else "0532-05550199"
    point.save()
    response = client.get(SIGN)
    assert response.status_code == 200
    assert len(sheets(response.content)) == 1


def test_sign_is_kept_until_something_on_it_changes(client):
    first = client.get(SIGN)
    assert client.get(SIGN)["ETag"] == first["ETag"]
    ServicePoint.objects.filter(code="laoshan-centre").update(service_phone="0532-05550199")
    assert client.get(SIGN)["ETag"] != first["ETag"]


def test_sign_speaks_the_language_of_its_address(client):
    assert client.get(f"/en{SIGN}").content != client.get(SIGN).content


@pytest.mark.parametrize("address", [f"{SIGN}?size=a5", "/points/nowhere/sign.pdf"])
def test_other_papers_and_points_are_not_there(client, address):
    assert client.get(address).status_code == 404


def test_draft_point_has_no_sign(client):
    ServicePoint.objects.filter(code="laoshan-centre").update(live=False)
    assert client.get(SIGN).status_code == 404


def test_a_server_without_chinese_fonts_says_so(client, monkeypatch):
    monkeypatch.setattr(typeset, "CHINESE", ("No Such Family",))
    typeset.chinese_font.cache_clear()
    page = read(client, SIGN, status=503)
    typeset.chinese_font.cache_clear()
    assert page.h1.text == "公示牌暂时画不出来"
    with pytest.raises(FontMissing, match="fonts-noto-cjk"):
        raise FontMissing


def test_character_that_no_font_has_is_named_and_not_printed(client):
    ServicePoint.objects.filter(code="laoshan-centre").update(window=Words.of("示\ue863例窗口"))
    page = read(client, SIGN, status=503)
    assert "\ue863" in page.find("main").text
    with pytest.raises(GlyphMissing, match=r"U\+E863\)$"):
        raise GlyphMissing(typeset.unprintable("示\ue863例"))


def test_code_draws_every_dark_module_once():
    code = qr("https://portal.example/points/x/")
    spots = re.findall(r"M(\d+) (\d+)h1v1h-1z", code.path)
    assert len(spots) == len(set(spots)) > 100
    assert all(2 <= int(number) < code.side - 2 for spot in spots for number in spot)


def test_printed_guide_has_what_people_need_and_nothing_to_press(client):
    page = read(client, f"/items/{CARD}/print/")
    assert [section["id"] for section in page.select("section[id]")][:3] == ["materials", "steps", "where"]
    assert len(page.select("aside .tel")) == 2
    assert not page.select("main form, main .btn")
    assert page.select_one("link[rel=canonical]")["href"].endswith(f"/items/{CARD}/")
    assert page.select_one("meta[name=robots]")["content"] == "noindex"

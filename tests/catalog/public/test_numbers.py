"""The directory of numbers: every organisation has somebody to call (Art. 38)."""

import csv
import io
import re

import pytest
from bs4 import BeautifulSoup
from openpyxl import load_workbook

from catalog.directory import views
from catalog.directory.numbers import directory
from catalog.models import ContactNumber, Organisation, ServiceItem, ServicePoint
from catalog.territory import reach
from tests.catalog.public.test_catalogue import queries, read
from tests.city import city
from tests.factories.organisation import OrganisationFactory

__all__ = ["city"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city"), pytest.mark.article("38.1")]


def digits(text):
    return re.sub(r"\D", "", text)


@pytest.fixture
def villages():
    """Fifty villages without a number of their own in a town that has none either."""
    town = OrganisationFactory(code="laoshan-080", level="town", parent=OrganisationFactory(code="laoshan"))
    return [OrganisationFactory(code=f"laoshan-080-{n:03}", level="village", parent=town) for n in range(50)]


def test_every_organisation_in_use_stands_on_the_page(client):
    shown = read(client, "/contacts/").find("main").get_text()
    for organisation in Organisation.objects.current():
        assert str(organisation.name) in shown


def test_no_cell_is_empty(client):
    for row in read(client, "/contacts/").select(".numbers tbody tr"):
        service, complaint = row.find_all("td")
        assert digits(service.select_one(".tel").text), row
        assert digits(complaint.select_one(".tel").text), row


def test_who_has_no_number_is_answered_by_the_nearest_above(villages):
    laoshan = Organisation.objects.get(code="laoshan")
    rows = {row.organisation.code: row for row in directory(Organisation.objects.within(laoshan), [laoshan])[0].rows}
    own = ContactNumber.objects.get(organisation=laoshan, purpose="complaint")
    line = rows["laoshan-080-007"].complaint[0]
    assert (line.number, line.of) == (own.number, laoshan.name)
    assert not rows["laoshan"].complaint[0].of


def test_a_point_answers_for_its_organisation_before_those_above():
    station = Organisation.objects.filter(level="village", service_points__live=True).first()
    ContactNumber.objects.filter(organisation=station).delete()
    row = directory(Organisation.objects.filter(pk=station.pk), [station])[0].rows[0]
    assert row.service[0].number == station.service_points.get().service_phone


def test_parents_stand_before_what_is_below_them():
    areas = directory(Organisation.objects.current(), Organisation.objects.filter(parent=None))
    seen = set()
    for row in areas[0].rows:
        above = row.organisation.path.rstrip("/").rsplit("/", 1)[0] + "/"
        assert above in seen or row.organisation.parent_id is None
        seen.add(row.organisation.path)


def test_a_large_city_leaves_the_lowest_level_to_its_districts(client, villages, monkeypatch):
    monkeypatch.setattr(views, "MOST", Organisation.objects.current().count() - 20)
    assert not read(client, "/contacts/").find(string=re.compile("laoshan-080-007"))
    assert read(client, "/contacts/?district=laoshan").find(string=re.compile("laoshan-080-007"))
    assert read(client, "/contacts/?q=080-007").find(string=re.compile("laoshan-080-007"))


@pytest.mark.parametrize("query", ["district=none", "q=%00", "q=%25_", "q=" + "长" * 200])
def test_page_forgives_a_damaged_address(client, query):
    read(client, f"/contacts/?{query}")


@pytest.mark.parametrize("address", ["/contacts/", "/contacts/?district=laoshan", "/contacts/?q=崂山"])
def test_number_of_queries_does_not_grow_with_the_organisations(client, address, request):
    before = queries(client, address)
    request.getfixturevalue("villages")
    assert queries(client, address) == before <= 14


def file(client, suffix, **query):
    answer = client.get(f"/contacts/numbers.{suffix}", query)
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    return answer.content


def test_list_is_downloaded_with_every_number_of_the_page(client):
    shown = {digits(link.text) for link in read(client, "/contacts/").select(".numbers .tel")}
    lines = list(csv.reader(io.StringIO(file(client, "csv").decode("utf-8-sig"))))
    assert len(lines[0]) == 6
    assert shown <= {digits(line[3]) for line in lines[1:]}


def test_workbook_holds_what_the_text_file_holds(client):
    sheet = load_workbook(io.BytesIO(file(client, "xlsx", district="laoshan"))).active
    rows = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
    text = list(csv.reader(io.StringIO(file(client, "csv", district="laoshan").decode("utf-8-sig"))))
    assert rows == text
    assert {row[0] for row in rows[1:]} == {str(Organisation.objects.get(code="laoshan").name)}


def test_file_computes_nothing(client):
    Organisation.objects.filter(code="laoshan").update(name={"zh-hans": "=1+1"})
    assert "'=1+1" in file(client, "csv", district="laoshan").decode("utf-8-sig")


def test_page_links_the_file_of_its_selection(client):
    page = read(client, "/contacts/?district=laoshan")
    assert page.select_one("a[href='/contacts/numbers.xlsx?district=laoshan']")


def test_number_leads_to_its_organisation(client):
    number = ContactNumber.objects.filter(organisation__code="laoshan", purpose="complaint").get().number
    text = read(client, f"/contacts/?q={number[-6:]}").find("main").get_text()
    assert str(Organisation.objects.get(code="laoshan").name) in text


def test_number_of_a_point_leads_to_its_organisation(client):
    point = ServicePoint.objects.public().filter(organisation__code="laoshan").first()
    found = read(client, f"/contacts/?q={digits(point.service_phone)[-7:]}").select(".numbers tbody tr")
    assert str(point.organisation.name) in [row.th.get_text(strip=True) for row in found]


def test_download_costs_the_same_for_any_number_of_organisations(client, villages):
    assert queries(client, "/contacts/numbers.csv?district=laoshan") == queries(
        client, "/contacts/numbers.csv?district=shinan"
    )


def test_districts_alone_are_one_list_without_what_lies_in_them(client):
    page = read(client, "/contacts/?only=districts")
    names = [row.th.get_text(strip=True) for row in page.select(".numbers tbody tr")]
    city = Organisation.objects.get(code="qingdao")
    assert names == [str(row.name) for row in (city, *reach.districts())]
    assert page.select_one(".areas a[aria-current]").text == "只看区（市）"
    assert page.select_one("a[href='/contacts/numbers.xlsx?only=districts']")
    lines = list(csv.reader(io.StringIO(file(client, "csv", only="districts").decode("utf-8-sig"))))
    assert {line[1] for line in lines[1:]} == set(names)


def test_words_are_looked_for_among_the_districts_alone(client):
    page = read(client, "/contacts/?only=districts&q=崂山")
    assert [row.th.get_text(strip=True) for row in page.select(".numbers tbody tr")] == ["崂山区行政审批服务局"]
    assert page.select_one("main form.find input[name=only]")["value"] == "districts"


PAGES = ["/contacts/", "/points/", "/points/laoshan-centre/", "/items/work-injury/", "/items/work-injury/print/",
         "/about/", "/search/?q=崂山区", "/en/contacts/?only=districts"]  # fmt: skip
BLOCKS = {"p", "h2", "h3", "div", "ul", "br", "aside", "dt", "dd", "li"}


@pytest.mark.parametrize("address", PAGES)
def test_a_number_stands_apart_from_what_is_beside_it(client, address):
    """As a screen reader reads it: 0532-0555 0590 工作日, never 0532-0555 0590工作日."""
    ServiceItem.objects.filter(code="work-injury").update(
        service_phones=["0532-0555 0197", "0532-0555 0198"], complaint_phones=["0532-0555 0195", "0532-0555 0196"]
    )
    numbers = read(client, address).select(".tel")
    assert numbers
    for number in numbers:
        for beside, end in ((number.next_sibling, 0), (number.previous_sibling, -1)):
            text = "" if beside is None or beside.name in BLOCKS else beside.get_text()
            assert not text or not text[end].isalnum(), f"{beside} at {number}"


def test_hours_stand_apart_in_every_line_of_the_files(client):
    """Number and hours have columns of their own."""
    lines = list(csv.reader(io.StringIO(file(client, "csv").decode("utf-8-sig"))))
    assert any(line[4] for line in lines[1:])
    assert not [line for line in lines[1:] if re.search(r"[^\d\s()+-]", line[3])]


def test_complaint_numbers_are_marked_as_such_everywhere(client):
    complaints = {digits(row.number) for row in ContactNumber.objects.filter(purpose="complaint")}
    complaints |= {digits(number) for number in ServicePoint.objects.values_list("complaint_phone", flat=True)}
    for address in [*PAGES, "/apply/assistance/?item=social-card-replace"]:
        page = BeautifulSoup(client.get(address, follow=True).content, "html.parser")
        for number in page.select(":is(header, main) .tel"):
            if number.text == "12345":  # the hotline answers both
                continue
            assert ("complaint" in number["class"]) == (digits(number.text) in complaints), (address, number)

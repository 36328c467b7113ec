"""The five systems and five working rules of Art. 28: one page each, saying promise, remedy and article."""

import pytest
from bs4 import BeautifulSoup

from tests.city import city  # noqa: F401  a fixture

SYSTEMS = {
    "follow-up": "跟踪督办",
    "joint-meetings": "联席会议",
    "ledger": "工作台账",
    "returns": "统计上报",
    "confidentiality": "信息保密",
    "first-contact": "首问负责制",
    "declaration": "告知承诺制",
    "deferred-documents": "容缺受理制",
    "told-once": "一次性告知",
    "no-refusal": "无否决权制",
}
pytestmark = [pytest.mark.usefixtures("city"), pytest.mark.article("28.1")]


def read(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return BeautifulSoup(answer.content, "html.parser").find("main")


@pytest.mark.parametrize(("code", "name"), SYSTEMS.items())
def test_page_promises_and_says_whom_to_call(code, name, client, db):
    page = read(client, f"/systems/{code}/")
    assert name in page.h1.get_text()
    headings = [heading.get_text(strip=True) for heading in page.select("h2")]
    assert {"我们承诺", "怎么做", "工作人员要做到", "没有做到，找谁", "依据"} <= set(headings)
    assert page.select("a[href='/rules/']")
    assert read(client, f"/en/systems/{code}/").select("a[href='/en/rules/']")


def test_overview_leads_to_all_ten(client, db):
    for prefix in ("", "/en"):
        links = {link["href"] for link in read(client, f"{prefix}/systems/").select("a[href]")}
        assert {f"{prefix}/systems/{code}/" for code in SYSTEMS} <= links


def test_statements_name_gaps_and_rights(client, db):
    assert "目前还做得不够的地方" in read(client, "/accessibility/").get_text()
    assert "您的权利" in read(client, "/privacy/").get_text()

"""The legal basis of a guide, and which items a law concerns."""

import datetime as dt

import pytest

from catalog.definitions.law import LawSpec
from catalog.legal_basis import citing_items
from configuration.kinds import named
from portal.kit import clock
from tests.factories.item import ItemFactory
from tests.factories.registers import LawFactory

pytestmark = [pytest.mark.django_db, pytest.mark.article("15.1")]


def item(*basis, **fields):
    return ItemFactory(basis=[("basis", value) for value in basis], **fields)


def test_guide_names_the_law_of_the_register_and_the_article(client):
    LawFactory(code="card-law", name={"zh-hans": "示例法"})
    row = item({"law": "card-law", "article": {"zh-hans": "第五条"}}, {"law": "", "name": {"zh-hans": "另一办法"}})
    text = client.get(f"/items/{row.code}/").content.decode()
    assert "示例法 第五条" in text
    assert "另一办法" in text
    assert "废止" not in text


def test_guide_says_that_a_law_was_repealed_and_what_replaces_it(client):
    new = LawFactory(name={"zh-hans": "新示例法"})
    LawFactory(code="old", name={"zh-hans": "旧示例法"}, repealed_on=dt.date(2024, 9, 1), replaced_by=new)
    row = item({"law": "old"})
    text = client.get(f"/items/{row.code}/").content.decode()
    assert "（2024年9月1日废止，由新示例法代替）" in text


def test_guide_says_when_it_was_checked_against_the_law(client):
    row = item({"law": "", "name": {"zh-hans": "办法"}}, checked_on=dt.date(2026, 11, 28))
    assert "2026年11月28日已对照法律核对" in client.get(f"/items/{row.code}/").content.decode()


def test_register_costs_one_query_for_any_number_of_laws(django_assert_max_num_queries, client):
    laws = [LawFactory(code=f"law-of-{number}") for number in range(3)]
    one, three = item({"law": laws[0].code}), item(*({"law": law.code} for law in laws))
    client.get(f"/items/{one.code}/")
    counts = []
    for row in (one, three):
        with django_assert_max_num_queries(60) as captured:
            client.get(f"/items/{row.code}/")
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_plan_names_the_items_that_a_law_concerns():
    LawFactory(code="care-law", name={"zh-hans": "照护法"})
    item({"law": "care-law"}, code="by-code")
    item({"law": "", "name": {"zh-hans": "照护法"}}, code="by-name")
    item({"law": "care-law"}, code="gone", retired_at=clock.now())
    item({"law": "", "name": {"zh-hans": "别的法"}}, code="other")
    spec = LawSpec(law="care-law", name="照护法", amended_on="2026-11-01")
    assert named("law").effects([spec]) == {"care-law": "cited by 2 items: by-code, by-name"}
    assert named("law").effects([LawSpec(law="new", name="全新法")]) == {}


def test_retired_law_is_kept_by_the_items_that_cite_it():
    LawFactory(code="care-law")
    item({"law": "care-law"})
    assert named("law").retire("care-law") == "1 items keep it"
    assert len(citing_items()["care-law"]) == 1

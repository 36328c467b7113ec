"""Advice for editors on what audits object to, in the field that it is about."""

import datetime as dt

import pytest

from catalog import lint
from catalog.models import ServiceItem, ServicePoint
from portal.kit.words import Words
from portal.kit.workdays import WorkCalendar

pytestmark = pytest.mark.django_db  # a block knows the laws of the register

GOOD = {"statutory_limit": 5, "promised_days": 3, "audience": ["natural_person"]}


def said(findings):
    return {(found.code, found.field) for found in findings}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, {("D380", "materials"), ("D380", "steps"), ("D380", "basis")}),
        ({"fee_charged": True}, {("D382", "fee")}),
        ({"fee": Words({"en": "12"})}, {("D383", "fee_charged")}),
        ({"visits": 0}, {("D384", "visits")}),
        ({"promised_days": None}, {("D381", "promised_days")}),
        ({"visits": None}, {("D391", "visits")}),
        ({"fee_charged": None}, {("D391", "fee_charged")}),
        ({"fee_charged": None, "fee": Words({"en": "12"})}, {("D391", "fee_charged")}),
        ({"audience": []}, {("D391", "audience")}),
    ],
)
def test_item(fields, expected):
    found = said(lint.about_item(ServiceItem(**GOOD | fields), licence=False))
    assert expected <= found
    assert {code for code, _field in found} == {"D380", *(code for code, _field in expected)}


def test_of_a_licence_more_is_wanted():
    found = said(lint.about_item(ServiceItem(statutory_limit=None, promised_days=3), licence=True))
    assert {("D381", "statutory_limit"), ("D385", "steps"), ("D385", "questions")} <= found


WEEK_OFF = {dt.date(2026, 10, day): False for day in range(1, 9)}
CALENDAR = WorkCalendar(days=WEEK_OFF, announced=frozenset({2026}))


@pytest.mark.parametrize(
    ("limit", "unit", "promised", "found"),
    [
        (7, "days", 4, {("D388", "promised_days")}),
        (10, "days", 2, set()),
        (1, "months", 20, {("D388", "promised_days")}),
        (1, "months", 14, set()),
        (4, "working_days", 4, set()),
    ],
)
def test_promise_is_compared_with_the_limit_of_the_law_around_holidays(limit, unit, promised, found):
    item = ServiceItem(statutory_limit=limit, statutory_unit=unit, promised_days=promised)
    assert {one for one in said(lint.about_item(item, licence=False, calendar=CALENDAR)) if one[0] == "D388"} == found


def test_limit_without_its_article_is_named():
    item = ServiceItem(statutory_limit=5, basis=[("basis", {"law": "some-law"})])
    assert ("D389", "statutory_limit") in said(lint.about_item(item, licence=False))
    item.basis = [("basis", {"law": "some-law", "article": Words({"en": "5"})})]
    assert ("D389", "statutory_limit") not in said(lint.about_item(item, licence=False))


@pytest.mark.parametrize(("modes", "found"), [(["assistance", "agency"], True), (["assistance"], False)])
def test_agency_is_not_offered_where_one_must_come_in_person(modes, found):
    steps = [("step", {"name": Words(), "text": Words({"zh-hans": "必须本人到场。"})})]
    item = ServiceItem(offered_as=modes, steps=steps)
    assert (("D390", "offered_as") in said(lint.about_item(item, licence=False))) is found


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"service_phone": "0532-0555 0120", "complaint_phone": "12345"}, {("D386", "hours")}),
        ({"service_phone": "0555 0120"}, {("D386", "hours"), ("D387", "service_phone")}),
    ],
)
def test_point(fields, expected):
    assert said(lint.about_point(ServicePoint(**fields))) == expected

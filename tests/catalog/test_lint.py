"""What audits object to is said while somebody edits, in the field that it is about."""

import pytest

from catalog import lint
from catalog.models import ServiceItem, ServicePoint
from portal.kit.words import Words

GOOD = {"statutory_limit": 5, "promised_days": 3}


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
    ],
)
def test_item(fields, expected):
    found = said(lint.about_item(ServiceItem(**GOOD | fields), licence=False))
    assert expected <= found
    assert {code for code, _field in found} == {"D380", *(code for code, _field in expected)}


def test_of_a_licence_more_is_wanted():
    found = said(lint.about_item(ServiceItem(statutory_limit=None, promised_days=3), licence=True))
    assert {("D381", "statutory_limit"), ("D385", "steps"), ("D385", "questions")} <= found


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"service_phone": "0532-0555 0120", "complaint_phone": "12345"}, {("D386", "hours")}),
        ({"service_phone": "0555 0120"}, {("D386", "hours"), ("D387", "service_phone")}),
    ],
)
def test_point(fields, expected):
    assert said(lint.about_point(ServicePoint(**fields))) == expected

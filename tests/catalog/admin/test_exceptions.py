"""Days on which other hours hold: what makes no sense is refused where it is written, and breaks no page (Art. 15)."""

import json
import re

import pytest

from catalog.models import ServicePoint
from tests.catalog.admin.test_publishing import HOURS, POINTS, PUBLISH, point_form
from tests.factories.point import PointFactory

pytestmark = pytest.mark.django_db
DAY = "2026-12-31"
WRONG = {
    "no end": [(DAY, "09:00", "")],
    "no beginning": [(DAY, "", "12:00")],
    "reversed": [(DAY, "12:00", "09:00")],
    "overlapping": [(DAY, "09:00", "12:00"), (DAY, "11:00", "13:00")],
    "closed and open": [(DAY, "", ""), (DAY, "09:00", "12:00")],
    "closed twice": [(DAY, "", ""), (DAY, "", "")],
}


def exceptions(rows):
    """Return what the form says of ROWS: date, from, to."""
    found = {"exceptions-count": str(len(rows))}
    for number, (date, opens, closes) in enumerate(rows):
        value = {"date": date, "opens": opens, "closes": closes}
        own = {"deleted": "", "order": str(number), "type": "exception"}
        found |= {f"exceptions-{number}-{key}": one for key, one in own.items()}
        found |= {f"exceptions-{number}-value-{key}": one for key, one in value.items()}
    return found


@pytest.mark.parametrize("rows", WRONG.values(), ids=WRONG)
def test_a_wrong_exception_is_not_published_and_the_sentence_names_its_place(at_desk, own, rows):
    response = at_desk.post(f"{POINTS}add/", point_form(own) | HOURS | exceptions(rows) | PUBLISH)
    (sentence,) = response.context["form"].errors["exceptions"]
    assert re.match("(第|No.) ?[12]", sentence)
    assert not ServicePoint.objects.exists()


@pytest.mark.parametrize("rows", WRONG.values(), ids=WRONG)
def test_a_wrong_exception_that_was_stored_by_hand_breaks_no_page(client, rows):
    values = [{"date": date, "opens": opens or None, "closes": closes or None} for date, opens, closes in rows]
    blocks = [{"type": "exception", "value": value | {"note": {}}} for value in values]
    point = PointFactory(exceptions=json.dumps(blocks))
    for address in ("/points/", "/points/?open=now", f"/points/{point.code}/"):
        assert client.get(address).status_code == 200, address


def test_a_day_with_two_sessions_is_published(at_desk, own):
    rows = [(DAY, "09:00", "12:00"), (DAY, "13:00", "15:00"), ("2027-01-01", "", "")]
    at_desk.post(f"{POINTS}add/", point_form(own) | HOURS | exceptions(rows))
    point = ServicePoint.objects.get()
    assert not [found for found in point.findings() if found.field == "exceptions"]

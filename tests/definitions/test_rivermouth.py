"""A second city from definitions alone: another tree, another language first, another form and workflow."""

import pytest

from cases.models import Workflow
from catalog.models import Organisation, ServiceItem, ServicePoint
from configuration.check import check
from configuration.layers import read
from configuration.plan import plan
from forms.models import Form
from portal.kit import languages
from tests.city import RIVERMOUTH, city  # noqa: F401  a fixture

CITY = RIVERMOUTH
pytestmark = pytest.mark.usefixtures("city")


def test_city_speaks_english_first(db):
    assert languages.default() == "en"
    assert (
        ServiceItem.objects.get(code="allotment").name.in_language(languages.default()) == "Renting an allotment garden"
    )


def test_tree_has_two_levels(db):
    assert set(Organisation.objects.values_list("level", flat=True)) == {"borough", "ward", "office"}


def test_points_are_public(db):
    assert ServicePoint.objects.public().count() == 2


def test_form_and_workflow_are_its_own(db):
    assert set(Form.objects.values_list("code", flat=True)) == {"help"}
    assert set(Workflow.objects.values_list("code", flat=True)) == {"request"}


@pytest.mark.article("14.2")
def test_a_class_of_its_own_needs_no_python(db, client):
    ServiceItem.objects.filter(code="market-stall").update(item_class="stall-inspection")
    page = client.get("/zh-hans/items/market-stall/")
    assert "市集查验" in page.content.decode()


def test_second_apply_plans_nothing_and_takes_nothing_for_an_edit(db):
    assert plan(check(read(RIVERMOUTH))).steps == []

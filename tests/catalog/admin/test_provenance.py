"""The form of an imported row says what the list said, and what was edited here."""

import pytest

from catalog.importers import mapping
from catalog.importers.taking import import_table
from catalog.models import ContactNumber, Organisation, ServiceItem, ServicePoint, Term
from portal.kit.words import Words
from tests.catalog import areas
from tests.catalog.admin.conftest import editor_of
from tests.catalog.importers.test_tables import FOLDER, NUMBER, POINT
from tests.catalog.lists import row, take, write_csv
from tests.factories.item import ItemFactory
from tests.factories.organisation import OrganisationFactory

pytestmark = pytest.mark.django_db


def opened(client, saved, register=False):
    folder = "" if register else "snippets/"
    return client.get(f"/admin/{folder}catalog/{saved._meta.model_name}/edit/{saved.pk}/").content.decode()


def test_item_shows_list_and_edit(tmp_path, signed_in):
    Term.objects.all().delete()
    take(write_csv(tmp_path / "a.csv", [row(name="清单名称")]))
    item = ServiceItem.objects.get()
    at_desk = signed_in(editor_of(item.department))
    assert "本站已编辑" not in opened(at_desk, item)
    ServiceItem.objects.update(name=Words.of("我们的说法"))
    text = opened(at_desk, item)
    assert "清单名称" in text
    assert "本站已编辑" in text


def test_point_shows_its_list(tmp_path, signed_in):
    top = OrganisationFactory(code="qingdao", level="city", name={"zh-hans": "市"})
    OrganisationFactory(code="jia", parent=top, name={"zh-hans": "甲区"})
    path = tmp_path / "p.csv"
    path.write_text(",".join(POINT) + "\n" + ",".join(POINT.values()) + "\n", "utf-8")
    import_table(path=path, mapping=mapping.read(FOLDER / "points.yaml"))
    assert "来自清单" in opened(signed_in(editor_of(top)), ServicePoint.objects.get())


def test_organisation_shows_its_list_and_what_was_edited(tmp_path, signed_in):
    top = OrganisationFactory(code="qingdao", level="city", area_code="370200")
    areas.take("districts", areas.write(tmp_path / "d_2023.csv", "districts", "370212,崂山区"))
    place, operator = Organisation.objects.get(parent=top), signed_in(editor_of(top))
    assert "本站已编辑" not in opened(operator, place, register=True)
    place.parent = OrganisationFactory(code="zone", parent=top, name={"zh-hans": "新区"})
    place.save()
    text = opened(operator, place, register=True)
    assert "来自清单“districts”" in text
    assert "<strong>新区</strong>" in text


def test_number_shows_its_list(tmp_path, signed_in):
    top = OrganisationFactory(code="qingdao", level="city", name={"zh-hans": "市"})
    OrganisationFactory(code="jia", parent=top, name={"zh-hans": "甲区"})
    path = tmp_path / "n.csv"
    path.write_text(",".join(NUMBER) + "\n" + ",".join(NUMBER.values()) + "\n", "utf-8")
    import_table(path=path, mapping=mapping.read(FOLDER / "numbers.yaml"))
    assert "来自清单" in opened(signed_in(editor_of(top)), ContactNumber.objects.first(), register=True)


def test_row_that_was_entered_here_has_no_such_panel(own, at_desk):
    assert "来自清单" not in opened(at_desk, ItemFactory(department=own))

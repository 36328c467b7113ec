"""Blank forms and samples: taken along from the guide, named by what they are, never opened in our name."""

from pathlib import Path
from urllib.parse import unquote

import pytest
from django.core.files.base import ContentFile

from catalog.models import Material
from configuration.kinds import named
from portal.kit import clock
from tests.content.conftest import launch
from tests.factories.item import ItemFactory
from tests.factories.registers import MaterialFactory

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n" + b"0" * 119_000
NEEDED = [("material", {"material": "mandate", "form": ["original"], "need": "required", "copies": 1})]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def mandate():
    return MaterialFactory(code="mandate", name={"zh-hans": "授权委托书"}, blank=ContentFile(PDF, "委托书.pdf"))


@pytest.fixture
def guide(mandate):
    return f"/items/{ItemFactory(materials=NEEDED, audience=['natural_person']).code}/"


def test_guide_names_type_and_size_beside_the_material(client, guide):
    launch("zh-hans", "en")
    text = client.get(guide).content.decode()
    assert 'href="/materials/mandate/blank/">空白表格（PDF，117 KB）</a>' in text
    assert "填写样例" not in text
    assert "Blank form (PDF, 117 KB)" in client.get(f"/en{guide}").content.decode()


def test_same_bytes_are_saved_under_a_name_that_says_what_they_are(client, mandate):
    answer = client.get("/materials/mandate/blank/")
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert "授权委托书（空白表格）.pdf" in unquote(answer["Content-Disposition"])


@pytest.mark.parametrize("address", ["mandate/sample", "mandate/name", "nothing/blank"])
def test_what_is_not_there_is_not_found(client, mandate, address):
    assert client.get(f"/materials/{address}/").status_code == 404


def test_a_material_out_of_use_hands_out_nothing(client, mandate):
    Material.objects.update(retired_at=clock.now())
    assert client.get("/materials/mandate/blank/").status_code == 404


def test_a_store_restored_without_its_files_breaks_no_guide(client, guide, mandate):
    Path(mandate.blank.path).unlink()
    answer = client.get(guide)
    assert answer.status_code == 200
    assert "空白表格" not in answer.content.decode()
    assert client.get("/materials/mandate/blank/").status_code == 404


def test_what_is_replaced_is_gone_from_the_store(mandate, media, django_capture_on_commit_callbacks):
    assert "委托书" not in mandate.blank.name
    with django_capture_on_commit_callbacks(execute=True):
        mandate.blank = ContentFile(PDF + b"1", "new.pdf")
        mandate.save()
    assert [path.read_bytes() for path in media.rglob("*.pdf")] == [PDF + b"1"]
    with django_capture_on_commit_callbacks(execute=True):
        mandate.blank = ""
        mandate.save()
    assert not list(media.rglob("*.pdf"))


def test_an_apply_of_definitions_leaves_the_file(mandate, client):
    named("material").save(named("material").schema.model_validate({"material": "mandate", "name": "委托书"}))
    assert b"".join(client.get("/materials/mandate/blank/").streaming_content) == PDF

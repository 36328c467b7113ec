"""Uploads of blank forms and samples: accepted files, and refused ones with a sentence beside the field."""

import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from catalog.models import Material
from portal.kit import file_limits, published
from tests.catalog.admin.conftest import editor_of

pytestmark = pytest.mark.django_db

CREATE = "/admin/catalog/material/create/"
PDF = b"%PDF-1.7\n%%EOF"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def at_head(signed_in, city):
    return signed_in(editor_of(city))


def packed(*names):
    """Return an archive with parts of these NAMES, as every office format is one."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return made.getvalue()


DOCX = packed("[Content_Types].xml", "word/document.xml")
OFD = packed("OFD.xml", "Doc_0/Document.xml")


def form(**files):
    given = {which: SimpleUploadedFile(name, content) for which, (name, content) in files.items()}
    return {"code": "mandate", "name_zh-hans": "授权委托书", "source": "applicant", "order": "0"} | given


@pytest.mark.parametrize(("name", "content"), [("A.PDF", PDF), ("a.docx", DOCX), ("a.ofd", OFD)])
def test_a_form_that_opens_everywhere_is_taken(name, content, at_head, django_capture_on_commit_callbacks):
    before = published.version()
    with django_capture_on_commit_callbacks(execute=True):
        assert at_head.post(CREATE, form(blank=(name, content))).status_code == 302
    assert Path(Material.objects.get().blank.path).read_bytes() == content
    assert published.version() > before


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.exe", PDF, "PDF, DOCX, XLSX, OFD"),
        ("a.html", b"<script>", "PDF, DOCX, XLSX, OFD"),
        ("a.docm", DOCX, "PDF, DOCX, XLSX, OFD"),
        ("a.ofd", DOCX, "文件内容"),
        ("a.docx", OFD, "文件内容"),
        ("a.pdf", b"<html>", "文件内容"),
        ("a.docx", PDF, "文件内容"),
        ("a.pdf", PDF + b"0" * file_limits.BLANK_FORM_BYTES, "5 MB"),
    ],
)
def test_another_file_is_refused_with_its_reason(name, content, sentence, at_head):
    answer = at_head.post(CREATE, form(sample=(name, content)))
    assert sentence in str(answer.context["form"].errors["sample"])
    assert not Material.objects.exists()


def test_the_form_shows_what_is_there_and_takes_it_away(at_head):
    at_head.post(CREATE, form(blank=("a.pdf", PDF)))
    address = f"/admin/catalog/material/edit/{Material.objects.get().pk}/"
    text = at_head.get(address).content.decode()
    assert "PDF, 1 KB" in text
    assert "/media/" not in text
    assert 'enctype="multipart/form-data"' in text
    at_head.post(address, form())
    assert Material.objects.get().blank
    at_head.post(address, form() | {"blank-clear": "on"})
    assert not Material.objects.get().blank

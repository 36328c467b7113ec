"""Pictures and files in pages: described, measured, from the editor's upload to the reader."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection
from django.template import engines
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.models import Collection, CollectionViewRestriction

from catalog.models import Organisation
from content.blocks import FileBlock, PictureBlock
from content.models import PortalDocument, PortalImage, PortalRendition, TextPage
from tests.content.test_permissions import editor_of
from tests.hostile.files import JPEG, OFD, PAGE, PDF, PNG

pytestmark = pytest.mark.django_db
IMG = re.compile(r"<img[^>]*>")


@pytest.fixture(autouse=True)
def _store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def picture(title="大厅", name="hall.png"):
    return PortalImage.objects.create(title=title, file=ContentFile(PNG, name), width=40, height=30)


def document(name="notice.pdf", content=PDF):
    return PortalDocument.objects.create(title="实施方案", file=ContentFile(content, name))


def show(pages, *blocks):
    pages.write(page="help", parent="home", title="帮助", body=list(blocks))
    return Client().get("/help/").content.decode()


def images(text):
    return IMG.findall(text.partition("<main")[2].partition("</main>")[0])


def test_a_picture_is_shown_with_its_description_and_caption(pages):
    text = show(pages, {"picture": picture().file.name, "alternative": "一楼的大厅", "caption": "图：大厅"})
    (image,) = images(text)
    assert 'alt="一楼的大厅"' in image
    assert "<figcaption>图：大厅</figcaption>" in text
    source = re.search(r'src="([^"]+)"', image)[1]
    answer = Client().get(source)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert b"".join(answer.streaming_content).startswith(b"\x89PNG")
    assert "max-age" in answer["Cache-Control"]


def test_a_picture_that_only_decorates_says_nothing(pages):
    (image,) = images(show(pages, {"picture": picture().file.name, "decorative": True}))
    assert 'alt=""' in image


def test_a_picture_that_went_public_without_a_description_is_called_by_its_name(pages):
    show(pages, {"picture": picture("办事大厅").file.name, "alternative": "大厅"})
    page = TextPage.objects.get(slug="help")
    page.body[0].value["alternative"] = " "
    page.save_revision().publish()
    (image,) = images(Client().get("/help/").content.decode())
    assert 'alt="办事大厅"' in image


@pytest.mark.parametrize(
    ("alternative", "decorative", "sentence"),
    [("", False, "请写明图片内容"), (" ", False, "请写明图片内容"), ("大厅", True, "只选一样")],
)
def test_a_description_is_demanded_unless_the_picture_only_decorates(alternative, decorative, sentence):
    block = PictureBlock()
    value = {"picture": picture(), "alternative": alternative, "decorative": decorative, "caption": ""}
    with pytest.raises(ValidationError) as refused:
        block.clean(block.normalize(value))
    assert sentence in str(refused.value.block_errors["alternative"].messages)
    assert block.clean_deferred(block.normalize(value))["picture"]  # a draft may wait for it


@pytest.mark.parametrize(("name", "content", "kind"), [("a.pdf", PDF, "PDF"), ("a.ofd", OFD, "OFD")])
def test_a_file_shows_its_type_and_size(pages, name, content, kind):
    found = document(name, content)
    text = show(pages, {"file": found.file.name})
    assert f'<a href="{found.url}">实施方案</a>' in text
    assert re.search(rf"（{kind}，\d+\xa0\S+）", text)
    assert "下载方案" in show(pages, {"file": found.file.name, "label": "下载方案"})


def test_what_was_deleted_or_is_not_here_leaves_no_hole(pages):
    hall, plan = picture(), document()
    blocks = [{"picture": hall.file.name, "decorative": True}, {"file": plan.file.name}, {"heading": "别的"}]
    show(pages, *blocks)
    hall.delete()
    plan.delete()
    text = Client().get("/help/").content.decode()
    assert "别的" in text
    assert not images(text)
    assert "实施方案" not in text
    assert "别的" in show(pages, *blocks)


def test_pictures_and_files_are_read_back_as_they_were_written(pages):
    blocks = [
        {"picture": picture().file.name, "alternative": "大厅", "caption": "图一"},
        {"picture": picture(name="line.png").file.name, "decorative": True},
        {"file": document().file.name, "label": "方案"},
        {"file": document("b.pdf").file.name},
    ]
    written = pages.write(page="help", parent="home", title="帮助", body=blocks)
    assert pages.kind.plain(pages.stored()["help"]) == pages.kind.plain(written)


@pytest.mark.parametrize("more", [{}, {"alternative": "大厅", "decorative": True}])
def test_a_definition_says_one_of_both_of_a_picture(pages, more):
    with pytest.raises(ValueError, match="needs 'alternative'"):
        pages.write(page="help", parent="home", title="帮助", body=[{"picture": "original_images/x.png"} | more])


def test_queries_do_not_grow_with_pictures_and_files(pages):
    counts = []
    for size in (1, 6):
        media = [{"picture": picture(name=f"{size}-{n}.png").file.name, "decorative": True} for n in range(size)]
        show(pages, *media, *({"file": document(f"{size}-{n}.pdf").file.name} for n in range(size)))
        PortalDocument.objects.update(file_size=1)
        with CaptureQueriesContext(connection) as captured:
            Client().get("/help/")
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 20


def test_the_original_of_a_picture_and_what_is_closed_are_served_to_nobody():
    hall = picture()
    small = hall.get_rendition("max-10x10")
    assert Client().get(f"/media/{hall.file.name}").status_code == 404
    assert Client().get("/media/images/nothing.png").status_code == 404
    assert b"".join(Client().get(small.url).streaming_content)
    PortalRendition.objects.filter(pk=small.pk).update(file="images/../original_images/hall.png")
    assert Client().get("/media/images/..%2Foriginal_images%2Fhall.png").status_code == 404
    PortalRendition.objects.filter(pk=small.pk).update(file=small.file.name)
    closed = Collection.get_first_root_node().add_child(name="closed")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="password", password="x")
    PortalImage.objects.filter(pk=hall.pk).update(collection=closed)
    assert Client().get(small.url).status_code == 404


# --- Uploads of editors ----------------------------------------------------------------------------------------------
@pytest.fixture
def desk(pages, monkeypatch):
    """Return a browser of an editor of the office; Wagtail's own templates test variables that may be missing."""
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "")
    client = Client()
    client.force_login(editor_of(Organisation.objects.get(code="office")))
    return client


def upload(desk, kind, name, content):
    collection = Collection.get_first_root_node().pk
    return desk.post(
        reverse(f"wagtail{kind}:add"), {"title": "新", "file": ContentFile(content, name), "collection": collection}
    )


@pytest.mark.parametrize(
    ("kind", "name", "content", "model"),
    [("images", "a.jpg", JPEG, PortalImage), ("docs", "a.pdf", PDF, PortalDocument)],
)
def test_an_editor_uploads_what_the_site_takes_and_nothing_else(desk, kind, name, content, model):
    assert upload(desk, kind, name, content).status_code == 302
    assert model.objects.get().uploaded_by_user.username
    assert "和扩展名对不上" in upload(desk, kind, name, PAGE).content.decode()
    assert model.objects.count() == 1


def test_a_file_of_somebody_else_is_chosen_but_not_changed(desk):
    hall, plan = picture(), document()
    for name, row in (("wagtailimages", hall), ("wagtaildocs", plan)):
        chooser = f"{name}_chooser:chosen"
        assert desk.get(reverse(chooser, args=[row.pk])).status_code == 200
        for action in ("edit", "delete"):
            address = reverse(f"{name}:{action}", args=[row.pk])
            desk.post(address, {"title": "übernommen"})
            row.refresh_from_db()
            assert row.title != "übernommen", address


def test_the_right_to_upload_goes_with_the_grant(desk):
    nobody = editor_of(Organisation.objects.get(code="office"), "items.edit", role="clerk")
    client = Client()
    client.force_login(nobody)
    assert upload(client, "images", "a.jpg", JPEG).status_code != 200
    assert not PortalImage.objects.exists()


def test_the_blocks_have_words_in_both_languages():
    for block, words in ((PictureBlock(), ("图片", "Picture")), (FileBlock(), ("文件", "File"))):
        for language, word in zip(("zh-hans", "en"), words, strict=True):
            with translation.override(language):
                assert str(block.label) == word

"""Bar 11 for the admin: every page with a field for files is listed here, and refuses a file that lies about itself."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import engines
from django.utils import translation
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection
from wagtail.users.models import UserProfile

from catalog.models import ImportRun, Material
from portal.uploads import AvatarForm
from portal.users.models import User
from tests.factories.organisation import OrganisationFactory
from tests.hostile.files import JPEG, LYING, PAGE, PDF
from tests.trust.routes import routes
from tests.trust.targets import ANY

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    # Wagtail and Pillow leave files of pictures to the collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

FIELD = re.compile(r"<input\b[^>]*type=\\?[\"']file\\?[\"'][^>]*>")
NAME = re.compile(r"name=\\?[\"']([\w-]+)\\?[\"']")
PICTURE, DOCUMENT, LIST = ("head.jpg", LYING["head.jpg"]), ("a.pdf", PAGE), ("a.csv", LYING["sheet.csv"])
# Where the pages with fields for files post to, by route and field, and a file that lies there.
DOORS = {
    ("admin/account/", "avatar-avatar"): ("/admin/account/", PICTURE),
    ("admin/catalog/material/create/", "blank"): ("/admin/catalog/material/create/", DOCUMENT),
    ("admin/catalog/material/create/", "sample"): ("/admin/catalog/material/create/", DOCUMENT),
    ("admin/catalog/material/edit/<instance_pk>/", "blank"): ("/admin/catalog/material/edit/{material}/", DOCUMENT),
    ("admin/catalog/material/edit/<instance_pk>/", "sample"): ("/admin/catalog/material/edit/{material}/", DOCUMENT),
    ("admin/documents/edit/<int:document_id>/", "file"): ("/admin/documents/edit/{document}/", DOCUMENT),
    ("admin/documents/add/", "file"): ("/admin/documents/add/", DOCUMENT),
    ("admin/documents/multiple/add/", ""): ("/admin/documents/multiple/add/", DOCUMENT),
    ("admin/images/<int:image_id>/", "file"): ("/admin/images/{image}/", PICTURE),
    ("admin/images/add/", "file"): ("/admin/images/add/", PICTURE),
    ("admin/images/multiple/add/", ""): ("/admin/images/multiple/add/", PICTURE),
    ("admin/imports/", "file"): ("/admin/imports/", LIST),
}
REFUSED = "和扩展名对不上"


@pytest.fixture(autouse=True)
def _store(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = settings.STATE = tmp_path
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "")


@pytest.fixture
def ids():
    """Rows whose files can be replaced."""
    image = get_image_model().objects.create(title="x", file=SimpleUploadedFile("a.jpg", JPEG), width=40, height=30)
    document = get_document_model().objects.create(title="x", file=SimpleUploadedFile("a.pdf", PDF))
    material = Material.objects.create(code="mandate", name={"zh-hans": "委托书"}, source="applicant")
    OrganisationFactory(code="city", level="city")
    return {"image": image.pk, "document": document.pk, "material": material.pk}


@pytest.fixture
def operator(client, ids):
    client.force_login(User.objects.create_superuser("root", password="a password for tests"))
    client.raise_request_exception = False
    return client


def pages_of_the_admin(ids):
    """Yield each route below /admin/ with an address, as far as its arguments are known here."""
    special = {
        "admin/images/": {"image_id": str(ids["image"]), "pk": str(ids["image"])},
        "admin/documents/": {"document_id": str(ids["document"]), "pk": str(ids["document"])},
        "admin/catalog/material/": {"instance_pk": str(ids["material"]), "pk": str(ids["material"])},
    }
    for route in routes():
        if route.template.startswith("admin/") and "logout" not in route.template:
            values = dict(ANY)
            for prefix, more in special.items():
                values |= more if route.template.startswith(prefix) else {}
            if set(route.parameters) <= set(values):
                yield route, route.address(values)


@pytest.mark.one_database
def test_every_field_for_files_is_listed(operator, ids):
    """A page with a new field for files belongs into DOORS."""
    found = set()
    for route, address in pages_of_the_admin(ids):
        answer = operator.get(address)
        if not answer.streaming:
            for field in FIELD.findall(answer.content.decode(errors="replace")):
                name = NAME.search(field)
                found.add((route.template, name[1] if name else ""))
    listed = {door for door in found if "chooser" not in door[0]}
    assert listed == set(DOORS)
    # The choosers post to their own addresses, with the forms of the pages above.
    assert {door[0].split("/")[1] for door in found - listed} <= {"images", "documents"}


def post(client, address, field, file):
    """Post FILE with what else these forms need."""
    more = {"title": "x", "collection": str(Collection.objects.get(depth=1).pk), "mapping": "guangan"}
    more |= {"code": "new", "name_zh-hans": "新", "order": "0", "source": "applicant"}
    if "account" in address:
        more = _own_account(client)
    upload = SimpleUploadedFile(*file)
    headers = {"x-requested-with": "XMLHttpRequest"} if "multiple" in address else {}
    # The fields for many files at once have no name: a script sends them one by one.
    return client.post(address, more | {field or "files[]": upload}, headers=headers)


def _own_account(client):
    """Return what the page of one's own account holds already: Wagtail checks its forms one after the other."""
    tabs = client.get("/admin/account/").context["panels_by_tab"]
    forms = [panel.get_form() for panels in tabs.values() for panel in panels]
    values = {field.html_name: field.value() for form in forms for field in form if field.value()}
    return values | {"name_email-first_name": "a", "name_email-last_name": "b", "name_email-email": "a@example.org"}


def stored():
    models = (get_image_model(), get_document_model(), Material, ImportRun)
    names = [sorted(map(str, model.objects.values_list("pk", flat=True))) for model in models]
    return (
        names,
        sorted(get_image_model().objects.values_list("file", flat=True)),
        list(Material.objects.values_list("blank", "sample")),
        list(UserProfile.objects.exclude(avatar="").values_list("avatar", flat=True)),
    )


@pytest.mark.parametrize("door", DOORS, ids=" ".join)
def test_lying_file_is_refused_with_a_sentence(door, operator, ids):
    address, file = DOORS[door]
    before = stored()
    answer = post(operator, address.format(**ids), door[1], file)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert REFUSED in (text.encode().decode("unicode_escape") if text.startswith("{") else text)
    assert stored() == before


def test_own_picture_that_is_none_is_refused_with_a_sentence(operator):
    form = AvatarForm({}, {"avatar": SimpleUploadedFile(*PICTURE)}, instance=UserProfile())
    with translation.override("zh-hans"):
        assert REFUSED in str(form.errors["avatar"])


@pytest.mark.parametrize(
    ("address", "file"),
    [("/admin/images/chooser/create/", PICTURE), ("/admin/documents/chooser/create/", DOCUMENT)],
)
def test_choosers_refuse_a_lying_file(address, file, operator):
    field = "image-chooser-upload-file" if "images" in address else "document-chooser-upload-file"
    before = stored()
    answer = post(operator, address, field, file)
    assert REFUSED in answer.json()["htmlFragment"]
    assert stored() == before


@pytest.mark.parametrize("name", [name for name in LYING if name.endswith((".jpg", ".png", ".webp"))])
def test_lying_picture_never_breaks_the_page(name, operator):
    answer = post(operator, "/admin/images/add/", "file", (name, LYING[name]))
    assert answer.status_code == 200
    assert not get_image_model().objects.filter(title="x", file__contains="head").exists()


def test_wagtails_import_of_redirects_is_closed(operator):
    assert operator.get("/admin/redirects/import/").status_code == 404
    assert operator.post("/admin/redirects/import/process/").status_code == 404
    assert "redirects/import" not in operator.get("/admin/redirects/").content.decode()

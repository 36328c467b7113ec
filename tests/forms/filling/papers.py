"""A form that asks for photos and for the papers of a service, in the small city."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from forms.definitions import FormKind
from forms.models import Draft
from portal.kit.words import Words
from tests.factories.item import ItemFactory
from tests.forms.filling.walk import CONTACT, PERSON, WISH, begin, sound
from tests.hostile.files import picture
from tests.shipped import form

PAPERS = "/apply/assistance/papers/"
FIELDS: list[dict[str, Any]] = [
    {"remark": {"type": "text", "label": "说明"}},
    {"photos": {"type": "file", "label": "现场照片", "file_kinds": ["photo"], "max_files": 3, "required": False}},
    {"proof": {"type": "materials", "label": "材料"}},
]


def material(code: str, need: str = "required", *, through_agent: bool = False) -> tuple[str, dict[str, Any]]:
    name = Words({"zh-hans": f"材料{code}"})
    rest = {"form": ["original"], "copies": 1, "source": "", "note": Words(), "through_agent": through_agent}
    return "material", {"material": code, "name": name, "need": need, **rest}


MATERIALS = (
    *(material("card"), material("mandate", "deferrable"), material("old-card", "optional")),
    material("agent-id", through_agent=True),
)
HOW = {"proof.card": "bring_to_window", "proof.mandate": "later"}


def ask_for_papers(department: Any) -> None:
    """Publish the form with a step for papers at its end, and a service of DEPARTMENT that needs some."""
    plain = FormKind().plain(form("assistance"))
    plain["steps"].append({"step": "papers", "title": "材料", "fields": FIELDS})
    plain["tests"] = []
    FormKind().save(FormKind().schema.model_validate(plain))
    ItemFactory(code="card", name=Words({"zh-hans": "补领社保卡"}), department=department, materials=[*MATERIALS])


def at_papers(client: Client, **answers: str) -> str:
    """Fill in the form as far as the step for papers; return its address."""
    address = begin(client, "card")
    for typed in (PERSON | answers, CONTACT, WISH):
        response = client.post(address, typed)
        assert response.status_code == 302, sound(response)
        address = response.headers["Location"]
    assert address == PAPERS
    return address


def photo(name: str = "a.jpg", content: bytes = b"") -> SimpleUploadedFile:
    """Return a photo called NAME, another one for each name."""
    return SimpleUploadedFile(name, content or picture("JPEG", comment=name.encode()), content_type="image/jpeg")


def stored_answers() -> dict[str, Any]:
    """Return the answers of the only draft."""
    return Draft.objects.get().read()

"""A telephone number means the same at every door: form, booking, tracking, admin, importer, definition, page."""

import csv
import itertools
import re

import pytest
from django.template import Context, Template
from django.test import Client

from cases.models import Case
from catalog.importers import mapping
from catalog.importers.taking import import_table
from catalog.models import ContactNumber, Organisation
from configuration.kinds import named
from forms.models import Draft
from portal.kit import phones
from portal.users.models import User
from tests.appointments.public.test_book import answers, confirm
from tests.architecture.test_sizes import ROOT, tracked
from tests.city import city  # noqa: F401  the fixture
from tests.forms.filling.walk import CONTACT, PERSON, WISH, begin, send
from tests.telephones import TELEPHONES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
FOLDER = ROOT / "definitions" / "mappings"
EXTENDED = "0532-00001234-8001"
_networks = itertools.count(1)


def visitor():
    """A browser in a network of its own: limits count networks."""
    return Client(REMOTE_ADDR=f"192.0.2.{next(_networks)}")


def fill_in(client, phone):
    """Answer the steps of the shipped form; return the answer to the step with PHONE, and where the last one leads."""
    address = client.post(begin(client), PERSON).headers["Location"]
    return client.post(address, CONTACT | {"phone": phone})


def by_form(phone, _folder):
    taken = fill_in(visitor(), phone).status_code == 302
    return Draft.objects.latest("pk").read()["phone"] if taken else None


def by_booking(phone, _folder):
    client, before = visitor(), set(Case.objects.values_list("pk", flat=True))
    confirm(client, answers(client, phone=phone))
    case = Case.objects.exclude(pk__in=before).first()
    return case.applicant.phone.open() if case else None


def by_admin(phone, _folder):
    client = Client()
    client.force_login(User.objects.create_superuser("editor"))
    office = Organisation.objects.get(code="qingdao")
    number = {"code": "new", "organisation": office.pk, "purpose": "service", "number": phone, "order": "0"}
    client.post("/admin/catalog/contactnumber/create/", number)
    return ContactNumber.objects.filter(code="new").values_list("number", flat=True).first()


def by_list(phone, folder):
    with (folder / "list.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([["单位", "咨询电话", "投诉电话", "接听时间"], ["崂山区", phone, "", ""]])
    before = set(ContactNumber.objects.values_list("pk", flat=True))
    read = mapping.read(FOLDER / "numbers.yaml")
    read = read.model_copy(update={"organisations": {"崂山区": "laoshan"}})
    import_table(path=folder / "list.csv", mapping=read)
    return ContactNumber.objects.exclude(pk__in=before).values_list("number", flat=True).first()


def by_definition(phone, _folder):
    kind = named("contact")
    spec = kind.schema(contact="new", organisation="qingdao", purpose="service", number=phone)
    return None if list(kind.check(spec, None)) else phone


def by_point(phone, _folder):
    kind = named("point")
    spec = kind.schema(point="new", organisation="x", level="city", name="x", address="x", service_phone=phone)
    wrong = {complaint.code for complaint in kind.check(spec.model_copy(update={"published": False}), NO_FOLDER)}
    return None if "D303" in wrong else phone


class _NoFolder:
    def all(self, kind):
        return {}

    def get(self, kind, code):
        return None


NO_FOLDER = _NoFolder()
OF_PEOPLE, OF_OFFICES = (by_form, by_booking), (by_admin, by_list, by_definition, by_point)


@pytest.mark.parametrize("door", [*OF_PEOPLE, *OF_OFFICES], ids=lambda door: door.__name__)
@pytest.mark.parametrize("text", TELEPHONES)
def test_number_is_kept_as_what_it_is_or_refused(door, text, tmp_path):
    right = TELEPHONES[text]
    if right and door in OF_PEOPLE and right[0] not in phones.REACHED:
        right = None  # nobody is reached at a service number
    kept = door(text, tmp_path)
    phone = phones.private(kept) if kept else None
    assert (phone and (phone.kind, phone.area, phone.local, phone.extension)) == right


@pytest.mark.parametrize("typed", ["1234", "0532-00001234", EXTENDED, "0532-0000 1234 转 8001", "+86 532 0000 1234"])
def test_case_is_tracked_by_the_end_of_its_number_not_of_its_extension(typed):
    client = visitor()
    address = fill_in(client, EXTENDED).headers["Location"]
    client.post(address, WISH)
    send(client)
    case = Case.objects.latest("pk")
    assert case.applicant.phone_masked == "0532-****1234"
    assert visitor().post("/track/", {"number": case.number, "tail": typed}).status_code == 302


@pytest.mark.parametrize(("text", "read"), TELEPHONES.items())
def test_page_links_what_can_be_dialled(text, read):
    shown = Template("{% load catalog %}{% phone number %}").render(Context({"number": text}))
    link = re.search(r'href="tel:([^"]+)"', shown)
    dialled = bool(read) and not read[2].startswith("0")
    assert bool(link) == dialled
    assert not link or re.sub(r"[^0-9]", "", link[1]).endswith(read[2] + read[3])


def test_no_template_dials_a_number_that_nobody_has_read():
    files = {str(path.relative_to(ROOT)): path.read_text() for path in tracked("*.html", "*.js")}
    assert {name for name, text in files.items() if '"tel:' in text} == set()

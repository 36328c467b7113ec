"""No key does nothing: a change of each key of `site.yaml` is seen, and every key of any schema is read."""

import copy
import datetime as dt
import re
from functools import cache

import pytest
from django.db import transaction
from pydantic import BaseModel

from catalog.admin.fields import levels
from catalog.calendar import work_calendar
from configuration import kinds
from configuration.models import SiteRecord
from configuration.schema import Definition
from configuration.site import SiteSpec
from forms.fields import TYPES
from forms.fields.amount import Amount
from forms.fields.identity_document import IdentityDocument
from portal.kit import clock, documents, phones, published
from tests.city import SAGUARO, city  # noqa: F401  a fixture
from tests.moments import local
from tests.running import ROOT

CITY = SAGUARO
pytestmark = [pytest.mark.usefixtures("city"), pytest.mark.django_db]
CARD = {"document": "pass", "name": {"en": "Pass"}, "pattern": "[0-9]{4}"}
NEXT_WEEK = dt.date(2026, 11, 19)  # a Thursday
STROKE = [{"path": "M2 30h44v4H2z", "colour": "brand"}]


def page(address):
    return lambda client: client.get(address).content


def due(_client):
    return work_calendar().add(NEXT_WEEK, 1)


def local_number(_client):
    return phones.public("555-0101").display


def card_question(_client):
    field = IdentityDocument.model_validate({"type": "identity_document", "label": "Card"})
    return repr(documents.accepted()), field.form_field({}).help_text, field.mask("A90817263")


def amount_question(_client):
    return Amount.model_validate({"type": "amount", "label": "Cost"}).form_field({}).label


def choices_of_a_point(_client):
    return levels()


# By the path of a key: another value, and where it is seen.
CHANGES = {
    "name": ({"en": "Another"}, page("/")),
    "tagline": ({"en": "Another"}, page("/")),
    "demo": (True, page("/")),
    "languages": (["en"], page("/")),
    "time_zone": ("Asia/Tokyo", page("/points/county-desk/")),
    "week.starts": ("wed", page("/points/county-desk/")),
    "week.weekend": ("sat-sun", due),
    "telephones.region": ("GB", page("/contacts/")),
    "telephones.area_code": ("202", local_number),
    "currency": ("KES", amount_question),
    "identity_documents": ([CARD], card_question),
    "competent_authority": ("saguaro", page("/")),
    "hotline": (None, page("/contacts/")),
    "hotline.label": ("Another", page("/contacts/")),
    "hotline.number": ("(201) 555-0199", page("/contacts/")),
    "hotline.note": ("Another", page("/contacts/")),
    "levels": ([], choices_of_a_point),
    "calendar": (None, due),
    "look.brand": ("#000000", page("/look.css")),
    "look.brand_deep": ("#000000", page("/look.css")),
    "look.brand_wash": ("#ffffff", page("/look.css")),
    "look.person": ("#000000", page("/look.css")),
    "look.sun": ("#000000", page("/look.css")),
    "look.mark": (STROKE, page("/mark.svg")),
    "footer.site_code": ("1234567890", page("/")),
    "footer.icp": ("ICP 1", page("/")),
    "footer.police": ("Police 1", page("/")),
    "footer.links": (["/points/"], page("/")),
    "popular": ([], page("/")),
    "wanted": ([], page("/")),
}
# The code of the site, its renaming, and what `make rule` collects.
OF_THE_FILE = {"site", "was", "articles"}


def paths(schema, before=""):
    """Yield the paths of the keys of SCHEMA that are not mappings of fixed keys themselves."""
    for name, field in schema.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from paths(inner, f"{before}{name}.")
        else:
            yield f"{before}{name}"


@pytest.fixture
def sunday(monkeypatch):
    """Nine in the morning of a Sunday in the county; the moment stays when the time zone is changed."""
    moment = local("2026-11-22 09:00")
    monkeypatch.setattr(clock, "now", lambda: moment)


def change(spec, path, value):
    """Return SPEC, plain data, with VALUE at PATH."""
    spec = copy.deepcopy(spec)
    *above, last = path.split(".")
    place = spec
    for step in above:
        place = place[step]
    place[last] = value
    return spec


def test_every_key_of_the_site_is_changed_below():
    assert set(paths(SiteSpec)) - OF_THE_FILE - set(CHANGES) == set()


@pytest.mark.parametrize("path", CHANGES)
def test_change_of_a_key_of_the_site_is_seen(path, client, sunday):
    value, look = CHANGES[path]
    record = SiteRecord.objects.get()
    SiteSpec.model_validate(change(record.spec, path, value))
    before = look(client)
    with transaction.atomic():
        record.spec = change(record.spec, path, value)
        record.save()
    published.forget()
    assert look(client) != before


def parts(schema, seen):
    """Collect SCHEMA and every model that stands in it."""
    if schema not in seen:
        seen.add(schema)
        for field in schema.model_fields.values():
            for inner in re.findall(r"<class '([\w.]+)'>|([A-Za-z_.]+\.[A-Z]\w+)", repr(field.annotation)):
                name = (inner[0] or inner[1]).rsplit(".", 1)[-1]
                for known in (*BaseModel.__subclasses__(), *_below(BaseModel)):
                    if known.__name__ == name and known.__module__.split(".")[0] != "pydantic":
                        parts(known, seen)
    return seen


@cache
def _below(model):
    return tuple(one for child in model.__subclasses__() for one in (child, *_below(child)))


@cache
def sources():
    """Return the program without its migrations, templates included."""
    files = [
        path
        for room in ("portal", "configuration", "catalog", "content", "search", "forms", "cases", "appointments")
        for ending in ("*.py", "*.html", "*.typ")
        for path in (ROOT / room).rglob(ending)
        if "migrations" not in path.parts
    ]
    return "\n".join(path.read_text() for path in files)


def test_every_key_of_every_schema_is_read_somewhere():
    found = set()
    for kind in kinds.every():
        parts(kind.schema, found)
    for field_type in TYPES.values():
        parts(field_type, found)
    assert len(found) > 40
    unread = {
        f"{model.__name__}.{name}"
        for model in found
        if model is not Definition
        for name in model.model_fields
        if not re.search(rf"\.{name}\b|[\"']{name}[\"']|\({name}=", sources())
    }
    assert unread == set()

"""An agent of the district at the page that enters an application."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.cases.desk.conftest import agent, apply, as_user, case, citizen, editor, neighbour, supervisor

__all__ = ["agent", "apply", "as_user", "case", "citizen", "editor", "neighbour", "supervisor"]
ENTRY = "/admin/cases/new/assistance/"
TYPED = {
    "_-channel": "phone",
    "phone": "139 0000 7777",
    "mode": "agency",
    "applicant_kind": "natural_person",
    "name": "欧阳示例",
    "wish": "老人行动不便",
    "visit": "home",
}
DECLARED = {"_declare-privacy": "on", "_declare-truth": "on"}


class Desk:
    """A clerk's browser at one entry: what is sent carries the same draft each time."""

    def __init__(self, client, address=ENTRY):
        self.client, self.address, self.uuid = client, address, str(uuid4())

    def send(self, do="more", **typed):
        return self.client.post(self.address, {"_entry": self.uuid, "do": do, **typed})

    def read(self, **typed):
        """Return the mark of the sentence that stands there for what is TYPED, as a clerk reads it."""
        page = self.send(**typed).content.decode()
        return re.search(r'name="_read" value="([0-9a-f]+)"', page)[1]

    def save(self, **changed):
        typed = {key: value for key, value in (TYPED | changed).items() if value is not None}
        return self.send("save", **typed, **DECLARED, _read=self.read(**typed), _read_back="on")


@pytest.fixture
def desk(agent, as_user):
    return Desk(as_user(agent))


@pytest.fixture
def log_address():
    return reverse("desk_consultations")

"""The small city with notices: a form that asks for an e-mail address, and a gateway that remembers what it sent."""

import pytest

from cases.definitions.notice import NoticeKind
from cases.notices import gateways
from tests import shipped
from tests.cases.desk.conftest import agent, apply, as_user, neighbour
from tests.running import ROOT

__all__ = ["agent", "apply", "as_user", "neighbour"]
EMAIL = {"email": {"type": "text", "label": "电子邮箱", "required": False, "personal": True}}


class RememberingGateway:
    """Keeps what it was asked to send; ``refuses`` are the errors of the next tries."""

    def __init__(self):
        self.sent = []
        self.refuses = []

    def send(self, *, number, text, key):
        if self.refuses:
            raise self.refuses.pop(0)
        self.sent.append((number, text, key))


@pytest.fixture
def notices(town):
    """Write the shipped notices and a form with an e-mail address; the value are their codes."""
    kind = NoticeKind()
    folder = ROOT / "definitions" / "qingdao" / kind.folder
    codes = sorted(file.stem for file in folder.glob("*.yaml"))
    for code in codes:
        kind.save(shipped.read(kind, code))
    form = shipped.form("assistance").model_dump(mode="json", by_alias=True, exclude_defaults=True)
    form["steps"][1]["fields"].append(EMAIL)
    shipped.KINDS[1].save(shipped.KINDS[1].schema.model_validate(form))
    return codes


@pytest.fixture
def sms(monkeypatch, settings):
    gateway = RememberingGateway()
    settings.SMS_GATEWAY = "remembering"
    monkeypatch.setattr(gateways, "_made", lambda _chosen: gateway)
    return gateway

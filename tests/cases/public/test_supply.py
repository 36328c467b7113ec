"""Papers that are missing: one list everywhere, handed in later by the applicant, told to the staff."""

import re

import pytest
from django.test import Client

from cases.actions import submit
from cases.enums import EntryKind, WaitsFor
from cases.materials import all_of
from cases.models import Attachment, Case
from cases.public import supply
from cases.public.opened_cases import token_of
from forms.models import Upload
from forms.uploads.storage import FILES
from tests.factories.draft import DraftFactory
from tests.forms.filling.papers import HOW, ask_for_papers, at_papers, photo
from tests.forms.filling.walk import send, sound
from tests.hostile.files import PAGE

pytestmark = pytest.mark.django_db
SUPPLY = "/track/supply/"


@pytest.fixture
def case(client, town, settings, tmp_path):
    """A case with a photo, a card that is sent, and a mandate that follows; this browser has looked it up."""
    settings.UPLOADS = str(tmp_path / "uploads")
    ask_for_papers(town.organisation)
    answers = HOW | {"remark": "x", "photos": photo("门口.jpg"), "proof.card.file": photo("社保卡.jpg")}
    client.post(at_papers(client), answers)
    send(client)
    case = Case.objects.get()
    looks_up(client, case)
    return case


def looks_up(client, case):
    assert client.post("/track/", {"number": case.number, "tail": "1234"}).status_code == 302


def links(html):
    return re.findall(r'href="([^"]*/files/[^"]*)"', html)


def missing(case):
    return [paper.code for paper in all_of(case).missing]


def test_receipt_and_tracking_name_what_is_missing_and_what_is_there(client, case):
    assert missing(case) == ["mandate"]
    for address in (f"/receipts/{case.uuid}/", "/track/"):
        html = sound(client.get(address))
        assert "材料mandate" in html
        assert "社保卡.jpg" in html
        assert "门口.jpg" in html
        assert len(links(html)) == 2
        for link in links(html):
            assert client.get(link).status_code == 200
    assert f'href="{SUPPLY}?case={token_of(case)}"' in sound(client.get("/track/"))


def test_case_without_papers_shows_none(client, case):
    other = Case.objects.get(pk=case.pk)
    other.dossier = []
    other.save(update_fields=["dossier"])
    Attachment.objects.all().delete()
    assert 'id="papers"' not in sound(client.get("/track/"))
    assert client.get(SUPPLY).headers["Location"] == "/track/"


def test_missing_paper_is_handed_in_and_told(client, case):
    Case.objects.update(waits_for=WaitsFor.APPLICANT)
    html = sound(client.get(SUPPLY))
    assert re.findall(r'type="file" name="([\w-]+)"', html) == ["mandate"]
    sent = {"_case": token_of(case), "mandate": [photo("1.jpg"), photo("2.jpg")]}
    assert client.post(SUPPLY, sent).headers["Location"].startswith("/track/?case=")
    assert missing(case) == []
    entry = case.entries.first()
    assert (entry.kind, entry.by) == (EntryKind.SUPPLIED, "applicant")
    assert "材料mandate" in entry.public_note
    assert "2" in entry.public_note
    assert Case.objects.get().waits_for == WaitsFor.STAFF
    assert "材料mandate" in sound(client.get("/track/"))
    assert sorted(upload.draft_id or 0 for upload in Upload.objects.filter(material="mandate")) == [0, 0]


def test_good_file_is_part_of_the_case_beside_a_bad_one(client, case):
    html = sound(client.post(SUPPLY, {"_case": token_of(case), "mandate": [photo("1.jpg"), photo("2.jpg", PAGE)]}))
    assert "2.jpg" in html[: html.index("<h1")]
    assert "1.jpg" not in html[: html.index("<h1")]
    assert missing(case) == []
    assert case.attachments.count() == 3


def test_page_sent_twice_hands_in_once(client, case):
    for _twice in range(2):
        client.post(SUPPLY, {"_case": token_of(case), "mandate": photo()})
    assert case.attachments.count() == 3
    assert case.entries.count() == 2
    assert len([path for path in FILES.folder.rglob("*") if path.is_file()]) == 6


def test_nothing_chosen_is_said(client, case):
    assert "error-summary" in sound(client.post(SUPPLY, {"_case": token_of(case)}))
    assert case.entries.count() == 1


def test_page_of_another_case_writes_nothing(client, case):
    assert client.post(SUPPLY, {"_case": "0" * 32, "mandate": photo()}).headers["Location"] == "/track/"
    assert missing(case) == ["mandate"]


def test_paper_that_is_not_missing_is_not_taken(client, case):
    client.post(SUPPLY, {"_case": token_of(case), "card": photo(), "evil": photo()})
    assert case.attachments.count() == 2


def test_case_holds_a_limited_number_of_files(client, case, monkeypatch):
    monkeypatch.setattr(supply, "MOST_FILES", 3)
    before = {path for path in FILES.folder.rglob("*") if path.is_file()}
    html = sound(client.post(SUPPLY, {"_case": token_of(case), "mandate": [photo(), photo("b.jpg")]}))
    assert "error-summary" in html
    assert missing(case) == ["mandate"]
    assert {path for path in FILES.folder.rglob("*") if path.is_file()} == before


def test_closed_case_takes_nothing(client, case):
    Case.objects.update(closed_at=case.submitted_at)
    assert client.post(SUPPLY, {"_case": token_of(case), "mandate": photo()}).headers["Location"] == "/track/"
    assert missing(case) == ["mandate"]
    assert SUPPLY not in sound(client.get("/track/"))


def test_stranger_is_given_no_file_and_hands_in_none(client, case):
    stranger = Client()
    for link in (*links(sound(client.get("/track/"))), *links(sound(client.get(f"/receipts/{case.uuid}/")))):
        assert stranger.get(link).status_code == 404
    assert stranger.post(SUPPLY, {"_case": token_of(case), "mandate": photo()}).status_code == 302
    assert missing(case) == ["mandate"]


def test_applicant_of_one_case_is_given_no_file_of_another(client, case, town):
    own = links(sound(client.get("/track/")))[0]
    Attachment.objects.all().update(case=_other_case(town))
    assert client.get(own).status_code == 404


def _other_case(town):
    draft = DraftFactory(item__department=town.organisation, point=town, answers__remark="x", answers__proof={})
    return submit(draft=draft, declared=["privacy", "truth"])

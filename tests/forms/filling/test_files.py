"""Files on the page of a step: stored whichever button is pressed, one bad file harms no other answer."""

import re

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.models import Attachment, Case
from forms.filling import step_files
from forms.models import Draft, Upload
from forms.uploads.storage import FILES
from portal.kit.limits import Limit
from tests.forms.filling.papers import HOW, PAPERS, ask_for_papers, at_papers, photo, stored_answers
from tests.forms.filling.walk import DECLARED, send, shown, sound
from tests.hostile.files import PAGE
from tests.trust.storage import read_only

pytestmark = pytest.mark.django_db
CHECK = "/apply/assistance/check/"


@pytest.fixture(autouse=True)
def _papers(town, settings, tmp_path):
    settings.UPLOADS = str(tmp_path / "uploads")
    ask_for_papers(town.organisation)


def names(html):
    """Return the names of the stored files on a page."""
    return re.findall(r'<span><a href="[^"]*/files/[^"]*">([^<]*)</a>', html)


def removes(html):
    return re.findall(r'name="_remove" value="([^"]*)"', html)


def disk():
    return [path for path in FILES.folder.rglob("*") if path.is_file()]


# --- Stored when it is sent ------------------------------------------------------------------------------------------
def test_page_asks_for_files_and_for_the_papers_of_the_service(client):
    html = sound(client.get(at_papers(client)))
    assert 'enctype="multipart/form-data"' in html
    assert re.search(r'<input type="file" name="photos" id="id_photos" accept="image/[^"]*"', html)
    assert "capture=" not in html
    ways = re.findall(r'type="radio" name="proof\.([\w-]+)" id="\w+" value="(\w+)"', html)
    by_paper = {code: [way for other, way in ways if other == code] for code, _way in ways}
    assert by_paper == {
        "card": ["upload", "bring_to_window", "already_given"],
        "mandate": ["upload", "bring_to_window", "already_given", "later"],
        "old-card": ["upload", "bring_to_window", "already_given", "none"],
    }


def test_paper_of_a_mandate_is_asked_for_where_we_act_for_somebody(client):
    assert 'name="proof.agent-id"' in sound(client.get(at_papers(client, mode="agency")))


def test_file_is_kept_while_another_answer_is_missing(client):
    html = sound(client.post(at_papers(client), {"remark": "", "photos": photo("门口.jpg"), **HOW}))
    assert names(html) == ["门口.jpg"]
    assert len(stored_answers()["photos"]) == 1
    assert names(sound(client.get(PAPERS))) == ["门口.jpg"]
    assert 'value="later" checked' in html


def test_bad_file_keeps_the_good_ones_and_all_that_was_typed(client):
    files = [photo("1.jpg"), photo("2.jpg", PAGE), photo("3.jpg")]
    response = client.post(at_papers(client), {"remark": "三楼", "photos": files, **HOW})
    html = sound(response)
    assert names(html) == ["1.jpg", "3.jpg"]
    assert 'value="三楼"' in html
    assert "2.jpg" in html[: html.index("<h1")]
    assert 'href="#id_photos"' in html
    assert re.search(r'<input type="file" name="photos"[^>]*aria-describedby="id_photos_error"', html)


def test_good_answers_and_files_go_on_in_one_request(client):
    response = client.post(at_papers(client), {"remark": "三楼", "photos": [photo(), photo("b.jpg")], **HOW})
    assert response.headers["Location"] == CHECK
    answers = stored_answers()
    assert len(answers["photos"]) == 2
    assert answers["proof"]["mandate"] == {"how": "later", "files": [], "name": {"zh-hans": "材料mandate"}}
    assert Upload.objects.filter(draft=Draft.objects.get()).count() == 2


def test_file_of_a_paper_chooses_its_way_by_itself(client):
    response = client.post(at_papers(client), {"_upload": "proof.card", "proof.card.file": photo(), "remark": ""})
    html = sound(response)
    assert "error-summary" not in html
    assert re.search(r'name="proof\.card"[^>]*value="upload" checked', html)
    assert stored_answers()["proof"]["card"]["how"] == "upload"


def test_way_that_needs_a_file_is_refused_without_one(client):
    html = sound(client.post(at_papers(client), {"remark": "x", **HOW, "proof.card": "upload"}))
    assert "材料card" in html[: html.index("<h1")]


def test_button_beside_the_files_leads_nowhere_and_blames_nobody(client):
    html = sound(client.post(at_papers(client), {"_upload": "photos", "photos": photo(), "remark": ""}))
    assert names(html) == ["a.jpg"]
    assert "error-summary" not in html


def test_file_is_removed_with_its_bytes(client, django_capture_on_commit_callbacks):
    html = sound(client.post(at_papers(client), {"_upload": "photos", "photos": [photo("1.jpg"), photo("2.jpg")]}))
    with django_capture_on_commit_callbacks(execute=True):
        html = sound(client.post(PAPERS, {"_remove": removes(html)[0], "remark": "三楼"}))
    assert names(html) == ["2.jpg"]
    assert 'value="三楼"' in html
    assert Upload.objects.count() == 1
    assert len(disk()) == 2


def test_more_files_than_the_question_takes_are_refused_one_by_one(client):
    html = sound(client.post(at_papers(client), {"remark": "x", "photos": [photo(f"{n}.jpg") for n in range(5)]}))
    assert names(html) == ["0.jpg", "1.jpg", "2.jpg"]
    assert {"3.jpg", "4.jpg"} <= set(re.findall(r"“(\d\.jpg)”", html))
    assert 'name="photos" id' not in html


def test_uuid_that_a_browser_sends_is_never_read(client, town):
    foreign = Client()
    sound(foreign.post(at_papers(foreign), {"_upload": "photos", "photos": photo()}))
    uuid = str(Upload.objects.get().uuid)
    client.post(at_papers(client), {"remark": "x", "photos": uuid, "proof.card.files": uuid, **HOW})
    own = Draft.objects.order_by("pk").last().read()
    assert own["photos"] == []
    assert own["proof"]["card"]["files"] == []


def test_file_for_a_paper_that_is_not_asked_for_is_ignored(client):
    client.post(at_papers(client), {"_upload": "proof.evil", "proof.evil.file": photo(), "wish": photo()})
    assert not Upload.objects.exists()
    assert not disk()


def test_page_sent_twice_keeps_each_file_once(client):
    html = sound(client.get(at_papers(client)))
    page = dict(re.findall(r'<input type="hidden" name="(_token|_draft)" value="([^"]*)">', html))
    again = Client()
    again.cookies.load({name: morsel.value for name, morsel in client.cookies.items()})
    for browser in (client, again):
        answers = page | {"remark": "x", "photos": [photo("1.jpg"), photo("2.jpg")], **HOW}
        assert browser.post(PAPERS, answers).headers["Location"] == CHECK
    assert Draft.objects.count() == 1
    assert len(stored_answers()["photos"]) == Upload.objects.count() == 2
    assert len(disk()) == 4


def test_button_that_the_key_enter_presses_removes_nothing(client):
    html = sound(client.post(at_papers(client), {"_upload": "photos", "photos": photo()}))
    form = html[html.index("multipart") :]
    assert 'name="_remove"' in form
    assert "name=" not in re.search(r"<button[^>]*>", form)[0]


def test_nothing_of_a_file_lies_in_the_clear(client, caplog):
    caplog.set_level("DEBUG")
    files = {"photos": [photo("金丝雀门口.jpg"), photo("金丝雀坏.jpg", PAGE)], "proof.card.file": photo("金丝雀证.jpg")}
    client.post(at_papers(client), {"remark": "x", **files, **HOW})
    client.post(PAPERS, {"remark": "x", **HOW, "proof.card": "upload"})
    send(client)
    assert Attachment.objects.count() == 2
    assert "金丝雀" not in caplog.text
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  a name of our own
            rows = str(cursor.fetchall())
            assert "金丝雀" not in rows, table
            assert "JFIF" not in rows, table
    for path in disk():
        assert b"JFIF" not in path.read_bytes()


# --- Limits, faults ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "value"), [("MOST_FILES", 1), ("MOST_BYTES", 1200), ("UPLOADS", (Limit("x", 1, 3600),))]
)
def test_draft_and_network_have_limits(name, value, client, monkeypatch):
    monkeypatch.setattr(step_files, name, value)
    html = sound(client.post(at_papers(client), {"remark": "x", "photos": [photo("1.jpg"), photo("2.jpg")], **HOW}))
    assert names(html) == ["1.jpg"]
    assert "2.jpg" in html[: html.index("<h1")]


def test_database_that_refuses_leaves_no_file_behind(client, monkeypatch):
    at_papers(client)

    def refuse(self, *args, **options):
        raise DatabaseError("no")

    monkeypatch.setattr(Upload, "save", refuse)
    client.raise_request_exception = False
    for data in ({"remark": "x", **HOW}, {"_upload": "photos"}):
        assert client.post(PAPERS, data | {"photos": photo()}).status_code >= 500
    assert not disk()
    assert "photos" not in stored_answers()


def test_page_costs_the_same_with_many_files(client, django_assert_num_queries):
    at_papers(client)
    client.post(PAPERS, {"_upload": "photos", "photos": photo()})
    with CaptureQueriesContext(connection) as few:
        client.get(PAPERS)
    one = len(few)
    client.post(PAPERS, {"_upload": "photos", "photos": [photo(), photo("b.jpg")], "proof.card.file": photo()})
    with django_assert_num_queries(one):
        client.get(PAPERS)


# --- Who may have it --------------------------------------------------------------------------------------------------
@pytest.fixture
def sent_photo(client):
    html = sound(client.post(at_papers(client), {"_upload": "photos", "photos": photo("门口.jpg")}))
    return re.search(r'href="(/apply/assistance/files/[^"]+)"', html)[1]


def test_browser_that_holds_the_draft_is_shown_the_photo_and_nobody_keeps_it(client, sent_photo):
    response = client.get(sent_photo)
    assert b"".join(response.streaming_content)[:3] == b"\xff\xd8\xff"
    assert response.headers["Content-Type"] == "image/jpeg"
    assert response.headers["Content-Disposition"].startswith("inline")
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    small = client.get(f"{sent_photo}?small=yes")
    assert small.status_code == 200


def test_nobody_else_is_given_the_photo(client, sent_photo, admin_user):
    stranger, staff = Client(), Client()
    staff.force_login(admin_user)
    for other in (stranger, staff):
        assert other.get(sent_photo).status_code == 404


def test_key_that_somebody_copied_before_does_not_open_the_file(client):
    at_papers(client)
    thief = Client()
    thief.cookies.load({name: morsel.value for name, morsel in client.cookies.items()})
    html = sound(client.post(PAPERS, {"_upload": "photos", "photos": photo()}))
    address = re.search(r'href="(/apply/assistance/files/[^"]+)"', html)[1]
    assert client.get(address).status_code == 200
    assert thief.get(address).status_code == 404


def test_infected_file_is_never_handed_out(client, sent_photo):
    Upload.objects.update(state=Upload.States.QUARANTINED)
    assert client.get(sent_photo).status_code == 404


def test_file_that_is_gone_from_the_disk_is_not_found(client, sent_photo):
    FILES.delete(Upload.objects.get().uuid)
    assert client.get(sent_photo).status_code == 404


# --- Sent -------------------------------------------------------------------------------------------------------------
def test_answers_are_read_again_before_they_are_sent(client):
    client.post(
        at_papers(client), {"remark": "x", "photos": [photo(), photo("b.jpg")], "proof.card.file": photo(), **HOW}
    )
    html = sound(client.get(CHECK))
    assert "材料mandate" in html
    assert "材料card" in html
    assert "材料mandate" in html[html.index('id="missing"') :]


def test_submission_keeps_each_file_once_and_gives_up_the_others(client):
    client.post(at_papers(client), {"_upload": "proof.mandate", "proof.mandate.file": photo()})
    client.post(
        PAPERS,
        {"remark": "x", "photos": [photo(), photo("b.jpg")], "proof.card.file": photo(), **HOW, "_upload": ""},
    )
    assert client.post(PAPERS, {"remark": "x", **HOW, "proof.card": "upload"}).headers["Location"] == CHECK
    send(client)
    send(client)
    case = Case.objects.get()
    attachments = case.attachments.all()
    assert sorted(one.material for one in attachments) == ["", "", "card"]
    assert {one.by for one in attachments} == {"applicant"}
    # The photo of the mandate was replaced by another way.
    assert Upload.objects.filter(attachment=None, draft=None).count() == 1
    assert Attachment.objects.count() == 3


def test_file_that_is_lost_before_sending_is_asked_for_again(client):
    client.post(at_papers(client), {"remark": "x", "photos": photo(), **HOW})
    Upload.objects.all().delete()
    response = client.post(CHECK, DECLARED | {"shown": shown()})
    assert response.headers["Location"].startswith(PAPERS)
    assert not Case.objects.exists()
    assert 'class="notice warn"' in sound(client.get(PAPERS))
    client.post(PAPERS, {"remark": "x", **HOW})
    send(client)
    assert Case.objects.count() == 1


def test_answer_of_the_server_that_got_lost_costs_no_file(client):
    """The browser goes on with the key of before; its draft is a copy, the files are those that were stored."""
    client.post(at_papers(client), {"_upload": "photos", "photos": photo()})
    before = {name: morsel.value for name, morsel in client.cookies.items()}
    client.post(PAPERS, {"remark": "lost on its way", **HOW})
    client.cookies.load(before)
    assert len(names(sound(client.get(PAPERS)))) == 1
    assert client.post(PAPERS, {"remark": "again", **HOW}).headers["Location"] == CHECK
    send(client)
    assert Case.objects.get().attachments.count() == 1
    assert Draft.objects.count() == 2


@pytest.mark.one_database  # PostgreSQL ends the transaction that every test is
def test_database_that_cannot_write_says_so_and_keeps_what_was_typed(client):
    at_papers(client)
    with read_only():
        response = client.post(PAPERS, {"remark": "三楼", "photos": photo("1.jpg"), **HOW})
    html = response.content.decode()
    assert response.status_code == 503
    assert 'value="三楼"' in html
    assert "1.jpg" in html[: html.index("<h1")]
    assert not disk()

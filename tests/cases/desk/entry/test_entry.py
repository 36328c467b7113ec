"""One long page for whoever takes down an application: every question, kept at once, read back, opened once."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.enums import EntryKind
from cases.models import Case, EnteredDraft, JournalEntry
from forms.models import Draft, Form
from tests import shipped
from tests.cases.desk.entry.conftest import DECLARED, ENTRY, TYPED, Desk
from tests.factories.item import ItemFactory
from tests.factories.organisation import OrganisationFactory
from tests.factories.point import PointFactory
from tests.queries import statements_that_write

pytestmark = pytest.mark.article("15.3", "17")


def text(response):
    page = response.content.decode()
    assert response.status_code == 200
    assert "UNDEFINED VARIABLE" not in page
    return page


def kept(desk):
    return EnteredDraft.objects.get(uuid=desk.uuid).draft.read()


def test_every_step_is_on_one_page(desk):
    page = text(desk.client.get(ENTRY))
    assert all(f'name="{key}"' in page for key in ("mode", "applicant_kind", "name", "phone", "wish", "visit"))


def test_telephone_stands_before_the_other_questions(desk):
    page = text(desk.client.get(ENTRY))
    assert page.index('name="_-channel"') < page.index('name="phone"') < page.index('name="mode"')


def test_an_answer_brings_its_questions_by_a_button(desk):
    assert 'name="uscc"' not in text(desk.client.get(ENTRY))
    assert 'name="uscc"' in text(desk.send(applicant_kind="legal_person"))


def test_empty_lines_are_no_mistakes_before_it_is_saved(desk):
    page = text(desk.send(mode="agency"))
    assert '_error"' not in page
    assert 'href="#id_name"' in page


def test_what_was_typed_wrongly_is_named_at_once(desk):
    page = text(desk.send(phone="12"))
    assert 'id="id_phone_error"' in page
    assert "phone" not in kept(desk)


def test_save_opens_the_case_by_the_same_way_as_the_web(desk, agent, town):
    answer = desk.save(**{"_-point": town.code})
    case = Case.objects.get()
    assert answer.headers["Location"] == reverse("desk_case", args=[case.number])
    assert (case.channel, case.mode, case.state) == ("phone", "agency", "submitted")
    assert case.applicant.phone.open() == "13900007777"
    assert case.entries.get(kind=EntryKind.SUBMITTED).by == agent.username


def test_paper_is_a_channel_of_its_own(desk):
    desk.save(**{"_-channel": "paper"})
    assert Case.objects.get().channel == "paper"


def test_pressing_twice_opens_one_case(desk):
    typed = TYPED | DECLARED | {"_read": desk.read(**TYPED), "_read_back": "on"}
    first, second = desk.send("save", **typed), desk.send("save", **typed)
    assert first.headers["Location"] == second.headers["Location"]
    assert (Case.objects.count(), EnteredDraft.objects.count()) == (1, 1)
    assert JournalEntry.objects.count() == 2


@pytest.mark.parametrize("left_out", ["name", "phone", "_-channel", "mode"])
def test_what_is_missing_is_named_and_opens_nothing(desk, left_out):
    page = text(desk.save(**{left_out: None}))
    assert f'href="#id_{left_out}' in page
    assert not Case.objects.exists()


def test_nothing_is_opened_before_it_was_read_back(desk):
    page = text(desk.send("save", **TYPED, **DECLARED, _read=desk.read(**TYPED)))
    assert 'href="#id_read_back"' in page
    assert not Case.objects.exists()


def test_a_change_after_reading_asks_to_read_once_more(desk):
    read = desk.read(**TYPED)
    page = text(desk.send("save", **TYPED | {"name": "示例二"}, **DECLARED, _read=read, _read_back="on"))
    assert not Case.objects.exists()
    assert not re.search(r'name="_read_back"[^>]* checked', page)


def test_a_mark_of_another_entry_is_no_reading(desk, agent, as_user):
    foreign = Desk(as_user(agent)).read(**TYPED)
    desk.send("save", **TYPED, **DECLARED, _read=foreign, _read_back="on")
    assert not Case.objects.exists()


@pytest.mark.article("6.1")
def test_declarations_are_never_ticked_beforehand(desk):
    assert not re.search(r'name="_declare-\w+"[^>]* checked', text(desk.client.get(ENTRY)))
    desk.send("save", **TYPED, _read=desk.read(**TYPED), _read_back="on")
    assert not Case.objects.exists()


def test_reading_is_kept_with_who_and_when_and_masked(desk, agent):
    desk.save()
    note = JournalEntry.objects.get(kind=EntryKind.NOTE)
    assert (note.by, note.public_note) == (agent.username, "")
    assert "欧阳示例" not in note.internal_note
    assert "13900007777" not in note.internal_note
    assert "欧阳" in note.internal_note


def test_sentence_shows_gaps_with_links_and_then_answers(desk):
    assert 'class="entry-gap" href="#id_name"' in text(desk.client.get(ENTRY))
    page = text(desk.send(**TYPED))
    assert "<b>欧阳示例</b>" in page
    assert 'class="entry-gap"' not in page


# --- The draft ------------------------------------------------------------------------------------------------------
def test_every_post_keeps_the_answers_sealed(desk):
    desk.send(**TYPED)
    draft = Draft.objects.get()
    assert kept(desk)["name"] == "欧阳示例"
    with connection.cursor() as cursor:
        cursor.execute("SELECT answers FROM forms_draft WHERE id = %s", [draft.pk])
        assert "欧阳示例" not in cursor.fetchone()[0]


def test_get_writes_nothing(desk):
    with CaptureQueriesContext(connection) as seen:
        desk.client.get(ENTRY)
        desk.client.get(reverse("desk_choose"))
    assert not [sql for sql in statements_that_write(seen.captured_queries) if "django_session" not in sql]


def test_begun_entry_goes_on_where_it_was(desk):
    desk.send(**TYPED)
    assert "欧阳示例" in text(desk.client.get(ENTRY, {"entry": desk.uuid}))
    listed = text(desk.client.get(reverse("desk_choose")))
    assert desk.uuid in listed
    assert "欧阳示例" not in listed


def test_nobody_else_sees_or_changes_it(desk, supervisor, as_user):
    desk.send(**TYPED)
    other = as_user(supervisor)
    assert other.get(ENTRY, {"entry": desk.uuid}).status_code == 404
    assert other.post(ENTRY, {"_entry": desk.uuid, "do": "drop"}).status_code == 404
    assert desk.uuid not in other.get(reverse("desk_choose")).content.decode()
    assert kept(desk)["name"] == "欧阳示例"


def test_given_up_leaves_nothing(desk):
    desk.send(**TYPED)
    desk.send("drop", **TYPED)
    assert (Draft.objects.count(), EnteredDraft.objects.count()) == (0, 0)


def test_no_browser_of_a_citizen_holds_it(desk, client):
    desk.send(**TYPED)
    client.cookies["draft-zh-hans"] = EnteredDraft.objects.get().draft.key
    assert client.get("/apply/assistance/applicant/").status_code == 404


# --- Service, point, who answers ------------------------------------------------------------------------------------
def test_services_are_looked_for_and_excluded_ones_are_never_offered(desk, town):
    ItemFactory(code="card", name={"zh-hans": "补办社保卡"}, department=town.organisation)
    ItemFactory(code="secret", name={"zh-hans": "社保卡涉密"}, department=town.organisation, exclusion="secrecy")
    page = text(desk.send("find", **{"_-word": "社保卡"}))
    assert 'value="card"' in page
    assert 'value="secret"' not in page


@pytest.mark.article("5.2")
def test_a_forged_excluded_service_means_none(desk, town):
    ItemFactory(code="secret", name={"zh-hans": "涉密"}, department=town.organisation, exclusion="secrecy")
    desk.save(**{"_-item": "secret"})
    assert Case.objects.get().item is None


def test_point_of_a_foreign_organisation_means_none(desk, town):
    other = OrganisationFactory(code="west", parent=town.organisation.parent)
    PointFactory(code="west-centre", organisation=other)
    desk.save(**{"_-point": "west-centre"})
    assert Case.objects.get().organisation.code == "small"


def test_another_organisation_answers_and_the_clerk_tells_its_name(desk):
    page = text(desk.send(**TYPED))
    assert "desk-soon" in page
    answer = desk.save()
    assert answer.headers["Location"] == reverse("desk_choose")
    assert Case.objects.get().number in desk.client.get(reverse("desk_choose")).content.decode()


def test_own_point_keeps_the_case_at_the_own_organisation(desk, town):
    page = text(desk.send(**TYPED, **{"_-point": town.code}))
    assert "desk-soon" not in page
    desk.save(**{"_-point": town.code})
    assert Case.objects.get().organisation == town.organisation


# --- Hostile and broken ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "typed",
    [
        {"_entry": "not-a-uuid"},
        {"_-channel": "online"},
        {"_-item": "x" * 5000, "_-point": "\0", "_-place": "../etc"},
        {"do": "known BD-0000-0000-0000-0"},
        {"do": "known " + "9" * 4000},
        {"mode": "nonsense", "phone": "\0", "name": "\ufdd0"},
        {"_read": "ü" * 100, "_read_back": "on"},
    ],
)
def test_hostile_input_is_refused_in_a_page(desk, typed):
    assert text(desk.client.post(ENTRY, {"_entry": desk.uuid, "do": "save"} | typed))
    assert not Case.objects.exists()


def test_what_is_typed_is_escaped(desk):
    page = text(desk.send(**TYPED | {"name": "<script>alert(1)</script>"}))
    assert "<script>alert(1)" not in page


def test_a_form_that_is_closed_meanwhile_opens_nothing(desk):
    read = desk.read(**TYPED)
    Form.objects.update(retired_at="2026-11-24T00:00Z")
    answer = desk.send("save", **TYPED, **DECLARED, _read=read, _read_back="on")
    assert answer.status_code == 404
    assert kept(desk)["name"] == "欧阳示例"


@pytest.mark.parametrize("address", ["desk_choose", "desk_entry", "desk_consultations", "desk_consult"])
def test_only_those_whose_role_enters_find_the_page(as_user, address, agent, editor, citizen):
    path = reverse(address, args=["assistance"] if address == "desk_entry" else [])
    role = agent.posts.get().role
    role.grants = ["cases.work"]
    role.save()
    assert [as_user(user).get(path).status_code for user in (agent, editor)] == [404, 404]
    assert as_user(citizen).get(path).status_code == 302


def test_a_longer_form_costs_no_query_more(desk):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            desk.send(**TYPED)
        return len(seen)

    queries()
    few = queries()
    spec = shipped.form("assistance").model_dump(by_alias=True)
    more = [{f"more{n}": {"type": "text", "label": {"en": "More"}, "required": False}} for n in range(30)]
    spec["steps"][2]["fields"] += more
    kind = shipped.KINDS[1]
    kind.save(kind.schema.model_validate(spec))
    desk.uuid = Desk(desk.client).uuid
    queries()
    assert queries() == few


def test_answers_are_plain_json(desk):
    desk.send(**TYPED)
    assert json.loads(json.dumps(kept(desk))) == kept(desk)


@pytest.mark.article("15.9")
def test_nobody_has_to_send_a_file_at_the_window(desk):
    spec = shipped.form("assistance").model_dump(by_alias=True)
    spec["steps"][2]["fields"] += [{"photo": {"type": "file", "label": {"en": "A photo"}}}]
    kind = shipped.KINDS[1]
    kind.save(kind.schema.model_validate(spec))
    desk.uuid = Desk(desk.client).uuid
    page = desk.send(**TYPED)
    assert "photo" not in page.context["page"].form.fields
    assert not [key for _step, key in page.context["page"].evaluation.missing if key == "photo"]

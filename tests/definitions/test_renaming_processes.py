"""Forms, workflows, kinds of appointments and levels get other codes while people use them."""

import io
import json

import pytest
from django.core.management import call_command

from appointments.booking import SlotTaken, book
from appointments.models import AppointmentKind, AppointmentKindVersion, Booking
from appointments.offer import slots_by_day
from cases.access import actor_of
from cases.actions import move, submit
from cases.actions.parties import Person
from cases.models import Case, Workflow, WorkflowVersion
from catalog.models import ImportedChange, ImportRun, Organisation, Post, ServiceItem, ServicePoint
from configuration import site
from configuration.apply import apply
from configuration.check import check
from configuration.layers import read
from configuration.models import Renaming
from configuration.plan import plan
from configuration.report import lines
from forms.models import Draft, Form, FormVersion
from portal.kit import clock
from portal.kit.words import Words
from tests.city import RIVERMOUTH, city  # noqa: F401  a fixture
from tests.definitions import renamed
from tests.definitions.renamed import rename
from tests.definitions.test_renaming import draft
from tests.forms.filling.test_two_tabs import hidden
from tests.forms.filling.walk import shown

CITY = RIVERMOUTH
pytestmark = [pytest.mark.usefixtures("city"), pytest.mark.django_db]
ANSWERS = {"who": "natural_person", "how": "assistance", "name": "Ada Example", "phone": "020 7946 0120"}


def words(folder):
    """Return the plan of FOLDER as its reader gets it."""
    return "\n".join(lines(plan(check(read([folder]))), "apply"))


def problems(folder):
    """Return the codes of the mistakes of FOLDER."""
    return sorted(problem.code for problem in check(read([folder])).problems)


@pytest.fixture
def begun(client):
    """A browser that has answered the first page of a form; the address of the page to check."""
    address = client.post("/apply/help/", {"item": "allotment", "point": "quayside-desk", "shown": shown()})["Location"]
    page = hidden(client.get(address).content.decode())
    answer = client.post(address, ANSWERS | page)
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def test_draft_of_a_renamed_form_is_filled_in_and_sent_under_the_new_address(tmp_path, client, begun):
    assert begun == "/apply/help/check/"
    rename(tmp_path, form={"help": "ask"})
    answer = client.get(begun)
    assert (answer.status_code, answer["Location"]) == (301, "/apply/ask/check/")
    assert "no-store" in answer["Cache-Control"]
    # The browser sends the key of the draft to the new address from now on.
    assert {cookie["path"] for cookie in answer.cookies.values()} == {"/apply/ask/", "/zh-hans/apply/ask/"}
    page = client.get(answer["Location"]).content.decode()
    assert "Ada Example" in page
    sent = client.post(answer["Location"], hidden(page) | {"privacy": "on", "shown": shown()})
    assert sent.status_code == 302
    case = Case.objects.get()
    assert (case.form_version.code, case.draft.form_version.code) == ("ask", "ask")
    assert case.form_version.spec["form"] == "help"
    assert case.form_version.read().form == "ask"
    # The key was replaced since: the old address does not bring the one before it back.
    client.cookies["draft-en.allotment"] = answer.cookies["draft-en.allotment"].value
    assert client.get("/apply/help/").headers["Location"] == "/apply/ask/"


def test_page_that_is_sent_to_the_old_address_is_sent_on_with_all_that_was_typed(tmp_path, client, begun):
    page = hidden(client.get("/apply/help/one/").content.decode())
    rename(tmp_path, form={"help": "ask"})
    answer = client.post("/apply/help/one/", ANSWERS | page | {"name": "Eve Example"})
    assert (answer.status_code, answer["Location"]) == (308, "/apply/ask/one/")
    kept = client.post(answer["Location"], ANSWERS | page | {"name": "Eve Example"})
    assert kept["Location"] == "/apply/ask/check/"
    assert Draft.objects.get().read()["name"] == "Eve Example"


def test_key_that_was_replaced_under_the_new_address_does_not_come_back(tmp_path, client, begun):
    old = client.cookies["draft-en.allotment"].value
    rename(tmp_path, form={"help": "ask"})
    client.get(begun)
    page = hidden(client.get("/apply/ask/one/").content.decode())
    client.post("/apply/ask/one/", ANSWERS | page | {"name": "Eve Example"})
    assert client.cookies["draft-en.allotment"].value != old
    client.cookies["draft-en.allotment"] = old  # what the browser still sends to the old address
    assert not client.get("/apply/help/check/").cookies


def test_another_form_that_took_the_old_code_is_found_under_it(tmp_path, client):
    folder = rename(tmp_path, form={"help": "ask"})
    path = folder / "forms/ask.yaml"
    text = path.read_text().removeprefix("form: ask\nwas: help\n")
    path.write_text(f"form: ask\n{text}")
    (folder / "forms/help.yaml").write_text(f"form: help\n{text}")
    assert renamed.applied(folder) == [("create", "form", "help", ())]
    assert client.get("/apply/help/").status_code == 200
    assert client.get("/apply/ask/").status_code == 200
    assert Form.objects.get(code="help").current.number == 1


def test_renamed_form_is_found_by_the_search_and_linked_by_its_items(tmp_path, client):
    ServiceItem.objects.get(code="allotment").save_revision()
    rename(tmp_path, form={"help": "ask"})
    assert 'href="/apply/ask/"' in client.get("/search/?q=Fill in a form with me").content.decode()
    item = ServiceItem.objects.get(code="allotment")
    assert (item.form, item.latest_revision.content["form"]) == ("ask", "ask")
    assert "/apply/ask/" in client.get("/items/allotment/").content.decode()
    assert client.get("/zh-hans/apply/help/")["Location"] == "/zh-hans/apply/ask/"


def test_draft_of_an_editor_is_published_under_the_new_code(tmp_path):
    form = Form.objects.get()
    form.definition = form.draft_text().replace('"minutes": 2', '"minutes": 9')
    form.has_unpublished_changes = True
    form.save()
    form.save_revision()
    rename(tmp_path, form={"help": "ask"}, workflow={"request": "question"})
    form = Form.objects.get(code="ask")
    assert json.loads(form.latest_revision.content["definition"])["form"] == "ask"
    form.publish(form.latest_revision)
    spec = Form.objects.get().current.read()
    assert (spec.form, spec.minutes, spec.opens.workflow) == ("ask", 9, "question")
    assert FormVersion.objects.filter(code="ask").count() == 2


def test_case_of_a_renamed_workflow_goes_on_and_new_ones_begin(tmp_path):
    case = submit(draft=draft(), declared=["privacy"])
    texts = [*WorkflowVersion.objects.values_list("spec", flat=True)]
    rename(tmp_path, workflow={"request": "question"})
    case = Case.objects.get(pk=case.pk)
    warden = Post.objects.get(code="rm-warden").user
    move(case=case, move="answer", by=actor_of(warden), version=case.version, answers={"words": "Yes, you may."})
    assert Case.objects.get(pk=case.pk).state == "answered"
    assert [*WorkflowVersion.objects.values_list("spec", flat=True)] == texts
    Draft.objects.update(key="draft-0")
    assert submit(draft=draft(), declared=["privacy"]).workflow_version.read().workflow == "question"


def free_times(kind, point):
    """Return the moments that can be booked, soonest first."""
    days = slots_by_day(kind.current.read(), point, clock.now()).values()
    return [slot.starts_at for slots in days for slot in slots]


def test_booking_of_a_renamed_kind_keeps_its_seat_and_can_be_cancelled(tmp_path, client):
    point, kind = ServicePoint.objects.get(code="quayside-desk"), AppointmentKind.objects.get()
    moment, person = free_times(kind, point)[-1], Person(name="Ada Example", phone="020 7946 0120")
    booking = book(kind=kind, point=point, starts_at=moment, person=person)
    version = AppointmentKindVersion.objects.values("spec", "digest", "created_at").get()
    rename(tmp_path, appointment={"desk-hour": "visit"}, level={"ward": "quarter"})
    booking, kind = Booking.objects.get(pk=booking.pk), AppointmentKind.objects.get()
    assert (booking.kind, booking.kind_version.code, kind.current.read().appointment) == ("visit", "visit", "visit")
    assert AppointmentKindVersion.objects.values("spec", "digest", "created_at").get() == version
    assert kind.current.read().at == ["quarter"]
    with pytest.raises(SlotTaken):
        book(kind=kind, point=ServicePoint.objects.get(pk=point.pk), starts_at=moment, person=person)
    assert client.get("/book/time/?kind=desk-hour&point=quayside-desk").status_code == 200
    assert Case.objects.filter(workflow_version__code="request").count() == 1


def test_address_of_a_renamed_kind_of_appointment_means_it(tmp_path, client):
    folder = renamed.write(tmp_path / "rivermouth", {"appointment": {"desk-hour": "visit"}})
    text = (folder / "appointments/visit.yaml").read_text().replace("appointment: visit\nwas: desk-hour\n", "")
    (folder / "appointments/call.yaml").write_text(f"appointment: call\n{text}")
    renamed.applied(folder)
    answer = client.get("/book/?kind=desk-hour&point=quayside-desk")
    assert answer["Location"] == "/book/time/?kind=visit&point=quayside-desk"


def test_everything_at_a_renamed_level_follows(tmp_path, client):
    item = ServiceItem.objects.get(code="allotment")
    item.decided_at = ["ward", "borough"]
    item.save_revision().publish()
    desk = ServicePoint.objects.get(code="quayside-desk")
    desk.save_revision()
    run = ImportRun.objects.create(mapping="m", file_name="f", checksum="", status="done", started_at=clock.now())
    levels = {"before": {"level": "office"}, "after": {"level": "ward"}}
    ImportedChange.objects.create(run=run, kind="catalog.organisation", object_id=1, created=False, **levels)
    folder = renamed.write(tmp_path / "rivermouth", {"level": {"ward": "quarter", "office": "bureau"}})
    done = [step for step in renamed.applied(folder) if step[0] != "keep"]
    assert sorted(done) == [("rename", "level", "bureau", ()), ("rename", "level", "quarter", ())]
    assert {step.verb for step in plan(check(read([folder]))).steps} == {"keep"}  # what was edited above
    assert set(Organisation.objects.values_list("level", flat=True)) == {"borough", "quarter", "bureau"}
    assert set(ServicePoint.objects.values_list("level", flat=True)) == {"quarter"}
    assert ServicePoint.objects.get(pk=desk.pk).latest_revision.content["level"] == "quarter"
    assert ServiceItem.objects.get(code="allotment").decided_at == ["quarter", "borough"]
    change = ImportedChange.objects.get()
    assert (change.before, change.after) == ({"level": "bureau"}, {"level": "quarter"})
    assert site.current().territories == ["borough", "quarter"]
    answer = client.get("/points/?level=ward")
    assert (answer.status_code, answer["Location"]) == (301, "/points/?level=quarter")
    assert "Quayside desk" in client.get(answer["Location"]).content.decode()


def test_level_that_takes_a_code_which_was_given_up_is_found_under_it(tmp_path, client):
    folder = rename(tmp_path, level={"ward": "quarter"})
    path = folder / "site.yaml"
    text = path.read_text()
    line = next(line for line in text.splitlines() if "level: quarter" in line)
    path.write_text(text.replace(line, f"{line.replace(' was: ward,', '')}\n  - {{level: ward, name: Estate}}"))
    assert [step[:3] for step in renamed.applied(folder)] == [("change", "site", "rivermouth")]
    assert client.get("/points/?level=ward").status_code == 200


def test_export_after_a_renaming_of_everything_says_was_only_where_the_file_does(tmp_path):
    moves = {"form": {"help": "ask"}, "workflow": {"request": "question"}, "level": {"ward": "quarter"}}
    folder = rename(tmp_path, **moves)
    before = {path: path.read_text() for path in folder.rglob("*.yaml")}
    call_command("definitions", "export", str(folder), stdout=io.StringIO())
    assert {path: path.read_text() for path in folder.rglob("*.yaml")} == before
    assert "was: ward" in before[folder / "site.yaml"]


def test_plan_says_in_words_who_follows(tmp_path, client, begun):
    submit(draft=draft(), declared=["privacy"])
    point, kind = ServicePoint.objects.get(code="quayside-desk"), AppointmentKind.objects.get()
    person = Person(name="Ada Example", phone="020 7946 0120")
    book(kind=kind, point=point, starts_at=free_times(kind, point)[-1], person=person)
    moves = {"form": {"help": "ask"}, "workflow": {"request": "question"}, "appointment": {"desk-hour": "visit"}}
    text = words(renamed.write(tmp_path / "rivermouth", moves | {"level": {"ward": "quarter"}}))
    for line in (
        "  ~ form  help → ask  Ask us to help\n      3 services, 1 draft, 1 case follow\n      /apply/help/",
        "  ~ workflow  request → question  Request for help\n      2 cases follow",
        "  ~ appointment  desk-hour → visit  An hour at the desk\n      1 appointment follows",
        "Levels of organisations\n"
        "  ~ level  ward → quarter  Ward office\n      2 organisations, 2 points, 1 item, 1 appointment kind follow",
    ):
        assert line in text, text
    assert "4 to rename. Nothing is written." in text


# Of each kind: its file, how a second one is made there, and both codes.
FILES = {
    "form": ("forms/help.yaml", "help"),
    "workflow": ("workflows/request.yaml", "request"),
    "appointment": ("appointments/desk-hour.yaml", "desk-hour"),
}
MODELS = {"form": Form, "workflow": Workflow, "appointment": AppointmentKind}


def two(tmp_path, kind, first="", second=""):
    """Write the city with two definitions of KIND; FIRST and SECOND are the lines that open them."""
    file, code = FILES[kind]
    folder = renamed.write(tmp_path / "rivermouth", {})
    text = (folder / file).read_text().removeprefix(f"{kind}: {code}\n")
    (folder / file).write_text(f"{first or f'{kind}: {code}'}\n{text}")
    (folder / file).with_name("second.yaml").write_text(f"{second or f'{kind}: second'}\n{text}")
    return folder


def opening(kind, code, was):
    return f"{kind}: {code}\nwas: {was}"


@pytest.mark.parametrize("kind", FILES)
def test_chain_moves_each_code_on_and_applying_twice_does_nothing(tmp_path, kind):
    code = FILES[kind][1]
    renamed.applied(two(tmp_path, kind))
    rows = dict(MODELS[kind].objects.values_list("code", "pk"))
    folder = two(tmp_path, kind, opening(kind, "second", code), opening(kind, "third", "second"))
    if kind == "workflow":
        named = ("forms/help.yaml", "appointments/desk-hour.yaml", "notices/answered.yaml")
        for path in (folder / name for name in named):
            path.write_text(path.read_text().replace("workflow: request", "workflow: second"))
    for path in (folder / "items").glob("*.yaml"):
        path.write_text(path.read_text().replace(f"{kind}: {code}\n", f"{kind}: second\n"))
    assert sorted(renamed.applied(folder)) == [("rename", kind, "second", ()), ("rename", kind, "third", ())]
    assert dict(MODELS[kind].objects.values_list("code", "pk")) == {"second": rows[code], "third": rows["second"]}
    assert {row.code: row.current.code for row in MODELS[kind].objects.all()} == {"second": "second", "third": "third"}
    count = Renaming.objects.count()
    assert plan(check(read([folder]))).steps == []
    apply(check(read([folder])), tell=str)
    assert Renaming.objects.count() == count


@pytest.mark.parametrize("kind", FILES)
def test_swap_and_code_of_something_in_use_are_refused(tmp_path, kind):
    code = FILES[kind][1]
    renamed.applied(two(tmp_path, kind))
    assert problems(two(tmp_path, kind, opening(kind, code, "second"), opening(kind, "second", code))) == ["D207"] * 2
    assert problems(two(tmp_path, kind, second=opening(kind, "third", code))) == ["D207"]


@pytest.mark.parametrize("kind", FILES)
def test_code_of_something_retired_is_refused(tmp_path, kind):
    folder = two(tmp_path, kind)
    renamed.applied(folder)
    (folder / FILES[kind][0]).with_name("second.yaml").unlink()
    renamed.applied(folder)
    path, code = folder / FILES[kind][0], FILES[kind][1]
    path.write_text(path.read_text().replace(f"{kind}: {code}", opening(kind, "second", code), 1))
    assert "D211" in problems(folder)


def with_levels(tmp_path, *levels):
    """Write the city with LEVELS, each a code or a code and the one before."""
    folder = renamed.write(tmp_path / "rivermouth", {})
    path = folder / "site.yaml"
    head, _levels, rest = path.read_text().partition("levels:\n")
    tail = rest[rest.index("calendar:") :]
    rows = [f"  - {{level: {code}, name: Level{f', was: {was}' if was else ''}}}\n" for code, was in levels]
    path.write_text(f"{head}levels:\n{''.join(rows)}{tail}")
    return folder


BOROUGH, OFFICE = ("borough", ""), ("office", "")


@pytest.mark.parametrize(
    ("levels", "codes"),
    [
        ([BOROUGH, ("office", "ward"), ("ward", "office")], ["D207", "D207"]),
        ([BOROUGH, ("ward", ""), ("quarter", "ward"), OFFICE], ["D207"]),
        ([BOROUGH, ("office", "ward")], ["D211"]),
    ],
)
def test_levels_that_cannot_be_renamed_so_are_refused_in_their_line(tmp_path, levels, codes):
    found = [one for one in check(read([with_levels(tmp_path, *levels)])).problems if one.code in {"D207", "D211"}]
    assert [one.code for one in found] == codes
    assert {one.place.path.rsplit("/", 1)[-1] for one in found} == {"site.yaml"}
    assert all("was: " in one.place.text.splitlines()[one.place.line - 1] for one in found)


def test_levels_move_on_in_a_chain(tmp_path):
    rename(tmp_path, level={"ward": "office", "office": "desk"})
    assert set(Organisation.objects.values_list("level", flat=True)) == {"borough", "office", "desk"}
    assert set(ServicePoint.objects.values_list("level", flat=True)) == {"office"}


def test_title_of_a_level_can_change_with_its_code(tmp_path):
    folder = renamed.write(tmp_path / "rivermouth", {"level": {"ward": "quarter"}})
    path = folder / "site.yaml"
    path.write_text(path.read_text().replace("name: Ward office", "name: Quarter"))
    steps = [step[:3] for step in renamed.applied(folder)]
    assert steps == [("change", "site", "rivermouth"), ("rename", "level", "quarter")]
    assert site.current().levels[1].name == Words({"en": "Quarter"})

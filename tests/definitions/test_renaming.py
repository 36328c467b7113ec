"""Renaming in a whole city: one line of the plan, old addresses lead on, and nothing says the old code any more."""

import json

import pytest
from django.db import connection
from wagtail.models import Revision

from appointments.models import AppointmentKind
from cases.actions import submit
from cases.models import Case, Workflow, WorkflowVersion
from catalog.models import ImportedItem, ImportedRow, Organisation, Post, ServiceItem, ServicePoint
from catalog.models.scope import organisations_of, posts_of
from configuration import kinds, site
from configuration.check import check
from configuration.layers import read
from configuration.plan import plan
from content.models import TextPage
from forms.models import Draft, Form, FormVersion
from portal.kit import clock
from portal.kit.sealed import Sealed
from portal.kit.words import Words
from search.models import IndexEntry
from search.query.find import find
from search.query.query import Query
from tests.city import RIVERMOUTH, city  # noqa: F401  a fixture
from tests.definitions import renamed
from tests.definitions.renamed import rename

CITY = RIVERMOUTH
pytestmark = [pytest.mark.usefixtures("city"), pytest.mark.django_db]


def draft(item="allotment", point="quayside-desk", **answers):
    given = {"who": "natural_person", "how": "assistance", "name": "Ada Example", "phone": "13900000120"}
    return Draft.objects.create(
        key="draft-1",
        form_version=Form.objects.get().current,
        item=ServiceItem.objects.get(code=item),
        point=ServicePoint.objects.get(code=point),
        answers=Sealed.of(json.dumps(given | answers)),
    )


@pytest.mark.parametrize(
    ("kind", "old"),
    [
        ("site", "rivermouth"),
        ("calendar", "rivermouth"),
        ("role", "warden"),
        ("organisation", "rm-town-hall"),
        ("channel", "desk"),
        ("material", "letter"),
        ("term", "licence"),
        ("theme", "trade"),
        ("contact", "rm-service"),
        ("point", "hillside-desk"),
        ("item", "market-stall"),
        ("post", "rm-clerk"),
        ("page", "home"),
        ("form", "help"),
        ("workflow", "request"),
        ("appointment", "desk-hour"),
        ("notice", "answered"),
    ],
)
def test_every_kind_is_renamed_in_one_line_and_stays_what_it_was(tmp_path, kind, old):
    before = next(kinds.named(kind).stored([old]))
    folder = rename(tmp_path, **{kind: {old: "another"}})
    (after,) = kinds.named(kind).stored([old, "another"])
    assert after == before.model_copy(update={kind: "another"}) or kind in {"site", "page"}
    assert site.current().competent_authority in Organisation.objects.values_list("code", flat=True)
    assert renamed.applied(folder) == []


def test_every_kind_says_where_its_code_stands_or_why_it_never_changes():
    own = {mention.of for kind in kinds.every() for mention in kind.says if mention.field == "code"}
    assert {kind.name for kind in kinds.every() if not kind.fixed} - own == {"site"}  # its key, which it moves itself


def test_edit_made_in_the_admin_meanwhile_is_kept(tmp_path):
    item = ServiceItem.objects.get(code="allotment")
    item.visits = 4
    item.save_revision().publish()
    folder = renamed.write(tmp_path / "rivermouth", {"item": {"allotment": "plot"}})
    (step,) = plan(check(read([folder]))).steps
    assert (step.verb, [change.key for change in step.kept]) == ("rename", ["visits"])
    renamed.applied(folder)
    assert ServiceItem.objects.get(code="plot").visits == 4


def test_draft_that_is_published_later_brings_no_old_code_back(tmp_path):
    item = ServiceItem.objects.get(code="allotment")
    first, item.visits = item.latest_revision, 3
    draft_of_item = item.save_revision()
    moves = {"term": {"benefit": "aid", "gardens": "plots"}, "material": {"letter": "proof"}}
    rename(tmp_path, item={"allotment": "plot"}, **moves)
    for revision, visits in ((draft_of_item, 3), (first, 1)):
        Revision.objects.get(pk=revision.pk).publish()
        item = ServiceItem.objects.get(pk=item.pk)
        assert (item.code, item.item_class, item.topic, item.visits) == ("plot", "aid", "plots", visits)
        assert [block.value["material"] for block in item.materials] == ["proof"]


def test_places_in_the_draft_of_a_renamed_point_follow(tmp_path, client):
    point = ServicePoint.objects.get(code="quayside-desk")
    place = point.places.first()
    place.name = Words({"en": "Heron room"})
    point.places = [place]
    point.save_revision()
    rename(tmp_path, point={"quayside-desk": "quay"})
    ServicePoint.objects.get(pk=point.pk).latest_revision.publish()
    assert ServicePoint.objects.get(pk=point.pk).code == "quay"
    assert 'href="/points/quay/"' in client.get("/search/?q=Heron room").content.decode()


def test_item_that_was_taken_out_comes_back_under_another_code(tmp_path):
    folder = renamed.write(tmp_path / "rivermouth", {})
    path = folder / "items/reading-card.yaml"
    text = path.read_text()
    path.unlink()
    assert renamed.applied(folder) == [("retire", "item", "reading-card", ())]
    row = ServiceItem.objects.get(code="reading-card")
    path.write_text(text.replace("item: reading-card", "item: library-card\nwas: reading-card"))
    assert renamed.applied(folder) == [("rename", "item", "library-card", ())]
    assert ServiceItem.objects.public().get(code="library-card").pk == row.pk


@pytest.mark.parametrize(
    ("file", "text", "line", "code"),
    [
        ("items/allotment.yaml", "item: reading\nwas: allotment", 2, "D211"),
    ],
)
def test_renaming_that_cannot_be_is_refused_in_its_line(tmp_path, file, text, line, code):
    retired = ServiceItem.objects.get(code="reading-card")
    retired.code, retired.retired_at = "reading", clock.now()
    retired.save()
    path = renamed.write(tmp_path / "rivermouth", {}) / file
    path.write_text("\n".join([text, *path.read_text().split("\n")[1:]]))
    problems = check(read([tmp_path / "rivermouth"])).problems
    assert (str(path), line, code) in [(one.place.path, one.place.line, one.code) for one in problems]


@pytest.mark.parametrize("address", ["/items/{}/", "/zh-hans/items/{}/", "/items/{}/print/", "/items/{}/?from=paper"])
def test_old_address_of_an_item_leads_to_the_new_one(tmp_path, client, address):
    assert client.get(address.format("allotment")).status_code == 200
    rename(tmp_path, item={"allotment": "garden-plot"})
    answer = client.get(address.format("allotment"))
    assert (answer.status_code, answer["Location"]) == (301, address.format("garden-plot"))
    assert client.get(answer["Location"]).status_code == 200


def test_old_address_leads_to_the_newest_in_one_step_and_a_code_in_use_is_not_old(tmp_path, client):
    rename(tmp_path / "1", item={"allotment": "plot"})
    renamed.applied(renamed.write(tmp_path / "2", {"item": {"plot": "garden"}}, source=tmp_path / "1" / "rivermouth"))
    assert client.get("/items/allotment/")["Location"] == "/items/garden/"
    assert client.get("/items/plot/")["Location"] == "/items/garden/"
    item = ServiceItem.objects.get(code="reading-card")
    item.code = "plot"
    item.save()
    assert client.get("/items/plot/").status_code == 200
    assert client.get("/items/never-there/").status_code == 404


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/points/quayside-desk/", "/points/quay/"),
        ("/items/?theme=green&page=1", "/items/?theme=trees&page=1"),
        ("/items/?class=benefit&topic=gardens", "/items/?class=aid&topic=plots"),
        ("/search/?q=garden&theme=green", "/search/?q=garden&theme=trees"),
        ("/points/?district=quayside", "/points/?district=harbour"),
        ("/contacts/?district=quayside", "/contacts/?district=harbour"),
    ],
)
def test_other_addresses_lead_on_too(tmp_path, client, old, new):
    moves = {"point": {"quayside-desk": "quay"}, "theme": {"green": "trees"}, "organisation": {"quayside": "harbour"}}
    rename(tmp_path, term={"benefit": "aid", "gardens": "plots"}, **moves)
    answer = client.get(old)
    assert (answer.status_code, answer["Location"]) == (301, new)
    assert client.get(new).status_code == 200


def test_application_that_was_begun_goes_on(tmp_path, client):
    rename(tmp_path, item={"allotment": "plot"}, point={"quayside-desk": "quay"})
    page = client.get("/apply/help/?item=allotment&point=quayside-desk").content.decode()
    assert 'value="allotment"' not in page
    assert 'value="plot"' in page
    assert 'value="quay"' in page


def test_case_of_a_renamed_item_opens_and_says_its_name(tmp_path, admin_client):
    case = submit(draft=draft(), declared=["privacy"])
    Case.objects.update(
        submitted_at=clock.now(),
        dossier=[{"title": "x", "rows": [{"key": "k", "label": "y", "type": "items", "value": ["allotment"]}]}],
    )
    rename(tmp_path, item={"allotment": "plot"}, point={"quayside-desk": "quay"}, organisation={"quayside": "harbour"})
    page = admin_client.get(f"/admin/cases/{case.number}/")
    assert page.status_code == 200
    assert "Renting an allotment garden" in page.content.decode()
    assert case.items.get().code == "plot"


def test_draft_chooses_the_service_under_its_code_of_today(tmp_path):
    begun = draft(services=["allotment", "reading-card"])
    spec = begun.form_version.spec
    spec["steps"][0]["fields"].append({"services": {"type": "items", "label": "Services"}})
    begun.form_version = FormVersion.objects.create(code="help", number=2, digest="2", spec=spec)
    begun.save()
    rename(tmp_path, item={"allotment": "plot"}, theme={"green": "trees"})
    assert Draft.objects.get().read()["services"] == ["plot", "reading-card"]


def test_index_finds_the_item_under_its_new_address_and_code(tmp_path, client):
    rename(tmp_path, item={"allotment": "garden-plot-7"})
    page = client.get("/search/?q=vegetable patch").content.decode()
    assert 'href="/items/garden-plot-7/"' in page
    assert "allotment/" not in page
    assert find(Query("garden-plot-7")).hits


def test_facets_of_the_index_follow_terms_themes_and_organisations(tmp_path):
    moves = {"theme": {"green": "trees"}, "term": {"benefit": "aid", "gardens": "plots"}}
    rename(tmp_path, organisation={"rm-gardens": "rm-parks", "quayside": "harbour"}, **moves)
    hit = find(Query("allotment", filters=(("theme", "trees"), ("class", "aid"), ("topic", "plots")))).hits
    assert [one.kind for one in hit] == ["items"]
    assert find(Query("allotment", filters=(("department", "rm-parks"),))).hits
    assert find(Query("desk", filters=(("district", "harbour"),))).hits


def test_organisation_takes_its_tree_its_people_and_its_items_along(tmp_path):
    rename(tmp_path, organisation={"rivermouth": "estuary", "quayside": "harbour"})
    paths = set(Organisation.objects.values_list("path", flat=True))
    assert {"/estuary/", "/estuary/harbour/", "/estuary/hillside/", "/estuary/rm-gardens/"} <= paths
    assert all(path.startswith("/estuary/") for path in paths)
    clerk, warden = (Post.objects.get(code=code).user for code in ("rm-clerk", "rm-warden"))
    assert list(organisations_of(clerk, "cases.work").values_list("code", flat=True)) == ["harbour"]
    assert organisations_of(warden, "cases.work").count() == 5
    assert ServicePoint.objects.get(code="quayside-desk").organisation.code == "harbour"
    assert ServiceItem.objects.get(code="allotment").department.path == "/estuary/rm-gardens/"


def test_lists_that_were_imported_know_their_rows_under_the_new_codes(tmp_path):
    item = ServiceItem.objects.get(code="allotment")
    ImportedItem.objects.create(
        item=item, source="l", taken={"item_class": "benefit", "topic": "gardens"}, raw={}, imported_at=clock.now()
    )
    ImportedRow.objects.create(
        kind="k", source="l", key="quayside|Desk", object_id=1, taken={}, imported_at=clock.now()
    )
    rename(tmp_path, term={"benefit": "aid"}, organisation={"quayside": "harbour"})
    assert ImportedItem.objects.get().taken == {"item_class": "aid", "topic": "gardens"}
    assert ImportedRow.objects.get().key == "harbour|Desk"


def test_role_is_renamed_and_running_cases_are_worked_by_whoever_holds_it(tmp_path):
    case = submit(draft=draft(), declared=["privacy"])
    frozen = list(WorkflowVersion.objects.values())
    rename(tmp_path, role={"clerk": "helper"})
    clerk = Post.objects.get(code="rm-clerk")
    assert [post.role.code for post in posts_of(clerk.user, "cases.work")] == ["helper"]
    assert [group.name for group in clerk.user.groups.all()] == ["helper"]
    case.refresh_from_db()
    assert list(WorkflowVersion.objects.values()) == frozen
    assert case.workflow_version.read().moves["answer"].who == ["helper", "warden"]


def test_role_that_takes_a_code_which_was_given_up_gets_no_old_rights(tmp_path):
    rename(tmp_path / "1", role={"clerk": "helper"})
    folder = tmp_path / "1" / "rivermouth"
    (folder / "roles/helper.yaml").write_text("role: helper\nname: Helper\nmay: [cases.work]\n")
    (folder / "roles/clerk.yaml").write_text("role: clerk\nname: Trainee\n")
    renamed.applied(folder)
    old = Workflow.objects.get(code="request").current
    assert old.read().moves["answer"].who == ["helper", "warden"]
    path = folder / "workflows/request.yaml"
    path.write_text(path.read_text().replace("helper", "clerk"))
    renamed.applied(folder)
    assert Workflow.objects.get(code="request").current.read().moves["answer"].who == ["clerk", "warden"]
    assert WorkflowVersion.objects.get(pk=old.pk).read().moves["answer"].who == ["helper", "warden"]
    assert plan(check(read([folder]))).steps == []


def test_page_is_renamed_with_its_address_and_its_drafts(tmp_path, client, django_capture_on_commit_callbacks):
    home = renamed.write(tmp_path / "a", {})
    (home / "pages/help.yaml").write_text("page: help\nparent: home\ntitle: Help\n")
    renamed.applied(home)
    page = TextPage.objects.get(code="help")
    page.title = "Draft of help"
    page.save_revision()
    (home / "pages/help.yaml").write_text("page: support\nwas: help\nparent: home\ntitle: Help\n")
    with django_capture_on_commit_callbacks(execute=True):
        assert renamed.applied(home) == [("rename", "page", "support", ())]
    assert plan(check(read([home]))).steps == []
    answer = client.get("/help/")
    assert (answer.status_code, answer["Location"]) == (301, "/support/")
    page = TextPage.objects.get(code="support")
    page.latest_revision.publish()
    page = TextPage.objects.get(pk=page.pk)
    assert (page.code, page.slug, page.title) == ("support", "support", "Draft of help")


MORE = {
    "pages/about.yaml": """\
page: before-about
slug: about-us
parent: before-home
title: About
body:
  - items: [before-allotment, before-reading-card]
  - theme: before-green
  - numbers: [before-quayside]
  - points: [before-quayside-desk]
""",
    "promotions/allotment.yaml": "promotion: before-allotment\nshows: item\nwords: [garden]\n",
    "promotions/about.yaml": "promotion: before-about\nshows: page\nwords: [about]\n",
    "synonyms/garden.yaml": "synonym: before-garden\nwords: [garden, plot]\n",
    "stopwords/english.yaml": "stop_words: before-english\nwords: [the]\n",
    # New versions, which are frozen with the codes of this moment.
    "appointments/before-desk-hour.yaml": "capacity: {before-quayside-desk: 2}\n",
    "forms/before-help.yaml": "articles: ['1']\n",
    "workflows/before-request.yaml": "articles: ['1']\n",
    "notices/before-answered.yaml": "articles: ['1']\n",
}
# A log of what happened, letters of files, and what is frozen: they say the old codes for ever.
REMEMBERED = {
    "configuration_renaming",
    "configuration_appliedfile",
    "wagtailcore_pagelogentry",
    "wagtailcore_modellogentry",
}
# Buckets without entries: nobody reads them, and they go at the next rebuild.
EMPTY = {"search_facetbucket"}
FROZEN = {
    "forms_formversion",
    "cases_workflowversion",
    "appointments_appointmentkindversion",
    "cases_noticeversion",
}


def saying(word):
    """Return the tables in which some text says WORD."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  our own names
            if any(word in str(value) for row in cursor.fetchall() for value in row):
                found.add(table)
    return found - REMEMBERED - EMPTY


def test_when_everything_is_renamed_nothing_says_an_old_code(tmp_path):
    """The whole contract: every kind at once, drafts, blocks, promotions and imports included."""
    codes = {kind.name: [kind.code(spec) for spec in kind.stored()] for kind in kinds.renamable() if not kind.fixed}
    first = {name: {code: f"before-{code}" for code in some} for name, some in codes.items()}
    before = renamed.write(tmp_path / "before", first)
    for name, text in MORE.items():
        path = before / name
        path.parent.mkdir(exist_ok=True)
        path.write_text((path.read_text() if path.exists() else "") + text)
    renamed.applied(before)
    for row in [*ServiceItem.objects.all(), *ServicePoint.objects.all(), *TextPage.objects.all(), *Form.objects.all()]:
        row.save_revision()
    submit(draft=draft("before-allotment", "before-quayside-desk"), declared=["privacy"])
    assert saying("before-") >= FROZEN | {
        "catalog_serviceitem",
        "wagtailcore_revision",
        "configuration_siterecord",
        "auth_group",
    }

    codes = {kind.name: [kind.code(spec) for spec in kind.stored()] for kind in kinds.renamable() if not kind.fixed}
    second = {name: {code: code.replace("before-", "after-") for code in some} for name, some in codes.items()}
    after = renamed.write(tmp_path / "after", second, source=before)
    steps = renamed.applied(after)
    assert {(verb, changes) for verb, _kind, _code, changes in steps} == {("rename", ())}
    assert len(steps) == sum(map(len, codes.values()))
    form = Form.objects.get()
    assert form.draft()["opens"]["workflow"] == "after-request"
    # Drafts of forms keep codes of other kinds as they were, and are read with the renamings since then.
    Form.objects.update(definition="", latest_revision=None)
    form.revisions.all().delete()
    assert saying("before-") == FROZEN
    assert not IndexEntry.objects.filter(bucket__facet_values__contains="before-").exists()
    assert AppointmentKind.objects.get().current.read().capacity_of("after-quayside-desk") == 2
    assert plan(check(read([after]))).steps == []

"""One person with posts in several towns sees and does in each what the post there grants, and no more (Art. 3, 12).

Every town has one row of each kind. A list shows exactly the towns where a post grants something on its kind.
"""

from uuid import uuid4

import pytest
from django.template import engines
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cases.access import CasePolicy, actor_of
from cases.actions import NotAllowed, move, note, submit
from cases.models import Case, Consultation, JournalEntry
from catalog import coverage
from catalog.admin.registries import RegistriesGroup
from catalog.admin.snippets import CatalogueGroup
from catalog.models import ContactNumber, Organisation, Place, Post, ServiceItem, ServicePoint
from catalog.models.scope import organisations_of
from catalog.policies import POLICIES
from configuration.models import SiteRecord
from content.models import HomePage, TextPage
from content.page_policy import readable
from portal.kit import clock, published
from portal.users.grants import known
from portal.users.models import User
from search.admin import WordsGroup
from tests import snapshots
from tests.catalog.admin.conftest import editor_of
from tests.catalog.admin.test_publishing import item_form, point_form
from tests.factories.draft import DraftFactory
from tests.factories.item import ItemFactory
from tests.factories.organisation import OrganisationFactory
from tests.factories.place import PlaceFactory
from tests.factories.point import PointFactory
from tests.factories.post import PostFactory
from tests.factories.registers import ContactFactory, TermFactory
from tests.moments import local
from tests.small_city import TUESDAY, at, build  # noqa: F401  fixtures

pytestmark = [pytest.mark.django_db, pytest.mark.article("3", "12")]

EDITS = ("items.edit", "points.edit", "pages.edit")
PUBLISHES = ("items.publish", "points.publish", "pages.publish")
# Which grants the person holds in which town; nothing in the last one.
POSTS = {
    "works": ("cases.work",),
    "enters": ("cases.enter",),
    "edits": EDITS,
    "publishes": PUBLISHES,
    "supervises": ("supervision.read",),
    "builds": ("forms.edit", "forms.publish"),
    "keeps": ("registries.edit", "people.edit", "imports.run", "search.edit"),
    "nothing": (),
}


@pytest.fixture(autouse=True)
def templates_of_wagtail(monkeypatch):
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "")


@pytest.fixture(scope="module")
def database_of_towns(django_db_setup, django_db_blocker):
    """A copy of the database that holds the towns, made once a run."""
    with django_db_blocker.unblock():
        snapshots.restore("towns", build_towns)
        yield
        snapshots.restore(snapshots.MIGRATED)
    published.forget()


def build_towns():
    """Write the small city and the towns of POSTS, with a row of each kind."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: local(TUESDAY))
        point = build()
        TermFactory(code="public_service")
        _add_towns(point.organisation.parent)


def _add_towns(head):
    record = SiteRecord.objects.get()
    record.spec["levels"].append({"level": "bureau", "name": "局", "department": True})
    record.save()
    published.forget()
    home = HomePage(code="home", title="首页", slug="portal-home")
    Page.get_first_root_node().add_child(instance=home)
    for name in POSTS:
        _add_rows(OrganisationFactory(code=name, parent=head), home)


@pytest.fixture
def towns(database_of_towns, db, at, monkeypatch):  # noqa: F811
    """One organisation a post, with a row of each kind: ``{name: {kind: row}}``."""
    # Nothing is published to other processes by a test.
    monkeypatch.setattr(published, "bump", lambda: None)
    return {name: rows_of(name) for name in POSTS}


def rows_of(name):
    """Return the rows of the town NAME by kind."""
    kinds = {
        "organisation": (Organisation, "below"),
        "department": (Organisation, "bureau"),
        "serviceitem": (ServiceItem, "item"),
        "servicepoint": (ServicePoint, "point"),
        "place": (Place, "place"),
        "contactnumber": (ContactNumber, "contact"),
        "post": (Post, "post"),
    }
    found = {kind: model.objects.get(code=f"mark-{name}-{end}") for kind, (model, end) in kinds.items()}
    page = TextPage.objects.get(code=f"mark-{name}")
    return found | {"case": Case.objects.get(point=found["servicepoint"]), "page": page}


def _case_of(organisation, point, code):
    # Nothing is numbered by a sequence: a copy of the database is used by processes that did not count.
    draft = DraftFactory(key=code, item__code=f"{code}-asked", item__department=organisation, point=point)
    return submit(draft=draft, declared=["privacy", "truth"])


def _add_rows(organisation, home):
    code = f"mark-{organisation.code}"
    point = PointFactory(code=f"{code}-point", organisation=organisation)
    page = TextPage(code=code, slug=code, title=f"{code}-page", organisation=organisation, live=False)
    home.add_child(instance=page)
    made = {
        "organisation": OrganisationFactory(code=f"{code}-below", parent=organisation),
        "department": OrganisationFactory(code=f"{code}-bureau", parent=organisation, level="bureau"),
        "serviceitem": ItemFactory(
            code=f"{code}-item", department=organisation, audience=["natural_person"], offered_as=["agency"]
        ),
        "servicepoint": point,
        "place": PlaceFactory(point=point, code=f"{code}-place", name={"zh-hans": f"{code}-place"}),
        "contactnumber": ContactFactory(code=f"{code}-contact", organisation=organisation, label={"zh-hans": code}),
        "post": PostFactory(
            code=f"{code}-post", user__username=code, organisation=organisation, badge=code, role__code="guide"
        ),
        "case": _case_of(organisation, point, code),
        "page": page,
    }
    for kind in ("serviceitem", "servicepoint", "page"):
        made[kind].save_revision()


@pytest.fixture
def person(towns):
    # The workflow names the agent; that role works cases in one town.
    user = None
    for name, grants in POSTS.items():
        organisation = towns[name]["servicepoint"].organisation
        user = editor_of(
            organisation, *(grants or ("cases.work",)), code="agent" if name == "works" else f"role-{name}", user=user
        )
    user.posts.filter(organisation__code="nothing").update(retired_at="2026-01-01T00:00Z")
    return User.objects.get(pk=user.pk)


@pytest.fixture
def desk(person):
    client = Client()
    client.force_login(person)
    return client


def shown(client, address, towns, kind):
    answer = client.get(address)
    text = (b"".join(answer) if answer.streaming else answer.content).decode()
    name = {"case": lambda row: row.number, "page": lambda row: row.title}.get(kind, lambda row: row.code)
    return {place for place, rows in towns.items() if name(rows[kind]) in text}


# --- Which towns each grant reaches --------------------------------------------------------------------------------
@pytest.mark.parametrize("grant", sorted({grant for grants in POSTS.values() for grant in grants}))
def test_scope_of_a_grant_is_the_town_of_its_post(towns, person, grant):
    heads = organisations_of(person, grant).filter(code__in=POSTS)
    assert set(heads.values_list("code", flat=True)) == {name for name, grants in POSTS.items() if grant in grants}


def test_posts_name_every_grant_that_is_known():
    assert {grant for grants in POSTS.values() for grant in grants} == set(known())


# --- Cases ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("query", ["?tab=new", "?tab=all", "?tab=all&mode=agency", "?tab=all&q=13900000120"])
def test_queue_and_its_search_show_the_town_where_cases_are_worked(desk, towns, query):
    assert shown(desk, f"{reverse('desk')}{query}", towns, "case") == {"works"}


def test_search_for_the_number_of_another_towns_case_finds_nothing(desk, towns):
    number = towns["edits"]["case"].number
    assert reverse("desk_case", args=[number]) not in desk.get(f"{reverse('desk')}?tab=all&q={number}").content.decode()


def test_case_pages_moves_and_notes_open_where_cases_are_worked(desk, towns):
    for town_name, rows in towns.items():
        number = rows["case"].number
        addresses = [reverse("desk_case", args=[number]), reverse("desk_move", args=[number, "accept"])]
        answers = {desk.get(address).status_code for address in addresses}
        desk.post(reverse("desk_note", args=[number]), {"text": "旁注", "reader": "internal"})
        noted = JournalEntry.objects.filter(case=rows["case"], internal_note="旁注").exists()
        expected = ({200}, True) if town_name == "works" else ({404}, False)
        assert (answers, noted) == expected, town_name


def test_form_is_printed_in_full_only_where_both_are_granted(desk, towns):
    """A person who works cases in one town and enters applications in another prints the personal values of neither."""
    printed = {
        name: [ask(reverse("desk_form_pdf", args=[rows["case"].number])).status_code for ask in (desk.get, desk.post)]
        for name, rows in towns.items()
    }
    assert printed == {name: [200, 404] if name == "works" else [404, 404] for name in towns}


def test_consultations_are_read_and_written_where_applications_are_entered(desk, person, towns):
    for rows in towns.values():
        Consultation.objects.create(
            organisation=rows["case"].organisation,
            by=person,
            at=clock.now(),
            channel="phone",
            question="问",
            name_masked=rows["case"].number,
        )
    assert shown(desk, reverse("desk_consultations"), towns, "case") == {"enters"}
    for town_name, rows in towns.items():
        talk = Consultation.objects.get(name_masked=rows["case"].number)
        status = desk.get(reverse("desk_consultation", args=[talk.uuid])).status_code
        assert status == (200 if town_name == "enters" else 404), town_name


def test_known_people_are_those_of_the_town_where_cases_are_worked(desk, towns):
    typed = {"_entry": str(uuid4()), "phone": "13900000120"}
    page = desk.post(reverse("desk_entry", args=["assistance"]), typed).content.decode()
    found = {name for name, rows in towns.items() if f'value="known {rows["case"].number}"' in page}
    assert found == {"works"}


def test_verbs_ask_for_the_grant_as_the_pages_do(towns):
    """A role that the workflow names moves nothing where it does not work cases, and writes no note."""
    case = towns["edits"]["case"]
    user = editor_of(case.organisation, "items.edit", code="agent")
    for attempt in (
        lambda: move(case=case, move="accept", by=actor_of(user), version=case.version, answers={}),
        lambda: note(case=case, by=actor_of(user), text="旁注", public=True),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_badge_and_panel_count_the_town_where_cases_are_worked(desk, person, towns):
    assert list(CasePolicy.of(person).visible()) == [towns["works"]["case"]]
    text = desk.get("/admin/").content.decode()
    assert reverse("desk") in text


def test_supervision_lists_the_town_where_somebody_supervises(desk, towns, at):  # noqa: F811
    at(local("2026-11-30 09:00"))
    assert shown(desk, reverse("supervision_late"), towns, "case") == {"supervises"}


# --- Catalogue -----------------------------------------------------------------------------------------------------
LISTS = {
    "snippets/catalog/serviceitem": ("serviceitem", {"edits", "publishes"}),
    "snippets/catalog/servicepoint": ("servicepoint", {"edits", "publishes"}),
    "catalog/organisation": ("organisation", {"keeps"}),
    "catalog/department": ("department", {"keeps"}),
    "catalog/place": ("place", {"keeps", "publishes"}),
    "catalog/contactnumber": ("contactnumber", {"keeps"}),
    "catalog/post": ("post", {"keeps"}),
}


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("ending", ["", "?export=csv", "?q=mark"])
def test_lists_and_exports_show_the_towns_of_their_grants(desk, towns, path, ending):
    kind, expected = LISTS[path]
    listed = desk.get(f"/admin/{path}/{ending}")
    text = (b"".join(listed) if listed.streaming else listed.content).decode()
    edit = f"/admin/{path}/edit/"
    codes = {name for name, rows in towns.items() if rows[kind].code in text or f"{edit}{rows[kind].pk}/" in text}
    assert codes == expected


def test_every_register_is_in_the_lists():
    shared = {policy.model for policy in POLICIES if not hasattr(policy, "owner")}
    admins = [admin for admin in RegistriesGroup.items if admin.model not in shared]
    paths = {admin.base_url_path or f"catalog/{admin.model._meta.model_name}" for admin in admins}
    paths |= {f"snippets/catalog/{viewset.model._meta.model_name}" for viewset in CatalogueGroup.items}
    assert paths == set(LISTS)


def test_every_model_of_a_list_has_a_policy_that_names_grants():
    models = {policy.model for policy in POLICIES}
    assert {entry.model for entry in (*RegistriesGroup.items, *CatalogueGroup.items)} == models
    for policy in POLICIES:
        assert policy_registry.get_by_type(policy.model, fallback=False) is policy
    for admin in WordsGroup.items:
        assert policy_registry.get_by_type(admin.model, fallback=False).grant == "search.edit"


# What each post lets do with a row of its own town; nothing of it elsewhere.
CHANGE, PUBLISH = {"add", "change", "view"}, {"change", "view", "publish", "lock", "unlock", "delete"}
REGISTER = {"add", "change", "delete", "view"}
MAY = {
    "serviceitem": {"edits": CHANGE, "publishes": PUBLISH},
    "servicepoint": {"edits": CHANGE, "publishes": PUBLISH},
    "organisation": {"keeps": REGISTER},
    "contactnumber": {"keeps": REGISTER},
    "post": {"keeps": REGISTER},
    "place": {"keeps": REGISTER, "publishes": REGISTER},
}
ACTIONS = ("add", "change", "delete", "view", "publish", "lock", "unlock")


@pytest.mark.parametrize("kind", MAY)
def test_policy_allows_in_each_town_what_the_post_there_grants(person, towns, kind):
    policy = policy_registry.get_by_type(type(towns["works"][kind]))
    actions = [action for action in ACTIONS if kind in {"serviceitem", "servicepoint"} or action in REGISTER]
    for town_name, rows in towns.items():
        row = rows[kind]
        allowed = {action for action in actions if policy.user_has_permission_for_instance(person, action, row)}
        listed = {
            action
            for action in actions
            if policy.instances_user_has_permission_for(person, action).filter(pk=row.pk).exists()
        }
        assert (allowed, listed) == (MAY[kind].get(town_name, set()),) * 2, town_name


def snippet_addresses(kind, row):
    base = f"/admin/snippets/catalog/{kind}/"
    names = ("delete", "unpublish", "lock", "unlock")
    return {
        **{name: f"{base}{name}/{row.pk}/" for name in names},
        "revisions_unschedule": f"{base}history/{row.pk}/unschedule/{row.latest_revision_id}/",
        "edit": f"{base}edit/{row.pk}/",
    }


@pytest.mark.parametrize("kind", ["serviceitem", "servicepoint"])
def test_publishing_in_one_town_changes_nothing_in_the_town_of_another_post(desk, towns, kind):
    """Django's permissions come from any post: to lock, unpublish and delete from the one that publishes."""
    kept = ("live", "locked", "retired_at", "has_unpublished_changes", "live_revision", "last_published_at")
    made = {"serviceitem": item_form, "servicepoint": point_form}[kind]
    for town_name in ("edits", "works", "keeps", "nothing"):
        row = towns[town_name][kind]
        before = type(row).objects.filter(pk=row.pk).values(*kept)[0]
        for name, address in snippet_addresses(kind, row).items():
            form = made(towns[town_name]["servicepoint"].organisation, code=row.code) | {"action-publish": "1"}
            desk.post(address, form if name == "edit" else {})
            desk.post(f"/admin/bulk/catalog/{kind}/delete/?id={row.pk}")
            assert type(row).objects.filter(pk=row.pk).values(*kept)[0] == before, (town_name, name)
    row = towns["publishes"][kind]
    desk.post(snippet_addresses(kind, row)["lock"])
    assert type(row).objects.get(pk=row.pk).locked


@pytest.mark.parametrize("kind", ["serviceitem", "servicepoint"])
def test_buttons_are_those_of_the_post_in_the_town_of_the_row(desk, towns, kind):
    base = f"/admin/snippets/catalog/{kind}/"
    text = desk.get(base).content.decode()
    offered = {
        (name, town_name)
        for name in ("edit", "delete", "copy")
        for town_name, rows in towns.items()
        if f"{base}{name}/{rows[kind].pk}/" in text
    }
    expected = {("edit", "edits"), ("edit", "publishes"), ("delete", "publishes")}
    assert offered == expected | ({("copy", "edits")} if kind == "serviceitem" else set())
    for town_name, publishes in (("edits", False), ("publishes", True)):
        form = desk.get(f"{base}edit/{towns[town_name][kind].pk}/").content.decode()
        at_row = towns[town_name][kind].pk
        assert [f"{base}{name}/{at_row}/" in form for name in ("delete", "lock")] == [publishes] * 2, town_name
        assert ("action-publish" in form) == publishes


def test_new_items_are_made_where_the_post_edits(desk, towns):
    for town_name in ("edits", "publishes", "works", "keeps"):
        organisation = towns[town_name]["servicepoint"].organisation
        form = item_form(organisation, code=f"new-{town_name}", item_class="public_service")
        desk.post("/admin/snippets/catalog/serviceitem/add/", form)
    made = ServiceItem.objects.filter(code__startswith="new-")
    assert list(made.values_list("department__code", flat=True)) == ["edits"]


def test_nobody_hands_out_in_one_town_what_is_held_in_another(person, desk, towns):
    post, role = towns["keeps"]["post"], person.posts.get(organisation__code="edits").role
    form = {"code": post.code, "user": post.user_id, "role": role.pk, "organisation": post.organisation_id}
    answer = desk.post(f"/admin/catalog/post/edit/{post.pk}/", form | {"starts": "2026-01-01"})
    assert (answer.status_code, Post.objects.get(pk=post.pk).role.code) == (200, "guide")
    assert answer.context["form"].errors["role"]


def test_coverage_counts_and_lists_the_towns_of_its_grants(person, desk, towns):
    ours = {
        coverage.POINTS: {"edits", "publishes"},
        coverage.ITEMS: {"edits", "publishes"},
        coverage.NUMBERS: {"keeps"},
        coverage.ORGANISATIONS: {"keeps"},
    }
    kinds = {coverage.POINTS: "servicepoint", coverage.ITEMS: "serviceitem", coverage.NUMBERS: "contactnumber"}
    for subject, expected in ours.items():
        kind = kinds.get(subject, "organisation")
        found = set(subject.rows(person).values_list("pk", flat=True))
        assert {name for name, rows in towns.items() if rows[kind].pk in found} == expected
    for check in coverage.CHECKS:
        if check.confirms:
            kind = kinds[check.subject]
            confirm = {
                name: desk.post(reverse("coverage_confirm", args=[check.code, rows[kind].pk])).status_code
                for name, rows in towns.items()
            }
            assert {name for name, status in confirm.items() if status == 302} == ours[check.subject]


@pytest.mark.parametrize("path", ["imports/", "search/asked/", "searchpicks/", "catalog/theme/", "search/stopwords/"])
def test_registers_of_everybody_are_closed_to_a_post_below_the_head(desk, towns, path):
    answer = desk.get(f"/admin/{path}")
    assert answer.status_code in {302, 403, 404}
    assert f"/admin/{path}" not in desk.get("/admin/").content.decode()


def test_what_waits_for_approval_is_what_the_post_there_publishes(desk, towns):
    for rows in towns.values():
        author = PostFactory(organisation=rows["servicepoint"].organisation, role__code="guide").user
        for kind in ("serviceitem", "servicepoint", "page"):
            row = rows[kind]
            row.get_workflow().start(row, author)
    text = desk.get("/admin/").content.decode()
    named = {
        kind: {name for name, rows in towns.items() if str(rows[kind]) in text}
        for kind in ("serviceitem", "servicepoint", "page")
    }
    assert named == {kind: {"publishes"} for kind in named}


def test_drafts_and_submissions_leave_the_home_page_with_the_post(desk, person, towns):
    for name in ("edits", "publishes", "nothing"):
        for kind in ("serviceitem", "servicepoint", "page"):
            row = towns[name][kind]
            row.save_revision(user=person)
            if kind != "servicepoint":
                row.get_workflow().start(row, person)
    text = desk.get("/admin/").content.decode()
    assert {str(towns["edits"][kind]) in text for kind in ("serviceitem", "servicepoint", "page")} == {True}
    assert {str(towns["nothing"][kind]) in text for kind in ("serviceitem", "servicepoint", "page")} == {False}


# --- Pages ---------------------------------------------------------------------------------------------------------
def test_drafts_of_pages_are_read_and_changed_in_the_towns_of_their_grants(desk, person, towns):
    keys = {rows["page"].pk: name for name, rows in towns.items()}
    assert {keys[page.pk] for page in readable(person) if page.pk in keys} == {"edits", "publishes"}
    for address in (
        reverse("wagtailadmin_explore", args=[towns["edits"]["page"].get_parent().pk]),
        reverse("wagtailadmin_pages:search") + "?q=mark",
        reverse("wagtailadmin_choose_page_search") + "?q=mark",
        reverse("wagtailadmin_api:pages:listing"),
    ):
        assert shown(desk, address, towns, "page") == {"edits", "publishes"}, address
    testers = {name: Page.objects.get(pk=rows["page"].pk).permissions_for_user(person) for name, rows in towns.items()}
    assert {name for name, can in testers.items() if can.can_edit()} == {"edits", "publishes"}
    assert {name for name, can in testers.items() if can.can_publish()} == {"publishes"}
    assert {name for name, can in testers.items() if can.can_add_subpage()} == {"edits"}

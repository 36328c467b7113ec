"""Every way in which Wagtail writes or shows a page, tried on pages of another organisation.

The nets walk what Wagtail registers: the actions of its internal API, its bulk actions, and every address of the admin
with the key of a page. A way that a later release adds is walked as well.
"""

import pytest
from django.apps import apps
from django.db import transaction
from django.template import engines
from django.test import Client
from django.urls import reverse
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import Page, PageViewRestriction

from catalog.models import Organisation
from content.models import TextPage
from content.page_policy import readable
from content.permissions import may_change
from portal.kit import clock
from tests.content.test_permissions import editor_of
from tests.factories.organisation import OrganisationFactory
from tests.factories.post import UserFactory
from tests.trust.routes import routes

API = PagesAdminAPIViewSet.actions
PAGE_KEYS = {"page_id", "parent_page_id", "page_to_move_id", "destination_id", "page_pk"}
TITLES = {"draft": "东区的草稿", "protected": "东区的内页", "bare": "东区的新页"}
ROLES = {"editor": ["pages.edit"], "publisher": ["pages.edit", "pages.publish"]}


@pytest.fixture(autouse=True)
def templates_of_wagtail(monkeypatch):
    """Wagtail's own templates test variables that may be missing; ours are strict in the tests of public pages."""
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "")


@pytest.fixture
def tree(pages):
    """Pages of the districts east and west, and the home page of the city: by name."""
    office = Organisation.objects.get(code="office")
    east, west = (OrganisationFactory(code=code, parent=office) for code in ("east", "west"))
    home = Page.objects.get(depth=2, locale__language_code="zh-hans").specific
    found = {"root": Page.get_first_root_node(), "home": home}

    def add(name, organisation, parent=home, **fields):
        values = {"code": name, "slug": name, "title": TITLES.get(name, name), "organisation": organisation}
        page = TextPage(**values | fields)
        parent.add_child(instance=page)
        if name not in {"alias", "bare"}:
            page.save_revision()
        found[name] = page

    add("public", east)
    add("below", east, found["public"])
    add("draft", east, live=False)
    add("bare", east, live=False)
    add("protected", east)
    PageViewRestriction.objects.create(
        page=found["protected"], restriction_type=PageViewRestriction.PASSWORD, password="x"
    )
    add("alias", east, alias_of=found["public"])
    add("mine", west)
    add("leaf", west, found["mine"])
    return {name: Page.objects.get(pk=page.pk) for name, page in found.items()}


@pytest.fixture
def client_of(tree):
    def sign_in(code, role="publisher"):
        client = Client(raise_request_exception=False)
        client.force_login(editor_of(Organisation.objects.get(code=code), *ROLES[role], role=f"{role}-{code}"))
        return client

    return sign_in


def stored():
    """Return every row about pages: the pages, revisions, restrictions, locks, workflows and the log."""
    names = ("wagtailcore", "content")
    models = [model for model in apps.get_models() if model._meta.app_label in names]
    return {model._meta.label: sorted(model._base_manager.values_list(), key=repr) for model in models}


def body(tree):
    """Return a form that is valid for as many ways of writing as possible."""
    mine = tree["mine"].pk
    targets = dict.fromkeys(("new_parent_page", "parent_page", "chooser", "destination_page_id"), mine)
    revision = tree["draft"].latest_revision_id
    return targets | {
        **{"title": "übernommen", "slug": "taken", "new_title": "taken", "new_slug": "taken", "intro": ""},
        **{"body-count": "0", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", "publish_copies": "on"},
        **{"restriction_type": "login", "password": "", "include_descendants": "on", "recursive": "false"},
        **{"position": "last-child", "keep_live": "false", "revision_id": revision, "locale": "en", "comment": ""},
        **{"action-publish": "1", "wagtail-page-delete": "1"},
    }


def changes(client, address, data, before):
    """Send DATA to ADDRESS and return whether any row changed; what it wrote is undone."""
    with transaction.atomic():
        client.post(address, data)
        changed = stored() != before
        transaction.set_rollback(True)
    return changed


def api(page, action):
    return reverse("wagtailadmin_api:pages:action", args=[page.pk, action])


FOREIGN = ("home", "public", "below", "draft", "bare", "protected", "alias")


@pytest.mark.parametrize("role", ROLES)
def test_no_action_of_the_api_writes_a_foreign_page(tree, client_of, role):
    client, before = client_of("west", role), stored()
    tried = [(action, name) for action in API for name in FOREIGN]
    assert not [one for one in tried if changes(client, api(tree[one[1]], one[0]), body(tree), before)]


# Translations need a permission that no grant gives, and an alias would have the code of its page, which is refused.
NEVER = {"copy_for_translation", "create_alias"}
OWN = {
    "convert_alias": "alias",
    "copy": "below",
    "delete": "below",
    "publish": "draft",
    "unpublish": "public",
    "move": "below",
    "revert_to_page_revision": "draft",
}


def test_every_action_of_the_api_has_a_page_of_ones_own_below():
    assert set(API) == {*OWN, *NEVER}


@pytest.mark.parametrize(("action", "name"), OWN.items())
def test_the_actions_of_the_api_write_a_page_of_ones_own(tree, client_of, action, name):
    data = body(tree) | {"destination_page_id": tree["draft"].pk, "slug": "fresh", "update_slug": "fresh"}
    assert changes(client_of("east"), api(tree[name], action), data, stored())


@pytest.mark.parametrize("action", ["move", "copy", "create_alias"])
@pytest.mark.parametrize("destination", ["root", "home", "public", "draft"])
def test_no_page_of_ones_own_goes_below_a_foreign_one(tree, client_of, action, destination):
    data = body(tree) | {"destination_page_id": tree[destination].pk, "slug": "fresh", "update_slug": "fresh"}
    assert not changes(client_of("west"), api(tree["leaf"], action), data, stored())


def page_routes():
    return [route for route in routes() if route.template.startswith("admin/") and set(route.parameters) & PAGE_KEYS]


def address(route, name, tree, **other):
    page = tree[name]
    keys = dict.fromkeys(PAGE_KEYS & set(route.parameters), str(page.pk)) | {"destination_id": str(tree["mine"].pk)}
    fixed = {
        "content_type_app_name": "content",
        "content_type_model_name": "textpage",
        "action_name": "approve",
        "revision_id": str(page.latest_revision_id or 1),
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
        **dict.fromkeys(("task_state_id", "task_id", "workflow_state_id", "workflow_pk", "task_pk"), "1"),
    }
    return route.address(fixed | keys | other)


@pytest.mark.one_database
@pytest.mark.parametrize("role", ROLES)
def test_no_address_of_the_admin_writes_a_foreign_page(tree, client_of, role):
    client, before = client_of("west", role), stored()
    tried = [(route, name) for route in page_routes() for name in FOREIGN]
    assert len(tried) > 200
    written = [one for one in tried if changes(client, address(*one, tree), body(tree), before)]
    assert not [(route.template, name) for route, name in written]


WRITERS = ("delete", "unpublish", "set_privacy", "lock", "copy", "move_confirm", "edit", "set_page_position", "add")


@pytest.mark.parametrize("name", WRITERS)
def test_the_same_addresses_write_a_page_of_ones_own(tree, client_of, name):
    page = tree["below"]
    given = {"move_confirm": [page.pk, tree["draft"].pk], "add": ["content", "textpage", page.pk]}.get(name, [page.pk])
    data = body(tree) | {"organisation": page.specific.organisation_id, "new_parent_page": tree["public"].pk}
    if name == "set_page_position":
        tree["public"].specific.add_child(instance=TextPage(code="z", slug="z", title="z", organisation_id=None))
    assert changes(client_of("east"), reverse(f"wagtailadmin_pages:{name}", args=given), data, stored())


def bulk_actions():
    return list(bulk_action_registry.get_bulk_actions_for_model("wagtailcore", "page"))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("which", ["id", "all"])
def test_no_bulk_action_writes_or_names_a_foreign_page(tree, client_of, role, which):
    client, before = client_of("west", role), stored()
    named = [f"id={tree[name].pk}" for name in FOREIGN] if which == "id" else [f"id=all&childOf={tree['public'].pk}"]
    assert len(bulk_actions()) >= 4
    for action in bulk_actions():
        at = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action.action_type])
        for query in (*named, f"id=all&childOf={tree['home'].pk}"):
            text = client.get(f"{at}?{query}").content.decode()
            assert not [title for title in TITLES.values() if title in text]
        assert not [query for query in named if changes(client, f"{at}?{query}", body(tree), before)], action


def test_bulk_actions_write_pages_of_ones_own(tree, client_of):
    client, before = client_of("east"), stored()
    at = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    assert changes(client, f"{at}?id={tree['draft'].pk}", {}, before)


def test_bulk_action_passes_over_a_key_that_no_page_can_have(client_of):
    at = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
    assert client_of("east").get(f"{at}?id=9223372036854775808").status_code == 200


# --- The rule itself, on pages whose type is loaded and whose is not -----------------------------------------------
CAN = ("add_subpage", "edit", "delete", "unpublish", "publish", "set_view_restrictions", "unschedule", "lock", "unlock")
CAN_TOO = ("publish_subpage", "reorder_children", "move", "copy", "submit_for_moderation", "view_revisions")


@pytest.mark.parametrize("load", [lambda page: page, lambda page: page.specific, lambda page: page.specific_deferred])
def test_nothing_can_be_done_with_a_foreign_page_or_the_root(tree, load):
    user = editor_of(Organisation.objects.get(code="west"), *ROLES["publisher"])
    for name in ("root", *FOREIGN):
        tester = load(Page.objects.get(pk=tree[name].pk)).permissions_for_user(user)
        # The root is Wagtail's own and has no form from which it could be submitted.
        allowed = {"submit_for_moderation"} if name == "root" else set()
        assert {can for can in (*CAN, *CAN_TOO) if getattr(tester, f"can_{can}")()} == allowed, name


def test_a_page_of_ones_own_can_be_written_as_the_grants_say(tree):
    west = Organisation.objects.get(code="west")
    editor, publisher = (editor_of(west, *ROLES[role], role=role) for role in ROLES)
    page = tree["leaf"]
    assert {can for can in CAN if getattr(page.permissions_for_user(publisher), f"can_{can}")()} == set(CAN)
    assert {can for can in CAN if getattr(page.permissions_for_user(editor), f"can_{can}")()} == {"add_subpage", "edit"}


def test_rights_of_two_posts_are_not_added_up(tree):
    user = editor_of(Organisation.objects.get(code="west"), "pages.edit", role="editor")
    editor_of(Organisation.objects.get(code="east"), "pages.edit", "pages.publish", role="publisher", user=user)
    user = type(user).objects.get(pk=user.pk)
    west, east = (tree[name].permissions_for_user(user) for name in ("leaf", "below"))
    assert (west.can_edit(), west.can_publish(), west.can_lock(), west.can_delete()) == (True, False, False, False)
    assert (east.can_edit(), east.can_publish(), east.can_lock(), east.can_delete()) == (True, True, True, True)


def test_page_takes_no_foreign_page_below_it_along(tree):
    """Moving or deleting a page, or copying it, takes along what is below."""
    tree["mine"].specific.add_child(
        instance=TextPage(code="guest", slug="guest", title="guest", organisation=Organisation.objects.get(code="east"))
    )
    user = editor_of(Organisation.objects.get(code="west"), *ROLES["publisher"])
    tester = Page.objects.get(pk=tree["mine"].pk).permissions_for_user(user)
    assert (tester.can_edit(), tester.can_move(), tester.can_delete()) == (True, False, False)
    assert not tester.can_copy_to(tree["leaf"], recursive=True)


def test_draft_that_names_another_organisation_is_written_where_both_are_held(tree):
    west, east = (Organisation.objects.get(code=code) for code in ("west", "east"))
    page = tree["draft"].specific
    page.organisation = west
    page.save_revision()
    for organisation in (west, east):
        user = editor_of(organisation, *ROLES["publisher"], role=organisation.code)
        assert not page.get_latest_revision_as_object().permissions_for_user(user).can_publish()
    assert may_change(user, Page.objects.get(pk=page.pk))


def test_lock_outlives_no_post(tree):
    user = editor_of(Organisation.objects.get(code="west"), *ROLES["publisher"])
    Page.objects.filter(pk=tree["public"].pk).update(locked=True, locked_by=user)
    assert not Page.objects.get(pk=tree["public"].pk).permissions_for_user(user).can_unlock()


def test_form_gives_a_page_to_no_organisation_of_others(tree, client_of):
    client, east = client_of("west"), Organisation.objects.get(code="east")
    at = reverse("wagtailadmin_pages:edit", args=[tree["mine"].pk])
    for organisation in (east.pk, ""):
        answer = client.post(at, body(tree) | {"organisation": organisation, "slug": "mine"})
        assert answer.status_code == 200
        assert answer.context["form"].errors["organisation"]
    new = reverse("wagtailadmin_pages:add", args=["content", "textpage", tree["mine"].pk])
    assert client.get(new).context["form"]["organisation"].value() == tree["mine"].specific.organisation_id
    assert client.post(new, body(tree) | {"organisation": ""}).context["form"].errors["organisation"]


# --- What an editor may read ---------------------------------------------------------------------------------------
def test_editors_read_public_pages_and_their_own(tree):
    user = editor_of(Organisation.objects.get(code="west"), "pages.edit")
    assert {name for name, page in tree.items() if readable(user).filter(pk=page.pk).exists()} == {
        *("root", "home", "public", "below", "alias", "mine", "leaf"),
    }
    assert readable(UserFactory(is_superuser=True)).count() == Page.objects.count()


def test_way_to_a_page_of_ones_own_leads_through_a_foreign_draft(tree):
    tree["draft"].specific.add_child(
        instance=TextPage(code="deep", slug="deep", title="deep", organisation=Organisation.objects.get(code="west"))
    )
    user = editor_of(Organisation.objects.get(code="west"), "pages.edit")
    assert readable(user).filter(pk=tree["draft"].pk).exists()


@pytest.mark.one_database
@pytest.mark.parametrize("role", ROLES)
def test_no_address_shows_the_title_of_a_foreign_draft(tree, client_of, role):
    client = client_of("west", role)
    asked = [address(route, name, tree) for route in page_routes() for name in TITLES]
    confirm = [route for route in page_routes() if "destination_id" in route.parameters]
    asked += [address(route, "leaf", tree, destination_id=str(tree[name].pk)) for route in confirm for name in TITLES]
    for path in asked:
        for method in (client.get, client.post):
            answer = method(path, follow=True)
            assert not [title for title in TITLES.values() if title in answer.content.decode()], path
            assert answer.status_code in {404, 405}, path


def lists(tree):
    """Yield every list of pages in the admin, and every form field that names one."""
    home = tree["home"].pk
    keys = "&".join(f"id={tree[name].pk}" for name in TITLES)
    yield from (reverse("wagtailadmin_home"), reverse("wagtailadmin_explore_root"))
    for name in ("wagtailadmin_explore", "wagtailadmin_explore_results", "wagtailadmin_choose_page_child"):
        yield from (reverse(name, args=[home]) + query for query in ("", "?q=东区", "?q=东区&search_all=1"))
    for name in ("wagtailadmin_pages:search", "wagtailadmin_pages:search_results", "wagtailadmin_choose_page_search"):
        yield from (reverse(name) + query for query in ("", "?q=东区"))
    yield reverse("wagtailadmin_choose_page")
    yield reverse("wagtailadmin_choose_page_chosen_multiple") + f"?{keys}"
    yield reverse("wagtailadmin_pages:type_use", args=["content", "textpage"])
    yield reverse("wagtailadmin_pages:type_use_results", args=["content", "textpage"])
    listing = reverse("wagtailadmin_api:pages:listing")
    yield from (listing + query for query in ("", f"?child_of={home}&for_explorer=1", "?search=东区"))
    yield from (reverse("wagtailadmin_api:pages:detail", args=[tree[name].pk]) for name in ("home", *TITLES))


@pytest.mark.one_database
def test_no_list_shows_the_title_of_a_foreign_draft(tree, client_of):
    west, east = client_of("west"), client_of("east")
    shown = set()
    for path in lists(tree):
        text, own = (client.get(path).content.decode().encode().decode() for client in (west, east))
        assert not [title for title in TITLES.values() if title in text], path
        shown |= {path for title in TITLES.values() if title in own}
    assert len(shown) > 8


def test_form_that_names_a_foreign_draft_does_not_tell_its_title(tree, client_of):
    client = client_of("west")
    for field, at in (
        ("new_parent_page", reverse("wagtailadmin_pages:copy", args=[tree["leaf"].pk])),
        ("new_parent_page", reverse("wagtailadmin_pages:move", args=[tree["leaf"].pk])),
        ("parent_page", reverse("wagtailadmin_pages:choose_parent", args=["content", "textpage"])),
        ("chooser", reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"]) + f"?id={tree['leaf'].pk}"),
    ):
        answer = client.post(at, body(tree) | {field: tree["draft"].pk})
        assert (answer.status_code, TITLES["draft"] in answer.content.decode()) == (404, False)


def test_editor_chooses_where_a_new_page_goes(tree, client_of):
    assert (
        client_of("west").get(reverse("wagtailadmin_pages:choose_parent", args=["content", "textpage"])).status_code
        == 200
    )


def test_home_page_forgets_pages_when_the_post_ends(tree, client_of):
    client = client_of("east")
    user = Organisation.objects.get(code="east").posts.get().user
    tree["draft"].specific.save_revision(user=user, log_action="wagtail.edit")
    Page.objects.filter(pk=tree["draft"].pk).update(locked=True, locked_by=user, locked_at=clock.now())
    assert client.get("/admin/").content.decode().count(TITLES["draft"]) >= 2
    other = editor_of(Organisation.objects.get(code="west"), "pages.edit", role="other", user=user)
    user.posts.exclude(organisation__code="west").update(retired_at="2026-01-01T00:00Z")
    assert TITLES["draft"] not in client.get("/admin/").content.decode()
    assert other == user


# --- Buttons -------------------------------------------------------------------------------------------------------
BUTTONS = ("edit", "move", "copy", "delete", "unpublish", "add_subpage", "history", "lock")


def test_listing_offers_no_button_that_would_be_refused(tree, client_of):
    client, foreign, own = client_of("west"), tree["public"].pk, tree["leaf"].pk
    listing = client.get(reverse("wagtailadmin_explore", args=[tree["home"].pk])).content.decode()
    below = client.get(reverse("wagtailadmin_explore", args=[tree["mine"].pk])).content.decode()
    assert not [name for name in BUTTONS if f"/admin/pages/{foreign}/{name}/" in listing]
    assert {name for name in BUTTONS if f"/admin/pages/{own}/{name}/" in below} >= {"edit", "move", "copy", "delete"}


def test_explorer_costs_the_same_at_two_sizes(tree, client_of, django_assert_max_num_queries):
    client, west = client_of("west"), Organisation.objects.get(code="west")
    at = reverse("wagtailadmin_explore", args=[tree["mine"].pk])

    def add(prefix, number):
        for count in range(number):
            name = f"{prefix}{count}"
            tree["mine"].specific.add_child(instance=TextPage(code=name, slug=name, title=name, organisation=west))
            tree["mine"] = Page.objects.get(pk=tree["mine"].pk)

    add("a", 3)
    client.get(at)
    with django_assert_max_num_queries(200) as few:
        client.get(at)
    add("b", 12)
    with django_assert_max_num_queries(len(few) + 12 * 14):
        client.get(at)

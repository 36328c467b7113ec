"""Writing notices in the admin: every organisation its own, no other's, by whatever way Wagtail offers."""

import pytest
from django.template import engines
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.users.models import UserProfile

from catalog.models import Organisation
from content.models import NoticePage, NoticesPage
from portal.kit import clock
from tests.content.test_page_writers import API, api, bulk_actions, changes, page_routes, stored
from tests.content.test_permissions import editor_of
from tests.factories.organisation import OrganisationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.article("38.5")]
ROLES = {"editor": ["pages.edit"], "publisher": ["pages.edit", "pages.publish"]}
CHOOSER = "organisation_chooser"


@pytest.fixture(autouse=True)
def templates_of_wagtail(monkeypatch):
    """Wagtail's own templates test variables that may be missing."""
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "")


@pytest.fixture
def board(pages):
    """The list of notices, which belongs to the office; below the office are the districts east and west."""
    title = {"zh-hans": "通知公告", "en": "Notices"}
    pages.write(page="notices", type="notices", parent="home", title=title, organisation="office")
    office = Organisation.objects.get(code="office")
    for code, name in (("east", "东区审批局"), ("west", "西区审批局")):
        OrganisationFactory(code=code, name={"zh-hans": name}, parent=office)
    return NoticesPage.objects.get(locale__language_code="zh-hans")


@pytest.fixture
def sign_in(board):
    def visitor(code, role="publisher"):
        client = Client(raise_request_exception=False)
        client.force_login(editor_of(Organisation.objects.get(code=code), *ROLES[role], role=f"{role}-{code}"))
        return client

    return visitor


def pk(code):
    return Organisation.objects.get(code=code).pk


def form(title="停电通知", organisation="east", **more):
    counted = {"body-count": "0", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    own = {"organisation": pk(organisation) if organisation else "", "issued_on": "2026-11-24", "valid_until": ""}
    return counted | own | {"title": title, "slug": title, "intro": ""} | more


def add(client, board, **more):
    """Send the form of a new notice and return what it made."""
    address = reverse("wagtailadmin_pages:add", args=["content", "noticepage", board.pk])
    client.post(address, form(**more))
    return NoticePage.objects.filter(title=more.get("title", "停电通知")).first()


def publish(client, notice, **more):
    address = reverse("wagtailadmin_pages:edit", args=[notice.pk])
    answer = client.post(address, form(title=notice.title, **more) | {"action-publish": "1"}, follow=True)
    notice.refresh_from_db()
    return answer


def test_a_publisher_of_a_district_writes_and_publishes_a_notice(sign_in, board):
    client = sign_in("east")
    notice = add(client, board, valid_until="2099-12-31")
    assert not notice.live
    assert publish(client, notice).status_code == 200
    assert notice.live
    assert notice.code == "ting-dian-tong-zhi"
    for address in ("/notices/", "/", "/notices.atom"):
        assert "停电通知" in Client().get(address).content.decode(), address


def test_the_form_offers_the_only_organisation_of_the_editor_and_today(sign_in, board):
    text = sign_in("east").get(reverse("wagtailadmin_pages:add", args=["content", "noticepage", board.pk]))
    initial = text.context["form"].initial
    assert initial["organisation"] == pk("east")
    assert text.context["form"]["issued_on"].value() == clock.today()


@pytest.mark.parametrize("organisation", ["", "west", "office"])
@pytest.mark.parametrize("more", [{}, {"action-publish": "1"}, {"action-submit": "1"}])
def test_nobody_writes_a_notice_for_another_organisation_or_for_nobody(sign_in, board, organisation, more):
    for role in ROLES:
        assert add(sign_in("east", role), board, organisation=organisation, **more) is None


def test_an_editor_submits_a_notice_and_the_publisher_of_the_organisation_approves_it(sign_in, board):
    editor, publisher, stranger = sign_in("east", "editor"), sign_in("east"), sign_in("west")
    notice = add(editor, board, **{"action-submit": "1"})
    publish(editor, notice)
    assert not notice.live
    task = notice.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[notice.pk, "approve", task.pk])
    assert stranger.post(address, {"comment": ""}).status_code != 200
    notice.refresh_from_db()
    assert not notice.live
    publisher.post(address, {"comment": ""})
    notice.refresh_from_db()
    assert notice.live


def test_a_notice_is_not_given_to_another_organisation(sign_in, board):
    client = sign_in("east")
    notice = add(client, board)
    publish(client, notice, organisation="west")
    assert (notice.live, notice.organisation_id) == (False, pk("east"))


@pytest.fixture
def east(sign_in, board):
    """A published notice of the east, and a draft."""
    client = sign_in("east")
    published, draft = add(client, board), add(client, board, title="草稿")
    publish(client, published)
    assert published.live
    return {"public": published, "draft": draft}


def body(board, page):
    return form(organisation="west") | {
        **dict.fromkeys(("new_parent_page", "parent_page", "chooser", "destination_page_id"), board.pk),
        **{"new_title": "übernommen", "new_slug": "taken", "title": "übernommen", "slug": "taken"},
        **{"publish_copies": "on", "restriction_type": "login", "password": "", "recursive": "false"},
        **{"position": "last-child", "keep_live": "true", "revision_id": page.latest_revision_id, "locale": "en"},
        **{"action-publish": "1", "wagtail-page-delete": "1", "comment": ""},
    }


@pytest.mark.one_database
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", ["public", "draft"])
def test_no_address_of_the_admin_writes_a_notice_of_another_organisation(sign_in, board, east, role, name):
    page, client = Page.objects.get(pk=east[name].pk), sign_in("west", role)
    before, data = stored(), body(board, page)
    fixed = {
        "content_type_app_name": "content",
        "content_type_model_name": "noticepage",
        "action_name": "approve",
        "revision_id": str(page.latest_revision_id),
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
        **dict.fromkeys(("task_state_id", "task_id", "workflow_state_id", "workflow_pk", "task_pk"), "1"),
    }
    keys = dict.fromkeys(("page_id", "parent_page_id", "page_to_move_id", "page_pk"), str(page.pk))
    written = [
        route.template
        for route in page_routes()
        if changes(client, route.address(fixed | keys | {"destination_id": str(board.pk)}), data, before)
    ]
    written += [action for action in API if changes(client, api(page, action), data, before)]
    for action in bulk_actions():
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action.action_type])
        written += [action] if changes(client, f"{address}?id={page.pk}", data, before) else []
    assert not written


def test_the_list_itself_belongs_to_its_organisation(sign_in, board):
    client, before = sign_in("east"), stored()
    edit = reverse("wagtailadmin_pages:edit", args=[board.pk])
    assert client.get(edit).status_code != 200
    for name in ("edit", "delete", "unpublish", "set_privacy", "lock", "copy"):
        assert not changes(client, reverse(f"wagtailadmin_pages:{name}", args=[board.pk]), body(board, board), before)
    assert sign_in("office").get(edit).status_code == 200


def test_editors_find_the_list_and_the_way_to_a_new_notice(sign_in, board, east):
    text = sign_in("west").get(reverse("wagtailadmin_explore", args=[board.pk])).content.decode()
    assert "停电通知" in text
    assert "草稿" not in text
    assert reverse("wagtailadmin_pages:add_subpage", args=[board.pk]) in text


def test_nobody_without_a_grant_on_pages_adds_a_notice(board):
    clerk = editor_of(Organisation.objects.get(code="east"), "items.edit", role="clerk")
    client = Client()
    client.force_login(clerk)
    assert add(client, board) is None


def test_nothing_but_a_notice_stands_below_the_list(sign_in, board):
    address = reverse("wagtailadmin_pages:add", args=["content", "textpage", board.pk])
    assert sign_in("office").get(address).status_code != 200


# --- The chooser of organisations ------------------------------------------------------------------------------------
def test_the_chooser_finds_the_organisations_of_the_editor_by_name_and_code(sign_in, board):
    office, east = sign_in("office"), sign_in("east")
    address = reverse(f"{CHOOSER}:choose_results")
    assert "西区审批局" in office.get(address).content.decode()
    for words in ("西区", "west"):
        text = office.get(address, {"q": words}).content.decode()
        assert "西区审批局" in text
        assert "东区审批局" not in text
    assert "西区审批局" not in east.get(address).content.decode()
    assert east.get(reverse(f"{CHOOSER}:choose")).status_code == 200


def test_the_chooser_gives_no_organisation_out_of_reach(sign_in, board):
    client = sign_in("east")
    answer = client.get(reverse(f"{CHOOSER}:chosen", args=[pk("east")]))
    assert answer.json()["result"]["title"] == "东区审批局"
    for key in (pk("west"), "x", "9" * 40):
        assert client.get(reverse(f"{CHOOSER}:chosen", args=[key])).status_code == 404


def test_the_form_of_any_page_has_the_chooser_and_no_list_of_all(sign_in, board, pages):
    pages.write(page="help", parent="home", title="帮助", organisation="office")
    page = Page.objects.get(slug="help")
    text = sign_in("office").get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert reverse(f"{CHOOSER}:choose") in text
    assert "东区审批局" not in text


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "有效期至"), ("en", "Valid until")])
def test_the_form_speaks_the_language_of_the_editor(sign_in, board, language, words):
    client = sign_in("east")
    user = editor_of(Organisation.objects.get(code="east"), *ROLES["publisher"], role="publisher-east")
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = language
    profile.save()
    client.force_login(user)
    text = client.get(reverse("wagtailadmin_pages:add", args=["content", "noticepage", board.pk])).content.decode()
    assert words.lower() in text.lower()

"""Pages for the access matrix: own, foreign, draft and protected ones, each in the states that some addresses need."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Model
from wagtail.models import Page, PageViewRestriction

from catalog.models import Organisation
from content.models import HomePage, TextPage
from portal.kit import clock
from portal.users.models import User

Rows = Mapping[str, Any]
PASSWORD = "a password"
# States of a row beside the plain one: some addresses answer for such rows alone.
LOCKED, ALIAS, MODERATED, SCHEDULED = "locked", "alias", "moderated", "scheduled"


class Pages:
    """``areas`` are pages of two organisations; ``rows`` the pages below them by state and kind."""

    def __init__(self, here: str, there: str, editor: User) -> None:
        home = HomePage.objects.get(locale__language_code="zh-hans")
        self.areas = {code: _page(home, code, f"area-{code}") for code in (here, there)}
        plain = {
            "own": _page(self.areas[here], here, "own"),
            "foreign": _page(self.areas[there], there, "foreign"),
            "draft": _page(self.areas[there], there, "draft", live=False),
            "protected": _page(self.areas[there], there, "protected"),
        }
        for page in plain.values():
            # Own pages are protected as well, so that each address with a restriction has one.
            if page.slug in {"matrix-own", "matrix-protected"}:
                PageViewRestriction.objects.create(page=page, restriction_type="password", password=PASSWORD)
        self.rows: dict[str, Rows] = {"": plain | {"root": Page.get_first_root_node()}}
        for state in (LOCKED, ALIAS, MODERATED, SCHEDULED):
            sides = {"own": here, "foreign": there}
            self.rows[state] = {kind: _page(self.areas[code], code, f"{kind}-{state}") for kind, code in sides.items()}
            for kind, page in self.rows[state].items():
                put(page, state, editor, plain[kind])


def _page(above: Page, organisation: str, slug: str, *, live: bool = True) -> TextPage:
    page = TextPage(
        title=f"Matrix {slug}",
        slug=f"matrix-{slug}",
        live=live,
        locale=above.locale,
        organisation=Organisation.objects.get(code=organisation),
    )
    above.add_child(instance=page)
    page.save_revision()
    return TextPage.objects.get(pk=page.pk)


def put(row: Any, state: str, by: User, original: Model) -> None:
    """Put ROW into STATE; an alias is one of ORIGINAL."""
    if state == LOCKED:
        row.locked, row.locked_by, row.locked_at = True, by, clock.now()
    elif state == ALIAS:
        # The pages of the portal refuse a second page of their code, so Wagtail's own way to an alias is closed.
        row.alias_of = original
    elif state == SCHEDULED:
        row.save_revision(approved_go_live_at=clock.now() + dt.timedelta(days=30))
        return
    elif state == MODERATED:
        row.get_workflow().start(row, by)
        return
    row.save()


def ids(row: Any) -> dict[str, str]:
    """Return the arguments of addresses that ROW gives: its key under every name, its revision, its workflow."""
    names = ["pk", "instance_pk", "object_id"]
    if isinstance(row, Page):
        names += ["page_id", "parent_page_id", "page_to_move_id", "page_pk"]
    found = dict.fromkeys(names, str(row.pk))
    if isinstance(row, Page) and (restriction := row.view_restrictions.first()):
        found["page_view_restriction_id"] = str(restriction.pk)
    if isinstance(row, Page) and (parts := row.get_url_parts()):
        found["pages"] = parts[2].lstrip("/")
    if not hasattr(row, "latest_revision"):
        return found
    row.refresh_from_db()
    if row.latest_revision_id:
        found["revision_id"] = str(row.latest_revision_id)
    state = getattr(row, "current_workflow_state", None)
    if state:
        found |= {"workflow_state_id": str(state.pk), "task_state_id": str(state.current_task_state_id)}
        found["task_id"] = str(state.current_task_state.task_id)
    return found

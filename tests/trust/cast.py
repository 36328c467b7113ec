"""The actors of the access matrix, the objects they are tried on, and the canaries that nobody else may read."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from wagtail.models import Collection, Locale, Page, Site, Task, Workflow

from appointments.models import AppointmentKind
from cases.actions import submit
from cases.models import Case
from catalog.models import (
    Calendar,
    Channel,
    ContactNumber,
    Material,
    Organisation,
    Post,
    ServiceItem,
    ServicePoint,
    Theme,
)
from catalog.territory import reach
from forms.models import Draft, Form
from portal.users.models import User

NAME, PHONE, WISH = "金丝雀名", "13900007531", "金丝雀的愿望"
ANSWERS = {
    "mode": "assistance",
    "applicant_kind": "natural_person",
    "name": NAME,
    "phone": PHONE,
    "wish": WISH,
    "visit": "window",
}


@dataclass(frozen=True)
class Cast:
    """``users`` by actor (None: not signed in); ``values`` are route arguments by prefix; ``case`` is the agent's."""

    users: Mapping[str, User | None]
    values: Mapping[str, Mapping[str, str]]
    case: Case
    canaries: tuple[str, ...]

    @classmethod
    def gather(cls) -> "Cast":
        """Find the people of the demo data and open one case for the agent's organisation."""
        agents = (
            Post.objects.held()
            .filter(role__code="agent")
            .select_related("user", "organisation", "organisation__parent")
        )
        own = next(post for post in agents if post.organisation.parent is not None)
        foreign = next(
            p for p in agents if p.organisation.parent == own.organisation.parent and p.organisation != own.organisation
        )
        editors = (
            Post.objects.held()
            .filter(role__code="editor")
            .exclude(organisation__path__startswith=own.organisation.path)
        )
        editor = next(
            post
            for post in editors.select_related("user")
            if not own.organisation.path.startswith(post.organisation.path)
        )
        case = open_case(own.organisation)
        users = {
            "stranger": None,
            "citizen": None,
            "editor": editor.user,
            "agent": own.user,
            "foreign agent": foreign.user,
        }
        return cls(users, _values(case, own), case, (NAME, PHONE, WISH, case.number))


def open_case(organisation: Organisation) -> Case:
    """Submit the canary's application to a point of ORGANISATION."""
    point = ServicePoint.objects.public().filter(organisation=organisation).first()
    form = Form.objects.get(code="assistance")
    draft = Draft.objects.create(
        key="canary", form_version=form.current, item=_item(), point=point, answers=json.dumps(ANSWERS)
    )
    return submit(draft=draft, declared=["privacy", "truth"])


def _item() -> ServiceItem:
    return ServiceItem.objects.public().filter(exclusion="").exclude(form="").order_by("pk").first()


def _material() -> Material:
    """Return a material that brings a form along."""
    material = Material.objects.order_by("pk").first()
    material.blank = ContentFile(b"%PDF-1.7", "form.pdf")
    material.save()
    return material


def _values(case: Case, own: Post) -> dict[str, dict[str, str]]:
    """Return sample arguments: general ones under "", those of a prefix over them."""
    page = Page.objects.filter(depth__gt=2).order_by("pk").first()
    item, point = _item(), case.point
    models = {
        "serviceitem": item,
        "servicepoint": point,
        "organisation": own.organisation,
        "department": Organisation.objects.filter(level__in=reach.departments()).first(),
        "place": point.places.first(),
        "theme": Theme.objects.first(),
        "material": Material.objects.first(),
        "channel": Channel.objects.first(),
        "contactnumber": ContactNumber.objects.filter(organisation=own.organisation).first(),
        "calendar": Calendar.objects.first(),
        "post": own,
    }
    values = {"": _general(case, page)}
    for name, row in models.items():
        for prefix in (f"admin/snippets/catalog/{name}/", f"admin/catalog/{name}/"):
            values[prefix] = {"pk": str(row.pk), "instance_pk": str(row.pk), "object_id": str(row.pk)}
    values |= {
        "items/": {"code": item.code},
        "points/": {"code": point.code},
        "materials/": {"code": _material().code, "which": "blank"},
        "admin/users/": {"pk": str(own.user.pk)},
        "admin/groups/": {"pk": str(Group.objects.first().pk)},
        "admin/sites/": {"pk": str(Site.objects.first().pk)},
        "admin/collections/": {"pk": str(Collection.objects.first().pk)},
        "admin/locales/": {"pk": str(Locale.objects.first().pk)},
        "admin/workflows/": {"pk": str(Workflow.objects.first().pk)},
        "admin/workflows/tasks/": {"pk": str(Task.objects.first().pk)},
        "admin/pages/": {"pk": str(page.pk)},
    }
    return values


def _general(case: Case, page: Page) -> dict[str, str]:
    kind = AppointmentKind.objects.first().code
    of_the_case = {
        "number": case.number,
        "token": case.row.hex,
        "form": case.form_version.code,
        "kind": kind,
        "appointment": kind,
        "point": case.point.code,
        "code": case.items.first().code,
    }
    pages = dict.fromkeys(("page_id", "parent_page_id", "page_to_move_id"), str(page.pk))
    return ANY | of_the_case | pages | {"destination_id": str(page.get_parent().pk)}


# Arguments of routes that point at no object of ours: any value of the right shape.
ANY = {
    "move": "accept",
    "step": "applicant",
    "path": "",
    "rest": "1",
    "app_label": "catalog",
    "app_name": "catalog",
    "model_name": "serviceitem",
    "content_type_app_name": "content",
    "content_type_model_name": "textpage",
    "action": "delete",
    "missing": "point-stale",
    "action_name": "approve",
    "uidb64": "MQ",
    "filter_spec": "original",
    "language": "en",
    "date": "2026-12-08",
    "time": "0900",
    "revision_id_a": "earliest",
    "revision_id_b": "live",
    "section": "items",
    "part": "1",
} | dict.fromkeys(
    [
        "pk", "object_id", "instance_pk", "collection_id", "page_view_restriction_id", "document_id", "doc_id",
        "uploaded_file_id", "session_id", "image_id", "revision_id", "workflow_state_id", "task_state_id", "task_id",
        "redirect_id", "query_id", "page_pk", "workflow_pk", "restriction_id", "workflow_id",
    ],
    "1",
)  # fmt: skip

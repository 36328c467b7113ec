"""The rows that the addresses of the access matrix name, by kind: own, foreign, draft, protected, root …"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db.models import Model
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query
from wagtail.models import Collection, CollectionViewRestriction, Locale, Site, Task, UploadedFile, Workflow

from appointments.models import AppointmentKind
from cases.models import Attachment, Case, Consultation, NoticeVersion, RingTask
from catalog.models import ImportRun, Material, Organisation, ServiceItem, ServicePoint
from content.models import PortalDocument, PortalImage, TextPage
from forms.models import Form, Upload
from forms.uploads.storage import FILES
from portal.kit import clock
from portal.users.models import User
from tests.hostile.files import PDF, PNG
from tests.trust.cast import HEAD, HERE, SUPERUSER, THERE, Cast
from tests.trust.page_rows import ALIAS, LOCKED, MODERATED, PASSWORD, SCHEDULED, Pages, ids, put
from tests.trust.routes import BULK_PREFIX, Route

# ``mixed`` names an own row and a foreign one; ``shared`` rows belong to all; "-": no row of ours.
KINDS = ("own", "foreign", "draft", "protected", "root", "mixed", "shared", "-")
# Rows of other organisations, which nobody of HERE may change; those of HIDDEN nobody of HERE may read.
FOREIGN, HIDDEN = ("foreign", "draft", "protected", "root", "mixed"), ("draft", "protected")
SECOND_ROW = ("destination_id", "revision_id", "revision_id_a", "workflow_state_id", "task_state_id")
TO_ANOTHER = ("copy", "move", "create_alias", "revert_to_page_revision")

PAGES = (
    *("admin/pages/", "admin/api/main/pages/", "admin/choose-page/", "admin/bulk/wagtailcore/page/"),
    *("<pages>", "_util/authenticate_with_password/"),
)
PAGES_IN_STATE = {
    LOCKED: ("admin/pages/<int:page_id>/unlock/",),
    ALIAS: ("admin/pages/<int:page_id>/convert_alias/", "admin/api/main/pages/<int:pk>/action/convert_alias/"),
    MODERATED: ("admin/pages/workflow/", "admin/pages/<int:page_id>/workflow_history/"),
    SCHEDULED: ("admin/pages/<int:page_id>/revisions/<int:revision_id>/unschedule/",),
}
SNIPPETS_IN_STATE = {
    LOCKED: ("unlock/",),
    MODERATED: ("workflow/", "workflow_history/<int:pk>/detail/"),
    SCHEDULED: ("history/<int:pk>/revisions/<int:revision_id>/unschedule/",),
}


@dataclass(frozen=True)
class Sample:
    """Arguments of addresses, and the foreign rows that they name."""

    ids: Mapping[str, str]
    foreign: tuple[Model, ...] = ()


@dataclass(frozen=True)
class Target:
    """An address to ask: ROUTE with the arguments of SAMPLE, which is of KIND."""

    route: Route
    kind: str
    sample: Sample = field(compare=False, repr=False)

    @property
    def name(self) -> tuple[str, str]:
        """Key of the row of the table."""
        return self.route.template, self.kind

    @property
    def address(self) -> str:
        path = self.route.address(self.sample.ids)
        return f"{path}?id={self.sample.ids['pk']}" if self.route.template.startswith(BULK_PREFIX) else path


class Targets:
    """Samples by prefix of the template and by kind; the longest prefix that fits a template counts."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self.by_prefix: dict[str, dict[str, Sample]] = {}
        # Titles that nobody of HERE may read.
        self.hidden: list[str] = []
        self._pages()
        self._publications("serviceitem", ServiceItem.objects.public().filter(exclusion=""), "department")
        self._publications("servicepoint", ServicePoint.objects.public().filter(retired_at=None), "organisation")
        self._registries()
        self._work()
        self._files()
        self._wagtail()

    def of(self, route: Route) -> list[Target]:
        """Return the targets of ROUTE, in the order of KINDS; raise KeyError for a parameter without a sample."""
        names = set(route.parameters) | ({"pk"} if route.template.startswith(BULK_PREFIX) else set())
        fitting = [prefix for prefix in self.by_prefix if route.template.startswith(prefix)]
        samples = self.by_prefix[max(fitting, key=len)] if fitting else {}
        fits = {kind: sample for kind, sample in samples.items() if names & set(sample.ids)}
        if "mixed" in fits and not _takes_two(route, fits["mixed"]):
            del fits["mixed"]
        found = [
            Target(route, kind, Sample(ANY | self._general | dict(fits[kind].ids), fits[kind].foreign))
            for kind in KINDS
            if kind in fits
        ] or [Target(route, "-", Sample(ANY | self._general))]
        missing = set(route.parameters) - set(found[0].sample.ids)
        if missing:
            raise KeyError(f"{route.template}: give {missing} a sample in tests/trust/targets.py")
        return found

    def _put(self, prefix: str, rows: Mapping[str, Any], **more: str) -> None:
        self.by_prefix[prefix] = {
            kind: Sample(ids(row) | more, (row,) if kind in FOREIGN else ()) for kind, row in rows.items()
        }

    def _mix(self, prefix: str, **more: str) -> None:
        """Add a sample that names the own row and, where an address names a second one, that of somebody else."""
        own, foreign = (self.by_prefix[prefix][kind] for kind in ("own", "foreign"))
        second = {name: foreign.ids[name] for name in SECOND_ROW if name in foreign.ids}
        second |= {"revision_id_a": second["revision_id"]} if "revision_id" in second else {}
        self.by_prefix[prefix]["mixed"] = Sample(dict(own.ids) | second | more, foreign.foreign)

    def _pages(self) -> None:
        pages = Pages(HERE, THERE, self._cast.editor)
        here, there = (str(pages.areas[code].pk) for code in (HERE, THERE))
        self.hidden += [pages.rows[""][kind].title for kind in HIDDEN]
        for prefix in PAGES:
            self._put(prefix, pages.rows[""], destination_id=here)
            self._mix(prefix, destination_id=there)
        for state, prefixes in PAGES_IN_STATE.items():
            for prefix in prefixes:
                self._put(prefix, pages.rows[state], destination_id=here)
                self._mix(prefix)

    def _publications(self, model: str, rows: Any, owner: str) -> None:
        """Take some ROWS of the catalogue, give them to two organisations, and put them into the states."""
        states = ("", LOCKED, MODERATED, SCHEDULED)
        chosen = list(rows.order_by("pk")[: 2 * len(states) + 1])
        draft = chosen.pop()
        organisations = {code: Organisation.objects.get(code=code) for code in (HERE, THERE)}
        for number, row in enumerate([*chosen, draft]):
            setattr(row, owner, organisations[THERE if number % 2 == 0 else HERE])
            row.live = row is not draft
            row.save()
            row.save_revision()
        base = f"admin/snippets/catalog/{model}/"
        for place, state in enumerate(states):
            pair = {"own": chosen[2 * place + 1], "foreign": chosen[2 * place]}
            for row in pair.values():
                if state:
                    put(row, state, self._cast.editor, row)
            for ending in SNIPPETS_IN_STATE.get(state, ("",)):
                self._put(base + ending, pair if state else pair | {"draft": draft})
                self._mix(base + ending)
        for prefix in (f"admin/bulk/catalog/{model}/", f"admin/snippets/choose/catalog/{model}/"):
            self._put(prefix, {"own": chosen[1], "foreign": chosen[0], "draft": draft})
        public = {"own": chosen[1], "draft": draft}
        self.by_prefix[f"{model.removeprefix('service')}s/"] = {
            kind: Sample({"code": row.code}) for kind, row in public.items()
        }

    def _registries(self) -> None:
        here, there = (Organisation.objects.get(code=code) for code in (HERE, THERE))
        for model, find in FIND.items():
            self._put(f"admin/catalog/{model}/", {"own": find(here), "foreign": find(there)})
        for label in SHARED:
            row = apps.get_model(label).objects.order_by("pk").first()
            self._put(f"admin/{label.lower().replace('.', '/')}/", {"shared": row})
        self._put("admin/organisation-chooser/", {"own": here, "foreign": there})
        form = Form.objects.get(code="assistance")
        for prefix in ("admin/snippets/forms/form/", "admin/forms/", "admin/bulk/forms/form/"):
            self._put(prefix, {"shared": form})

    def _work(self) -> None:
        cases = {"own": self._cast.own, "foreign": self._cast.foreign}
        for prefix in ("admin/cases/", "receipts/"):
            self.by_prefix[prefix] = {
                kind: Sample(_of_case(case), (case,) if kind == "foreign" else ()) for kind, case in cases.items()
            }
        self._put("admin/cases/calls/<int:pk>/", {kind: _call(case) for kind, case in cases.items()})
        talks = {kind: _consultation(case) for kind, case in cases.items()}
        self.by_prefix["admin/cases/consultations/"] = {
            kind: Sample({"consultation": str(row.uuid)}, (row,) if kind == "foreign" else ())
            for kind, row in talks.items()
        }
        kind = AppointmentKind.objects.order_by("pk").first().code
        self._general = {
            "token": str(self._cast.own.uuid),
            "organisation": str(self._cast.own.organisation_id),
            "form": self._cast.own.form_version.code,
            "kind": kind,
            "appointment": kind,
            "point": self._cast.own.point.code,
            "code": "withdraw",
            "upload": self.by_prefix["receipts/"]["own"].ids["upload"],
        }
        runs = {"own": self._cast.users["operator"], "foreign": self._cast.users[HEAD]}
        for prefix, status in (("admin/imports/<int:pk>/undo/", "DONE"), ("admin/imports/", "PREVIEWED")):
            self._put(prefix, {kind: _import(status, by) for kind, by in runs.items()})
        points = self.by_prefix["admin/snippets/catalog/servicepoint/"]
        self.by_prefix["admin/coverage/"] = {kind: points[kind] for kind in ("own", "foreign")}
        waiting = self.by_prefix["admin/snippets/catalog/serviceitem/workflow/"]
        self.by_prefix["admin/review/"] = {kind: waiting[kind] for kind in ("own", "foreign")}

    def _files(self) -> None:
        owner = self._cast.users["publisher"]
        closed = Collection.get_first_root_node().add_child(name="closed")
        restriction = CollectionViewRestriction.objects.create(
            collection=closed, restriction_type="password", password=PASSWORD
        )
        self.by_prefix["documents/authenticate_with_password/"] = {
            "protected": Sample({"restriction_id": str(restriction.pk)})
        }
        self._put("admin/collections/", {"shared": closed}, collection_id=str(closed.pk))
        image = PortalImage.objects.create(
            title="matrix", file=ContentFile(PNG, "m.png"), width=1, height=1, uploaded_by_user=owner
        )
        shown = image.get_rendition("max-10x10").file.name
        self.by_prefix["media/images/"] = {"shared": Sample({"name": shown.rpartition("/")[2]})}
        document = PortalDocument.objects.create(title="matrix", file=ContentFile(PDF, "m.pdf"), collection=closed)
        for row in (image, document):
            # Wagtail fills these in when such a row is first opened.
            row.get_file_size()
            row.get_file_hash()
        files = (("image", "images", image, PNG), ("document", "documents", document, PDF))
        for name, folder, row, content in files:
            waiting = UploadedFile.objects.create(
                for_content_type=ContentType.objects.get_for_model(row),
                file=ContentFile(content, f"w.{name}"),
                uploaded_by_user=owner,
            )
            keys = {**dict.fromkeys((f"{name}_id", "doc_id"), str(row.pk)), "uploaded_file_id": str(waiting.pk)}
            for prefix in (f"admin/{folder}/", f"admin/api/main/{folder}/", f"{BULK_PREFIX}content/portal{name}/"):
                self._put(prefix, {"shared": row}, **keys)
        material = Material.objects.order_by("pk").first()
        material.blank = ContentFile(PDF, "form.pdf")
        material.save()
        self._put("materials/", {"shared": material}, code=material.code, which="blank")
        self._put("admin/material-chooser/", {"shared": material})

    def _wagtail(self) -> None:
        """Rows that Wagtail and Django keep beside pages."""
        page = self.by_prefix["admin/pages/"]["foreign"].ids["pk"]
        session = EditingSession.objects.create(
            user=self._cast.users[SUPERUSER],
            content_type=ContentType.objects.get_for_model(TextPage),
            object_id=page,
            last_seen_at=clock.now(),
        )
        of_a_session = {"app_label": "content", "model_name": "textpage", "session_id": str(session.pk)}
        self.by_prefix["admin/editing-sessions/"] = {
            kind: Sample(of_a_session | {"object_id": self.by_prefix["admin/pages/"][kind].ids["pk"]})
            for kind in ("own", "foreign", "draft")
        }
        self.by_prefix["admin/editing-sessions/release/"] = {"shared": Sample(of_a_session)}
        self.by_prefix["contacts/numbers."] = {"-": Sample({"suffix": "csv"})}
        self.by_prefix["admin/pages/create/"] = {"-": Sample({"app_label": "content", "model_name": "textpage"})}
        redirect = Redirect.objects.create(old_path="/matrix", redirect_link="/about/")
        self._put("admin/redirects/", {"shared": redirect}, redirect_id=str(redirect.pk))
        query = Query.objects.order_by("pk").first()
        self._put("admin/searchpicks/", {"shared": query}, query_id=str(query.pk))
        for prefix in ("admin/users/", "admin/bulk/users/user/"):
            self._put(prefix, {"shared": self._cast.users["guide"]})
        task, workflow = Task.objects.order_by("pk").first(), Workflow.objects.order_by("pk").last()
        self._put("admin/workflows/", {"shared": workflow})
        for prefix in ("admin/workflows/tasks/", "admin/workflows/task_chooser/"):
            self._put(prefix, {"shared": task}, task_id=str(task.pk))
        on = {"page_pk": str(workflow.workflow_pages.first().page_id), "workflow_pk": str(workflow.pk)}
        self.by_prefix["admin/workflows/remove/"] = {"root": Sample(on)}
        for prefix, model in (("groups", Group), ("sites", Site), ("locales", Locale)):
            self._put(f"admin/{prefix}/", {"shared": model.objects.order_by("pk").first()})


def _takes_two(route: Route, mixed: Sample) -> bool:
    """Return whether ROUTE names two rows, in its address or in the body of an action that has a destination."""
    asked = set(route.parameters) & set(SECOND_ROW) & set(mixed.ids)
    return bool(asked) or route.template.endswith(tuple(f"action/{name}/" for name in TO_ANOTHER))


def _consultation(case: Case) -> Consultation:
    """Return a consultation that was given where CASE is answered."""
    by = User.objects.create(username=f"adviser of {case.organisation.code}")
    return Consultation.objects.create(
        at=clock.now(), organisation=case.organisation, by=by, channel="phone", question="matrix", answer="matrix"
    )


def _of_case(case: Any) -> dict[str, str]:
    return {
        "number": case.number,
        "token": str(case.uuid),
        "version": str(case.version),
        "upload": str(_file_of(case).upload.uuid),
    }


def _file_of(case: Any) -> Attachment:
    """Return the file of CASE, which has one, and lacks a paper."""
    if case.attachments.exists():
        return case.attachments.get()
    missing = {"material": "mandate", "name": {"zh-hans": "委托书"}, "how": "later", "files": 0}
    row = {"key": "papers", "label": {"zh-hans": "材料"}, "type": "materials", "value": [missing]}
    case.dossier = [*case.dossier, {"title": {"zh-hans": "材料"}, "rows": [row]}]
    case.save(update_fields=["dossier"])
    upload = Upload.objects.create(name=f"{case.number}.pdf", media_type="application/pdf", size=len(PDF))
    FILES.write(upload.uuid, BytesIO(PDF))
    return Attachment.objects.create(case=case, upload=upload, by="applicant", at=clock.now())


def _below(level: str) -> Any:
    def find(organisation: Organisation) -> Organisation:
        found = Organisation.objects.filter(parent=organisation, level=level).order_by("pk").first()
        return found or Organisation.objects.create(
            code=f"{organisation.code}-matrix", parent=organisation, level=level, name={"zh-hans": "矩阵"}
        )

    return find


def _of(label: str, owner: str = "organisation") -> Any:
    return lambda one: apps.get_model(label).objects.filter(**{owner: one}).order_by("pk").first()


def _call(case: Case) -> RingTask:
    about = {"entry": case.entries.first(), "notice": NoticeVersion.objects.order_by("pk").first()}
    return RingTask.objects.create(case=case, reason="no_address", created_at=clock.now(), **about)


def _import(status: str, by: Any) -> ImportRun:
    return ImportRun.objects.create(
        mapping="items",
        file_name="matrix.csv",
        checksum="0" * 64,
        status=ImportRun.Status[status],
        by=by,
        started_at=clock.now(),
    )


FIND = {
    "organisation": _below("town"),
    "department": _below("department"),
    "place": _of("catalog.Place", "point__organisation"),
    "contactnumber": _of("catalog.ContactNumber"),
    "post": _of("catalog.Post"),
}
SHARED = (
    *("catalog.Theme", "catalog.Term", "catalog.Law", "catalog.Material", "catalog.Channel", "catalog.Calendar"),
    *("catalog.CalendarYear", "search.StopWords", "search.SynonymGroup"),
)
# Arguments of routes that point at no row of ours: any value of the right shape.
ANY = {
    "move": "accept",
    "step": "applicant",
    "material": "mandate",
    "path": "",
    "rest": "1",
    "app_label": "catalog",
    "app_name": "catalog",
    "model_name": "serviceitem",
    "content_type_app_name": "content",
    "content_type_model_name": "textpage",
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

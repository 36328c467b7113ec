"""``items/<code>.yaml``: a service item with its guide."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Annotated, Any

from django.db.models import QuerySet
from pydantic import AfterValidator, BeforeValidator, Field

from catalog import lint
from catalog.definitions.blocks import stream, values
from catalog.definitions.calendar import CalendarSpec
from catalog.definitions.fields import Day, at_most
from catalog.definitions.item_parts import (
    UNKNOWN,
    AudienceOrUnknown,
    Basis,
    Days,
    Exclusions,
    Fee,
    ItemPhones,
    ItemStep,
    NeededMaterial,
    OfficialCode,
    QuestionPart,
    VisitsOrUnknown,
    WebAddress,
)
from catalog.definitions.registry import unknown_level
from catalog.definitions.snippet import SnippetKind
from catalog.definitions.term import TermCode, TermSpec, of_another_list
from catalog.enums import Mode, TermList
from catalog.models import ImportedChange, ImportedItem, Organisation, ServiceItem, Theme, term_names
from catalog.publication_rules import about_exclusion, about_fee, about_limits, about_material, about_type
from configuration.code_references import EACH, CodeReference
from configuration.kinds import Claim, Complaint, Folder
from configuration.schema import Code, Definition, Ref, Said
from configuration.site import SiteSpec
from portal.kit.words import Words
from portal.kit.workdays import WorkCalendar

REFUSED = {"penalty", "coercion", "levy", "inspection"}


def _applied_for(value: Any) -> Any:
    if value in REFUSED:
        raise ValueError(f"nobody applies for a {value}: only items that people apply for are assisted (Art. 2)")
    return value


def _sorted_once(codes: list[str]) -> list[str]:
    return sorted(set(codes))


class ItemSpec(Definition):
    item: Code
    code: OfficialCode | None = None
    name: Annotated[Said, at_most(200)]
    summary: Annotated[Said, at_most(300)] = Words()
    also_called: list[Annotated[str, Field(max_length=60)]] = Field(default=[], max_length=30)
    asked_as: list[Annotated[str, Field(max_length=60)]] = Field(
        default=[], max_length=60, description="words in which people ask for it: searched, not shown"
    )
    item_class: Annotated[TermCode, Ref("term"), BeforeValidator(_applied_for)] = Field(alias="class")
    task_type: str = Field(default="", max_length=20, description="type in the national list, e.g. 01")
    topic: Annotated[TermCode, Ref("term")] | None = None
    audience: AudienceOrUnknown
    themes: Annotated[list[Annotated[Code, Ref("theme")]], AfterValidator(_sorted_once)] = []
    offered_as: list[Mode] = [Mode.ASSISTANCE, Mode.AGENCY]
    department: Annotated[Code, Ref("organisation")]
    decided_at: list[Annotated[Code, Ref("level", must_exist=False)]] = Field(
        default=[], description="levels of the site at which it is decided (Art. 17)"
    )
    eligibility: Annotated[Said, at_most(600)] = Words()
    days: Days = Days()
    visits: VisitsOrUnknown = 1
    fee: Fee = Fee()
    phones: ItemPhones = ItemPhones()
    handled_at: Annotated[Said, at_most(300)] = Words()
    link: WebAddress = Field(default="", description="page of the authority about the item")
    home_visit: bool = False
    excluded: Exclusions | None = None
    materials: list[NeededMaterial] = []
    steps: list[ItemStep] = []
    basis: list[Basis] = []
    questions: list[QuestionPart] = []
    form: Annotated[Code, Ref("form")] | None = None
    appointment: Annotated[Code, Ref("appointment")] | None = None
    checked_on: Day | None = None
    published: bool = True
    order: int = 0


PLAIN = (
    "name",
    "summary",
    "also_called",
    "asked_as",
    "item_class",
    "task_type",
    "audience",
    "offered_as",
    "decided_at",
    "eligibility",
    "visits",
    "handled_at",
    "link",
    "home_visit",
    "checked_on",
)


TERMS = ("item_class", "topic")

# Where a field of the model stands in a definition.
KEYS = {
    "statutory_limit": ("days", "statutory"),
    "promised_days": ("days", "promised"),
    "fee_charged": ("fee", "charged"),
    "item_class": ("class",),
}


def _unknown_papers(spec: ItemSpec, folder: Folder) -> Iterator[Complaint]:
    for number, material in enumerate(spec.materials):
        for found in about_material(material.name.values()):
            yield Complaint(("materials", number), found.code, str(found.sentence))
        if not material.name and not folder.knows("material", material.material):
            message = f"the material '{material.material}' has no name here and stands in no registry"
            yield Complaint(("materials", number, "material"), "D315", message, "add `name`, or define it")


def _unknown_laws(spec: ItemSpec, folder: Folder) -> Iterator[Complaint]:
    for number, basis in enumerate(spec.basis):
        if basis.code and not folder.knows("law", basis.code):
            message = f"the register of laws has no '{basis.code}'"
            yield Complaint(("basis", number, "law"), "D324", message, "add it to `laws.csv`, or write its name")


def _calendar(folder: Folder) -> WorkCalendar:
    """Return the calendar that the site of FOLDER names; without one, the bare week."""
    for site in folder.all("site").values():
        if isinstance(site, SiteSpec):
            calendar = folder.get("calendar", site.calendar or "")
            if isinstance(calendar, CalendarSpec):
                return calendar.work_calendar(site.week.rest_days)
    return WorkCalendar()


class ItemKind(SnippetKind[ItemSpec]):
    name = "item"
    folder = "items"
    order = 40
    schema = ItemSpec
    model = ServiceItem
    says = (
        CodeReference("item", ServiceItem, "code"),
        *(CodeReference("term", ServiceItem, field) for field in TERMS),
        CodeReference("material", ServiceItem, "materials", (EACH, "value", "material")),
        CodeReference("level", ServiceItem, "decided_at", (EACH,)),
        CodeReference("form", ServiceItem, "form"),
        CodeReference("appointment", ServiceItem, "appointment"),
        # What an import took and replaced: the next one compares with it, an undo sets it back.
        *(CodeReference("term", ImportedItem, "taken", (field,)) for field in TERMS),
        *(CodeReference("term", ImportedChange, when, (field,)) for when in ("before", "after") for field in TERMS),
    )

    def rows(self) -> Any:
        return super().rows().select_related("department", "latest_revision").prefetch_related("themes")

    def read(self, row: Any) -> dict[str, Any]:
        excluded = {"kind": row.exclusion, "reason": row.exclusion_reason}
        return {
            **{name: getattr(row, name) for name in PLAIN if name != "item_class"},
            # A draft without an audience is not finished; what is public has it left open.
            "audience": row.audience or (UNKNOWN if row.live else []),
            "visits": UNKNOWN if row.visits is None else row.visits,
            "phones": {"service": row.service_phones, "complaint": row.complaint_phones},
            "class": row.item_class,
            "topic": row.topic or None,
            "code": {"scheme": row.code_scheme, "raw": row.code_raw} if row.code_raw else None,
            "themes": [theme.code for theme in row.themes.all()],
            "department": row.department.code,
            "days": Days.of(row.statutory_limit, row.statutory_unit, row.promised_days),
            "fee": {"charged": UNKNOWN if row.fee_charged is None else row.fee_charged, "text": row.fee},
            "excluded": excluded if row.exclusion else None,
            "materials": [NeededMaterial.read(value) for value in values(row.materials)],
            "steps": [ItemStep.read(value) for value in values(row.steps)],
            "basis": [Basis.read(value) for value in values(row.basis)],
            "questions": [dict(value) for value in values(row.questions)],
            "form": row.form or None,
            "appointment": row.appointment or None,
            "published": row.live,
        }

    def echoes(self, code: str) -> Iterable[QuerySet[Any]]:
        return (ServiceItem.objects.filter(code=code),)

    def owner(self, spec: ItemSpec) -> str:
        return spec.department

    def new_rows(self, specs: Sequence[ItemSpec]) -> Iterator[Any]:
        themes = Theme.objects.in_bulk({code for spec in specs for code in spec.themes}, field_name="code")
        for row, spec in zip(super().new_rows(specs), specs, strict=True):
            row.themes = [themes[code] for code in spec.themes]
            yield row

    def columns(self, spec: ItemSpec, organisations: Mapping[str, Organisation | None]) -> dict[str, Any]:
        own = f"item/{spec.item}"
        limit, unit = spec.days.limit
        return {
            **{name: getattr(spec, name) for name in PLAIN},
            "topic": spec.topic or "",
            "code_scheme": spec.code.scheme if spec.code else "",
            "code_raw": spec.code.raw if spec.code else "",
            "department": organisations[spec.department],
            "statutory_limit": limit,
            "statutory_unit": unit,
            "promised_days": spec.days.promised_days,
            "fee_charged": spec.fee.charged,
            "fee": spec.fee.text,
            "service_phones": spec.phones.service,
            "complaint_phones": spec.phones.complaint,
            "exclusion": spec.excluded.kind if spec.excluded else "",
            "exclusion_reason": spec.excluded.reason if spec.excluded else Words(),
            "materials": stream("material", own, [material.block() for material in spec.materials]),
            "steps": stream("step", own, [step.block() for step in spec.steps]),
            "basis": stream("basis", own, [basis.block() for basis in spec.basis]),
            "questions": stream("question", own, [{"ask": each.ask, "answer": each.answer} for each in spec.questions]),
            "form": spec.form or "",
            "appointment": spec.appointment or "",
        }

    def relate(self, row: Any, spec: ItemSpec) -> None:
        row.themes = list(Theme.objects.filter(code__in=spec.themes))

    def check(self, spec: ItemSpec, folder: Folder) -> Iterator[Complaint]:
        yield from of_another_list("class", spec.item_class, TermList.CLASS, folder)
        yield from of_another_list("topic", spec.topic or "", TermList.TOPIC, folder)
        for number, level in enumerate(spec.decided_at):
            yield from unknown_level(("decided_at", number), level, folder)
        for found in about_limits(*spec.days.limit, spec.days.promised_days):
            yield Complaint(("days", "promised"), found.code, str(found.sentence))
        if spec.excluded:
            for found in about_exclusion(spec.excluded.kind, spec.excluded.reason):
                yield Complaint(("excluded",), found.code, str(found.sentence), "add `reason`")
        for found in about_type(spec.task_type):
            yield Complaint(("task_type",), found.code, str(found.sentence))
        for found in about_fee(spec.fee.text.values()):
            yield Complaint(("fee",), found.code, str(found.sentence))
        yield from _unknown_papers(spec, folder)
        yield from _unknown_laws(spec, folder)

    def claims(self, spec: ItemSpec) -> Iterator[Claim]:
        if spec.code:
            message = "the item '{other}' has this official code"
            complaint = Complaint(("code",), "D322", message, "correct one of the two, or take one out")
            yield Claim(f"{spec.code.scheme} {spec.code.raw}", spec.item, complaint)

    def advise(self, spec: ItemSpec, folder: Folder) -> Iterator[Complaint]:
        if spec.excluded:
            return  # its guide only says where else to go
        item = ServiceItem(code=spec.item, **self.columns(spec, {spec.department: None}))
        term = folder.get("term", spec.item_class)
        licence = term.licence if isinstance(term, TermSpec) else spec.item_class in term_names.licences()
        for found in lint.about_item(item, licence=licence, calendar=_calendar(folder)):
            yield Complaint(KEYS.get(found.field, (found.field,)), found.code, str(found.sentence))

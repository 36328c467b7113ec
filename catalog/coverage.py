"""Coverage report: demands of the rule not yet met by the catalogue (Art. 5, 8, 9, 14, 15, 38), as conditions."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, Model, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog.enums import Purpose
from catalog.legal_basis import cites_changed_law
from catalog.models import ContactNumber, Organisation, Post, ServiceItem, ServicePoint, term_names
from catalog.models.scope import may_everywhere, organisations_of
from portal.kit import clock
from portal.users.models import User

NUMBERS_KEEP, ITEMS_KEEP = 90, 180  # days for which somebody's word that it is right is taken


@dataclass(frozen=True)
class Subject:
    """A kind of row: ``owner`` leads to the organisation that answers for it, ``grants`` mend it, ``edit`` is a URL."""

    model: type[Model]
    owner: str
    grants: tuple[str, ...]
    edit: str

    def rows(self, user: User) -> QuerySet[Any]:
        """Return the rows in use that USER may mend."""
        own = organisations_of(user, *self.grants)
        return self.model._default_manager.filter(**{f"{self.owner}__in": own}, retired_at=None)


POINTS = Subject(
    ServicePoint, "organisation", ("points.edit", "points.publish"), "wagtailsnippets_catalog_servicepoint:edit"
)
ITEMS = Subject(ServiceItem, "department", ("items.edit", "items.publish"), "wagtailsnippets_catalog_serviceitem:edit")
NUMBERS = Subject(ContactNumber, "organisation", ("registries.edit",), "catalog_contactnumber_modeladmin_edit")
ORGANISATIONS = Subject(Organisation, "pk", ("registries.edit",), "catalog_organisation_modeladmin_edit")


@dataclass(frozen=True)
class CoverageCheck:
    """One demand: ``missing`` returns the condition of the rows that do not meet it; ``confirms`` names the date that
    one click renews."""

    code: str
    subject: Subject
    label: str | Promise
    missing: Callable[[], Q | Exists]
    confirms: str = ""


def _empty(field: str) -> Q:
    return Q(**{f"{field}_text__in": ["", "[]"]})


def _no_agent() -> Q:
    return ~Q(Exists(Post.objects.agents().filter(point=OuterRef("pk"))))


def _no_complaints() -> Q:
    numbers = ContactNumber.objects.current().filter(purpose=Purpose.COMPLAINT, organisation=OuterRef("pk"))
    points = ServicePoint.objects.public().filter(organisation=OuterRef("pk")).exclude(complaint_phone="")
    return ~Q(Exists(numbers)) & ~Q(Exists(points))


def _points_unread() -> Q:
    """Confirmed long ago, or never and written long ago: what is new today need not be looked at again."""
    return _unconfirmed("phones_checked_on", NUMBERS_KEEP, Q(updated_at__lt=_ago(NUMBERS_KEEP)))


def _numbers_unread() -> Q:
    return _unconfirmed("checked_on", NUMBERS_KEEP, Q(entered_on__lt=clock.today() - dt.timedelta(days=NUMBERS_KEEP)))


def _items_unread() -> Q:
    """Neither changed nor confirmed for long: the later of the two counts."""
    old = Q(updated_at__lt=_ago(ITEMS_KEEP))
    return old & _unconfirmed("checked_on", ITEMS_KEEP, old)


def _unconfirmed(field: str, days: int, never: Q) -> Q:
    """Return the condition of what was last confirmed more than DAYS ago, or not at all and NEVER holds."""
    return Q(**{f"{field}__lt": clock.today() - dt.timedelta(days=days)}) | (Q(**{field: None}) & never)


def _ago(days: int) -> dt.datetime:
    return clock.now() - dt.timedelta(days=days)


CHECKS = (
    CoverageCheck(
        "point-numbers",
        POINTS,
        _("Points without two different numbers"),
        lambda: Q(service_phone="") | Q(complaint_phone="") | Q(service_phone=F("complaint_phone")),
    ),
    CoverageCheck("point-hours", POINTS, _("Points without opening hours"), lambda: _empty("hours")),
    CoverageCheck("point-agents", POINTS, _("Points without an agent"), _no_agent),
    CoverageCheck(
        "point-stale",
        POINTS,
        _("Points whose numbers nobody has confirmed for 90 days"),
        _points_unread,
        "phones_checked_on",
    ),
    CoverageCheck("complaints", ORGANISATIONS, _("Organisations without a complaint number"), _no_complaints),
    CoverageCheck(
        "number-stale",
        NUMBERS,
        _("Contact numbers that nobody has confirmed for 90 days"),
        _numbers_unread,
        "checked_on",
    ),
    CoverageCheck("item-materials", ITEMS, _("Items without materials"), lambda: _empty("materials")),
    CoverageCheck("item-steps", ITEMS, _("Items without steps"), lambda: _empty("steps")),
    CoverageCheck("item-basis", ITEMS, _("Items without a legal basis"), lambda: _empty("basis")),
    CoverageCheck(
        "item-laws",
        ITEMS,
        _("Items whose law was repealed, or amended after they were last checked"),
        cites_changed_law,
        "checked_on",
    ),
    CoverageCheck(
        "item-limits",
        ITEMS,
        _("Items without a time limit"),
        lambda: (
            Q(promised_days=None) | Q(statutory_limit=None, item_class__in=term_names.licences()) & ~Q(promised_days=0)
        ),
    ),
    CoverageCheck(
        "item-visits", ITEMS, _("Items of which nobody has stated how many trips they take"), lambda: Q(visits=None)
    ),
    CoverageCheck(
        "item-fee", ITEMS, _("Items of which nobody has stated whether they cost a fee"), lambda: Q(fee_charged=None)
    ),
    CoverageCheck(
        "item-audience", ITEMS, _("Items of which nobody has stated who can apply"), lambda: _empty("audience")
    ),
    CoverageCheck("item-stale", ITEMS, _("Items that nobody has looked at for 180 days"), _items_unread, "checked_on"),
)
BY_CODE = {check.code: check for check in CHECKS}
LISTS: dict[type[Model], tuple[str, ...]] = {
    ServicePoint: ("hours",),
    ServiceItem: ("materials", "steps", "basis", "audience"),
}


def _base(subject: Subject, user: User) -> QuerySet[Any]:
    rows = subject.rows(user)
    if subject is ITEMS:
        rows = rows.filter(exclusion="")
    return rows.alias(**{f"{name}_text": Cast(name, TextField()) for name in LISTS.get(subject.model, ())})


def rows(check: CoverageCheck, user: User, organisation: Organisation | None = None) -> QuerySet[Any]:
    """Return what CHECK misses within the scope of USER, by organisation; only below ORGANISATION if it is given."""
    owner = "" if check.subject.owner == "pk" else f"{check.subject.owner}__"
    found = _base(check.subject, user).filter(check.missing())
    if organisation:
        found = found.filter(**{f"{check.subject.owner}__in": Organisation.objects.within(organisation)})
    related = [check.subject.owner] if owner else []
    return found.select_related(*related).order_by(f"{owner}path", "order", "code")


def counts(user: User) -> Iterator[tuple[CoverageCheck, int]]:
    """Yield how many rows each check misses, one query a subject; checks that USER cannot mend are left out."""
    for subject in (POINTS, ORGANISATIONS, NUMBERS, ITEMS):
        checks = [check for check in CHECKS if check.subject is subject]
        found = _base(subject, user)
        names = {check.code.replace("-", "_"): Count("pk", filter=check.missing()) for check in checks}
        numbers = found.aggregate(**names, of_all=Count("pk"))
        if numbers["of_all"]:
            yield from ((check, numbers[check.code.replace("-", "_")]) for check in checks)


def sees_all(check: CoverageCheck, user: User) -> bool:
    """Return whether USER sees every row that CHECK looks at: only then nothing found is nothing missing."""
    return any(may_everywhere(user, grant) for grant in check.subject.grants)


def owner(check: CoverageCheck, row: Any) -> Organisation:
    """Return the organisation that answers for ROW."""
    return row if isinstance(row, Organisation) else getattr(row, check.subject.owner)

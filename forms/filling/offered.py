"""Choices of a page that the form does not list: services, service points, territories.

Without a script a word is sent with the page, and what it finds stands on the page with everything that was typed.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog.models import Organisation, ServiceItem, ServicePoint
from catalog.points.finder import PointFinder
from catalog.territory import addresses, reach
from configuration import site
from forms.applied_for import named_place
from forms.chosen_names import names_of, territory_name
from forms.evaluate import Answers
from forms.fields import items
from forms.fields.address import Address
from forms.fields.base import ITEM, FieldType, Labels, Question, label_key
from forms.fields.point import Point
from forms.fields.repeat import Repeat
from forms.fields.typed import plain
from forms.models import Draft
from portal.kit import clock

FIND = "_find"  # no field has such a key: codes begin with a letter or digit
FOUND = 12  # services or points shown for a word
MOST_TERRITORIES = 60  # in a list without a word
ORGANISATION, POINT = Address.refers_to, Point.refers_to
SEARCHES: Mapping[str, tuple[str, str | Promise]] = {
    ITEM: (FIND, _("Another service: a word of its name")),
    POINT: (f"{FIND}_{POINT}", _("Another service point: a word of its name or address")),
    ORGANISATION: (f"{FIND}_{ORGANISATION}", _("Not in the list? A word of your street, town or community")),
}
"""Name and label of the search on a page, by what is looked for."""

Shown = Mapping[str, FieldType]


def searched(field: FieldType) -> str:
    """Return the kind of which FIELD, or a question inside of it, offers a search; empty for none."""
    inner = field.questions().values() if isinstance(field, Repeat) else [field]
    return next((one.refers_to for one in inner if isinstance(one, Question) and one.finds), "")


def searches(shown: Shown) -> dict[str, str]:
    """Return the kinds that can be looked for on a page with SHOWN, by the key after which the search stands."""
    found: dict[str, str] = {}
    for key, field in shown.items():
        kind = searched(field)
        if kind and kind not in found.values():
            found[key] = kind
    return found


def services_asked(shown: Shown) -> list[str]:
    """Return the keys of the questions for services among SHOWN."""
    return [key for key, field in shown.items() if isinstance(field, Question) and field.refers_to == ITEM]


def offered(shown: Shown, draft: Draft, stored: Answers, data: QueryDict | None) -> Labels:
    """Return the labels of what the questions SHOWN offer in DRAFT: what is STORED, sent as DATA, looked for, near."""
    kinds = set(searches(shown).values())
    labels: dict[str, str] = {}
    if ITEM in kinds:
        labels |= _services(services_asked(shown), draft, stored, data)
    if POINT in kinds:
        labels |= _points(shown, draft, stored, data)
    if ORGANISATION in kinds:
        labels |= _territories(shown, stored, data)
    return labels


def _word(kind: str, data: QueryDict | None) -> str:
    return plain(data.get(SEARCHES[kind][0], ""))[:40] if data else ""


def _services(keys: Collection[str], draft: Draft, stored: Answers, data: QueryDict | None) -> Labels:
    """Return the services to choose from: the one begun with, those chosen, those looked for, popular ones."""
    chosen = [code for key in keys for code in (data.getlist(key) if data else stored.get(key) or [])]
    codes = map(_code, chosen[: 2 * items.MOST])
    wanted = [*([draft.item.code] if draft.item else []), *codes, *site.current().popular]
    # Excluded services (Art. 5) are no choices, even if they are sent.
    found = ServiceItem.objects.public().filter(exclusion="").only("code", "name")
    rows = {item.code: str(item.name) for item in found.filter(code__in=wanted)}
    word = _word(ITEM, data)
    more = {item.code: str(item.name) for item in found.filter(name__icontains=word)[:FOUND]} if word else {}
    return {code: rows[code] for code in wanted if code in rows} | more


def _points(shown: Shown, draft: Draft, stored: Answers, data: QueryDict | None) -> Labels:
    """Return the points that handle the service: the one chosen, then those looked for, else the first ones."""
    keys = [key for key, field in shown.items() if isinstance(field, Point)]
    chosen = [_code(code) for key in keys if (code := (data.get(key) if data else stored.get(key)))]
    among = reach.points_for(*([draft.item] if draft.item else []))
    word = _word(POINT, data)
    rows: list[ServicePoint] = [*among.filter(code__in=chosen[:FOUND])]
    rows += PointFinder({"q": word}, clock.now(), among=among).found()[:FOUND] if word else among[:FOUND]
    return {label_key(POINT, row.code): f"{row.name} · {row.address}" for row in rows}


def _territories(shown: Shown, stored: Answers, data: QueryDict | None) -> Labels:
    """Return the territories of the levels asked for: those chosen, then those looked for, else all that are few."""
    levels = {level for field in shown.values() for level in _levels(field)}
    rows = Organisation.objects.current().filter(level__in=levels).select_related("parent")
    word = _word(ORGANISATION, data)
    if word:
        paths = [match.path for match in addresses.matches(word)]
        found = [*rows.within(*paths)[:MOST_TERRITORIES], *rows.filter(name__icontains=word)[:FOUND]]
    else:
        found = [*rows[: MOST_TERRITORIES + 1]]
        if len(found) > MOST_TERRITORIES:
            place = named_place(stored)
            found = [*rows.within(place)[:MOST_TERRITORIES]] if place else []
    chosen = [*_chosen(shown, stored), *(_sent(data) if data else ())]
    kept = names_of((ORGANISATION, row.code) for row in rows.filter(code__in=chosen)) if chosen else {}
    return dict(kept) | {label_key(ORGANISATION, row.code): territory_name(row) for row in found}


def _code(sent: Any) -> str:
    """Return what was SENT as a code that a database can look for."""
    return plain(str(sent))[:80]


def _levels(field: FieldType) -> list[str]:
    inner: Any = field.questions().values() if isinstance(field, Repeat) else [field]
    return [level for one in inner if isinstance(one, Address) for level in one.levels]


def _chosen(shown: Shown, stored: Answers) -> Iterator[str]:
    for key, field in shown.items():
        if isinstance(field, Question) and stored.get(key):
            yield from (code for kind, code in field.codes(stored[key]) if kind == ORGANISATION)


def _sent(data: QueryDict) -> list[str]:
    """Return the territories that were sent: those of inputs in which `AddressParts` sends them."""
    return [_code(value) for name, value in data.items() if name.endswith("_territory") and isinstance(value, str)]

"""Search and filters of the queue. A name is sealed: it is found by its blind index, as a whole, as is a telephone."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import QueryDict

from cases.actions.parties import TAIL, ending_index, name_index, phone_index
from cases.desk.listing import CaseList
from cases.enums import IntakeChannel
from cases.models import Case, Party
from cases.models.case import CaseQuerySet
from cases.numbers import number_range
from catalog.enums import Mode
from catalog.models import Organisation, ServiceItem
from portal.kit import languages, phones

LONGEST = 64  # characters of a search
FOUND = 300  # cases of the whole site with one name, one end of a telephone or one beginning of a number, the newest
LISTED_EACH = 5  # items whose cases are read item by item
FILTERS = {"mode": Mode, "channel": IntakeChannel}


@dataclass(frozen=True)
class FilterLink:
    """A link to the same list with one filter more, or with this one taken away when it is ``chosen``."""

    label: str
    address: str
    chosen: bool


def filter_links(query: QueryDict, tab: str) -> Iterator[FilterLink]:
    """Yield a link for each value of FILTERS; QUERY is that of the list, TAB the one that it shows."""
    for name, choices in FILTERS.items():
        for value, label in choices.choices:
            chosen, wanted = query.get(name) == value, query.copy()
            wanted.pop("after", None)
            if chosen:
                wanted.pop(name)
            else:
                wanted[name], wanted["tab"] = value, tab
            yield FilterLink(str(label), f"?{wanted.urlencode()}", chosen)


def filtered(cases: CaseList, query: Mapping[str, str]) -> CaseList:
    """Return those of CASES that the filters of QUERY leave; unknown values filter nothing."""
    chosen = {name: query[name] for name, choices in FILTERS.items() if query.get(name) in choices.values}
    return cases.filter(**chosen) if chosen else cases


def plain(words: str) -> str:
    """Return WORDS as typed by hand: full-width characters made plain, nothing that cannot be printed, not too long."""
    written = unicodedata.normalize("NFKC", words[:LONGEST])
    return "".join(character for character in written if character.isprintable()).strip()


@dataclass(frozen=True)
class FoundCases:
    """The open and the closed cases that a search means; ``is_cut`` when older ones are left out."""

    lists: list[CaseList]
    is_cut: bool = False


def found(heads: Sequence[Organisation], words: str) -> FoundCases:
    """Return the cases below HEADS that WORDS mean.

    WORDS are a number or its beginning, the whole name of a person, a telephone or its last four digits; or else a part
    of the name of an item.
    """
    keys = _of_numbers(words) | _of_parties(words)
    parts = [Case.objects.within(heads).filter(pk__in=keys)] if keys else _of_items(heads, words)
    lists = [CaseList([part.open() for part in parts]), CaseList([part.closed() for part in parts], closed=True)]
    return FoundCases(lists, is_cut=len(keys) >= FOUND)


def _of_numbers(words: str) -> set[int]:
    between = number_range(words)
    return _newest(Case.objects.filter(number__range=between), "pk") if between else set()


def _of_parties(words: str) -> set[int]:
    keys = _newest(Party.objects.filter(name_index=name_index(words)), "case_id")
    ending = re.sub(r"[\s-]", "", words)
    if re.fullmatch(rf"\d{{{TAIL}}}", ending):
        return keys | _newest(Party.objects.filter(ending_index=ending_index(ending)), "case_id")
    if phones.private(words):
        return keys | _newest(Party.objects.filter(phone_index=phone_index(words)), "case_id")
    return keys


def _newest(rows: QuerySet[Any], key: str) -> set[int]:
    return set(rows.order_by("-pk").values_list(key, flat=True)[:FOUND])


def _of_items(heads: Sequence[Organisation], words: str) -> list[CaseQuerySet]:
    """Return the cases below HEADS of the items whose names hold WORDS, in parts that an index gives in order."""
    named = Q()
    for language in languages.offered():
        named |= Q(**{f"name__{language}__icontains": words})
    items = list(ServiceItem.objects.filter(named).values_list("pk", flat=True))
    parts = [Case.objects.below(head) for head in heads]
    if len(items) <= LISTED_EACH:
        return [part.filter(item=item) for part in parts for item in items]
    # Many items have many cases: the list of all is walked. The sum keeps databases from sorting the cases of each.
    return [part.alias(one_item=F("item") + 0).filter(one_item__in=items) for part in parts]

"""Search and filters of the queue. A name is sealed and never searched; a telephone is found by its blind index."""

import re
import unicodedata
from collections.abc import Mapping

from django.db.models import Q

from cases.actions.parties import phone_index, tail_index
from cases.enums import IntakeChannel
from cases.models.case import CaseQuerySet
from cases.numbers import normalise
from catalog.enums import Mode
from portal.kit import languages

LONGEST = 64  # characters of a search
TAIL = 4  # digits
WHOLE_PHONE = 7  # digits
# A tail is compared with every open case in reach, each under its own key; above this many only numbers are found.
COMPARED = 2000
FILTERS = {"mode": Mode, "channel": IntakeChannel}


def narrowed(cases: CaseQuerySet, query: Mapping[str, str]) -> CaseQuerySet:
    """Return those of CASES that the filters of QUERY leave; unknown values filter nothing."""
    for name, choices in FILTERS.items():
        if query.get(name) in choices.values:
            cases = cases.filter(**{name: query[name]})
    return found(cases, plain(query.get("q", "")))


def plain(words: str) -> str:
    """Return WORDS as typed by hand: full-width characters made plain, nothing that cannot be printed, not too long."""
    written = unicodedata.normalize("NFKC", words[:LONGEST])
    return "".join(character for character in written if character.isprintable()).strip()


def found(cases: CaseQuerySet, words: str) -> CaseQuerySet:
    """Return those of CASES whose number, item or telephone (whole, or its last four digits) is WORDS."""
    if not words:
        return cases
    condition = Q(number__icontains=normalise(words) or words)
    for language in languages.offered():
        condition |= Q(**{f"subject__{language}__icontains": words})
    digits = re.sub(r"\D", "", words)
    if re.fullmatch(r"[\d\s-]+", words):
        if len(digits) == TAIL:
            condition |= Q(pk__in=_with_tail(cases, digits))
        elif len(digits) >= WHOLE_PHONE:
            condition |= Q(applicant__phone_index=phone_index(words))
    return cases.filter(condition)


def _with_tail(cases: CaseQuerySet, tail: str) -> list[int]:
    known = cases.order_by("-submitted_at").values_list("pk", "number", "applicant__tail_index")[:COMPARED]
    return [pk for pk, number, index in known if index == tail_index(number, tail)]

"""Parties of a case: personal values sealed, masks and blind indexes beside them."""

import json
import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

from cases.enums import PartyRole
from cases.models import Case, Party
from catalog.enums import Audience
from forms import masks
from forms.evaluate import Evaluation
from forms.spec import CaseOpening
from portal.kit import phones
from portal.kit.sealed import Sealed, blind_index

TAIL = 4  # digits


@dataclass(frozen=True)
class Person:
    """An applicant as typed; ``more`` are the other personal answers by field key."""

    name: str
    phone: str
    kind: Audience = Audience.NATURAL_PERSON
    identity: str = ""
    identity_kind: str = ""
    more: dict[str, Any] = field(default_factory=dict)


def tail_index(number: str, tail: str) -> str:
    """Return the blind index under which the case NUMBER keeps the last four digits TAIL of its phone."""
    return blind_index(f"tail:{number}", tail)


def phone_index(phone: str) -> str:
    """Return the blind index of a whole PHONE."""
    return blind_index("phone", phones.digits(phone))


def ending_index(tail: str) -> str:
    """Return the blind index of the last four digits TAIL of a phone, the same in every case."""
    return blind_index("phone ending", tail)


def name_index(name: str) -> str:
    """Return the blind index of a whole NAME; width, case, blanks and middle dots make no other name."""
    return blind_index("name", re.sub(r"[\s·•・]", "", unicodedata.normalize("NFKC", name)).casefold())


def add_applicant(case: Case, person: Person) -> Party:
    """Store PERSON as the applicant of record of CASE; who complains may leave name and telephone out (Art. 9)."""
    natural, ending = person.kind == Audience.NATURAL_PERSON, phones.digits(person.phone)[-TAIL:]
    party = Party.objects.create(
        case=case,
        role=PartyRole.APPLICANT,
        kind=person.kind,
        name=Sealed.of(person.name),
        name_masked=masks.name(person.name) if natural else masks.organisation(person.name),
        identity=Sealed.of(person.identity),
        identity_kind=person.identity_kind,
        phone=Sealed.of(person.phone),
        phone_masked=masks.phone(person.phone) if person.phone else "",
        # Nobody is found by what they did not give.
        name_index=name_index(person.name) if person.name else "",
        phone_index=phone_index(person.phone) if person.phone else "",
        ending_index=ending_index(ending) if ending else "",
        tail_index=tail_index(case.number, ending) if ending else "",
        answers=Sealed.of(json.dumps(person.more, ensure_ascii=False) if person.more else ""),
    )
    case.applicant = party
    case.save(update_fields=["applicant"])
    return party


def person_of(opens: CaseOpening, evaluation: Evaluation) -> Person:
    """Return the applicant that the answers of EVALUATION describe, found by the types of the questions."""
    answers, questions = evaluation.answers, evaluation.questions

    def first(*types: str) -> str:
        return next((str(answers[key]) for key in answers if questions[key].type in types), "")

    kind = answers.get(opens.applicant_kind, Audience.NATURAL_PERSON)
    natural = kind == Audience.NATURAL_PERSON
    return Person(
        name=first("person_name") if natural else first("organisation_name") or first("person_name"),
        phone=first("mobile_or_fixed", "mobile", "fixed_phone"),
        kind=Audience(kind),
        identity=first("identity_document") if natural else first("uscc"),
        identity_kind="identity_document" if natural else "uscc",
        more=evaluation.personal,
    )

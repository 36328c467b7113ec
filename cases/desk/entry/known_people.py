"""People whose telephone number was in a case before, in the own organisations only; found by the blind index."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from cases.access import CasePolicy
from cases.actions.parties import phone_index
from cases.models import Case
from catalog.enums import Audience
from forms.fields.base import OptionsQuestion, Question
from forms.spec import FormSpec

MOST = 4  # people shown for one number
READ = 30  # their newest cases
# Types whose answers describe a person, not a matter: files, wishes and choices belong to their case.
ABOUT_A_PERSON = frozenset(
    {
        *("person_name", "organisation_name", "identity_document", "uscc", "mobile_or_fixed", "mobile"),
        *("fixed_phone", "email", "address"),
    }
)


@dataclass(frozen=True)
class KnownPerson:
    """A person by their newest case: everything masked, until they say that it is they."""

    case: Case
    state: str

    @property
    def name(self) -> str:
        """The masked name."""
        return self.case.applicant.name_masked if self.case.applicant else ""


def people_of(policy: CasePolicy, phone: str) -> list[KnownPerson]:
    """Return the people with the number PHONE in the cases that POLICY shows, the newest first, each name once."""
    cases = policy.visible().filter(applicant__phone_index=phone_index(phone)).for_queue()
    rows = cases.select_related("applicant", "workflow_version").order_by(F("pk").desc())[:READ]
    found: dict[str, KnownPerson] = {}
    for case in rows:
        state = case.workflow_version.read().states.get(case.state)
        name = case.applicant.name_index if case.applicant else ""
        found.setdefault(name, KnownPerson(case, str(state.staff) if state else case.state))
    return [*found.values()][:MOST]


def answers_about(case: Case, spec: FormSpec) -> dict[str, Any]:
    """Return the answers about the applicant of CASE that the questions of SPEC take, by key."""
    return dict(_answers(case, spec))


def _answers(case: Case, spec: FormSpec) -> Iterator[tuple[str, Any]]:
    party = case.applicant
    if party is None:
        return
    given = json.loads(party.answers.open()) if party.answers else {}
    types = {key: field.type for _step, key, field in case.form_version.read().fields()} if case.form_version else {}
    natural = party.kind == Audience.NATURAL_PERSON
    of_record = {
        "person_name" if natural else "organisation_name": party.name.open(),
        party.identity_kind: party.identity.open() if party.identity else "",
        "mobile_or_fixed": party.phone.open(),
    }
    for _step, key, field in spec.fields():
        if key == spec.opens.applicant_kind and isinstance(field, OptionsQuestion) and party.kind in field.options:
            yield key, party.kind
        elif not isinstance(field, Question) or field.type not in ABOUT_A_PERSON:
            continue
        elif key in given and types.get(key) == field.type:
            of_record.pop(field.type, None)
            yield key, given[key]
        elif answer := of_record.pop(field.type, ""):
            yield key, answer

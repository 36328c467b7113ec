"""A case begins here, whichever way it came: a form, a booking, later a consultation or the counter."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction

from cases.actions import clocks, columns, journal, parties
from cases.enums import EntryKind, IntakeChannel
from cases.models import Case, Workflow
from cases.numbers import new_number
from cases.workflow.actor import THE_APPLICANT, Actor
from catalog.enums import Mode
from catalog.models import Organisation, ServiceItem, ServicePoint
from forms.models import Draft
from portal.kit import clock, languages
from portal.kit.words import Words


@transaction.atomic
def open_case(
    *,
    by: Actor,
    workflow: str,
    subject: Mapping[str, str],
    person: parties.Person,
    organisation: Organisation,
    point: ServicePoint | None,
    channel: IntakeChannel,
    mode: str = Mode.ASSISTANCE,
    items: Sequence[ServiceItem] = (),
    draft: Draft | None = None,
    dossier: Sequence[Mapping[str, Any]] = (),
    consents: Iterable[Mapping[str, Any]] = (),
    visit_at: dt.datetime | None = None,
) -> Case:
    """Open a case of PERSON in the first state of WORKFLOW (a code) and return it.

    It gets its number, the current version of the workflow, its clocks, its first journal entry and its applicant.
    DRAFT is the form that was sent, if one was: it opens one case, ever.
    CONSENTS are the declarations that were ticked; the moment of opening is added to each. VISIT_AT is when the
    applicant comes, if that is agreed. The clocks take their days from the first of ITEMS.
    """
    version = Workflow.objects.select_related("current").get(code=workflow).current
    flow = version.read()
    now = clock.now()
    item = items[0] if items else None
    case = Case.objects.create(
        number=new_number(flow.prefix),
        subject=Words(subject),
        mode=mode,
        channel=channel,
        organisation=organisation,
        point=point,
        item=item,
        workflow_version=version,
        form_version=draft.form_version if draft else None,
        draft=draft,
        state=flow.start,
        dossier=[*dossier],
        consents=[{**consent, "at": now.isoformat()} for consent in consents],
        language=languages.active() if by == THE_APPLICANT else languages.default(),
        submitted_at=now,
        visit_at=visit_at,
    )
    case.items.add(*items)
    parties.add_applicant(case, person)
    clocks.enter(case, flow, state=flow.start, leaving=None, at=now, item=item)
    columns.keep(case, flow)
    journal.write(case, EntryKind.SUBMITTED, by=by, at=now, to_state=case.state)
    return case

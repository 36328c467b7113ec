"""Words of a notice, filled in. Nothing personal is among the values: an SMS is read by whoever holds the telephone."""

from django.urls import reverse

from cases.access import spec_of
from cases.models import Case, JournalEntry, RingTask
from cases.notice_spec import PLACEHOLDER
from configuration import site
from forms.filling.contacts import contact
from portal.kit import languages, phones
from portal.kit.addresses import absolute
from portal.kit.words import Words
from portal.templatetags.portal import day, time_of_day

TAIL = 2  # groups of the number


def values_of(case: Case, entry: JournalEntry) -> dict[str, str]:
    """Return what stands for each placeholder in a notice about ENTRY of CASE, in the active language."""
    state = spec_of(case).states.get(entry.to_state or case.state)
    number = contact(point=case.point, organisation=case.organisation).phone
    read = phones.public(number)
    return {
        "address": absolute(reverse("track")),
        "item": str(case.subject),
        "office": str(case.point.name if case.point else case.organisation.name),
        "phone": read.display if read else number,
        "site": str(site.current().name),
        "state": str(state.public) if state else "",
        "tail": "-".join(case.number.split("-")[-TAIL:]),
        "visit": _visit(case),
    }


def filled(words: Words, values: dict[str, str]) -> str:
    """Return WORDS in the active language with VALUES in place of their names."""
    return PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), words.in_language(languages.active())).strip()


def _visit(case: Case) -> str:
    if case.visit_at is None:
        return ""
    return f"{day(case.visit_at)} {time_of_day(case.visit_at)}"


def text_to_say(call: RingTask) -> str:
    """Return what is to be told by telephone in CALL: the words of the letter, else of the SMS."""
    spec, values = call.notice.read(), values_of(call.case, call.entry)
    said = filled(spec.email.text if spec.email else spec.sms, values)
    # What staff wrote to the applicant stands on the tracking page, which this person may never open.
    return f"{call.entry.public_note}\n\n{said}" if call.entry.public_note else said

"""Description of forms for the builder: steps and questions, the words on screen, names for conditions."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext_lazy as _

from configuration.builder.condition_rows import KnownName
from configuration.builder.description import BuilderDescription, ConsequenceGroup
from configuration.builder.outline import Branch, ElementPath, Plain
from configuration.kinds import named
from forms.changes import impact, noticed
from forms.conditions import FACTS
from forms.fact_names import FACT_NAMES
from forms.fields import question_type
from forms.spec import FormSpec
from forms.widgets import OTHER
from portal.kit.speaking import in_all_languages
from portal.kit.words import Words

CHECK_TITLE = _("Check your answers, then send")
TOP = Branch("steps", "step", Branch("fields", inside=Branch("fields", own_codes=True)))
TYPE_LABELS = {
    "choice": _("One of several"),
    "choices": _("Several of several"),
    "text": _("A line of text"),
    "paragraph": _("Text in own words"),
    "person_name": _("Name of a person"),
    "organisation_name": _("Name of an organisation"),
    "yes_no": _("Yes or no"),
    "identity_document": _("Number of an identity document"),
    "uscc": _("Unified social credit code"),
    "project_code": _("Code of an investment project"),
    "mobile_or_fixed": _("Telephone number"),
    "mobile": _("Mobile number"),
    "fixed_phone": _("Number of a fixed line"),
    "email": _("E-mail address"),
    "address": _("Address"),
    "date": _("Date"),
    "memorable_date": _("Date in three parts, e.g. a birthday"),
    "time": _("Time of day"),
    "number": _("A number"),
    "amount": _("Amount of money, as information"),
    "items": _("Services"),
    "point": _("Service point"),
    "declaration": _("Declaration to be ticked"),
    "signature": _("Signature by typed name"),
    "repeat": _("Group that can be repeated"),
    "heading": _("Heading between questions"),
    "plain_text": _("Text between questions"),
    "file": _("Photos and files"),
    "materials": _("Papers that the services need"),
    "note": _("Explanation between questions"),
    "warning": _("Warning between questions"),
    "stop": _("End with an explanation"),
}
OPTION_LABELS = {
    "label": _("Question"),
    "hint": _("Hint"),
    "required": _("Must be answered"),
    "personal": _("Personal answer"),
    "purpose": _("What it is needed for"),
    "when": _("Only asked if all of this holds"),
    "options": _("Answers to choose from"),
    "explain": _("Explanations of answers"),
    "min": _("At least, in characters"),
    "max": _("At most, in characters"),
    "other": _("Label of an answer in own words, below the others"),
    "kinds": _("Accepted documents"),
    "levels": _("Levels of territories to choose from"),
    "places": _("Digits after the point"),
    "smallest": _("Smallest number"),
    "largest": _("Largest number"),
    "earliest": _("Earliest day"),
    "latest": _("Latest day"),
    "birthday": _("The birthday of the person who fills in"),
    "not_before": _("Not before, e.g. 09:00"),
    "not_after": _("Not after, e.g. 17:00"),
    "version": _("Version of the text"),
    "of": _("Question for the name that is signed with"),
    "free": _("Any name may sign"),
    "one": _("Name of one row, e.g. Child"),
    "fewest": _("At least, in rows"),
    "most": _("At most, in rows"),
    "fields": _("Questions of the group"),
    "file_kinds": _("Accepted kinds of files"),
    "max_files": _("Files at most"),
    "camera": _("Only photos taken at that moment"),
    "title": _("Title"),
    "text": _("Text"),
    "intro": _("Introduction"),
    "also_called": _("also called"),
    "minutes": _("Minutes that it takes"),
    "read_back": _("Sentence that staff read aloud before they send it"),
    "articles": _("Articles of the rule"),
    "code": _("Code"),
    "value": _("Text"),
    "declare": _("Code"),
    "opens.workflow": _("Workflow of the case"),
    "opens.route_by": _("Who answers: asked in this order"),
    "route_by": _("Rule"),
    "opens.mode": _("Question that says how we help"),
    "opens.applicant_kind": _("Question that says who applies"),
    "check.title": _("Title of the page that is checked before sending"),
    "check.declare": _("What applicants declare before sending"),
    "confirm.next": _("What happens next"),
    "drafts.finish_unchanged_until": _("Drafts begun before finish on their version until"),
}
OPTION_HINTS = {
    "read_back": _("{key} is an answer; [ ] holds a part that is left out where its answer is not asked or not given."),
    "personal": _("Staff see only a part of it until they say why they need the rest."),
    "when": _("Answers to choose from are written as codes, several with commas between them."),
    "kinds": _("None: all are accepted."),
    "required": _("“Only if” goes by the condition below."),
    "levels": _("None: the address is one line."),
    "earliest": _("“today”, or a date such as 2026-10-08."),
    "latest": _("“today”, or a date such as 2026-10-08."),
}
CHOICE_LABELS = {
    "yes": _("yes"),
    "no": _("no"),
    "sensitive": _("sensitive"),
    "point": _("the service point that was chosen"),
    "applicant.place": _("the place that the applicant named"),
    "item.decided_at": _("who decides about the service"),
    "above": _("the level above the service point that an answer names"),
    "authority": _("the competent authority"),
    "photo": _("photos (JPEG, PNG, HEIC)"),
    "pdf": _("PDF"),
    "ofd": _("OFD"),
    "word": _("Word (DOC, DOCX)"),
    "excel": _("Excel (XLS, XLSX)"),
}


def names_before(data: Plain, path: ElementPath | None) -> list[KnownName]:
    """Return the questions of DATA before PATH (all without one), and the facts that are known beforehand."""
    facts = [KnownName(name, str(FACT_NAMES[name]), truth=kind is bool) for name, kind in FACTS.items()]
    return [*_questions(data, path), *facts]


def _questions(data: Plain, path: ElementPath | None) -> Iterator[KnownName]:
    """Yield the questions before PATH; inside of a group those of the same group that stand before it come first."""
    outside: list[KnownName] = []
    for step in data["steps"]:
        if path == (step["step"],):
            break
        for line in step["fields"]:
            for key, field in line.items():
                here = (step["step"], key)
                if path == here:
                    yield from outside
                    return
                if path is not None and path[:2] == here:
                    inside = [*_before(field.get("fields", []), path[2])]
                    taken = {one.name for one in inside}
                    yield from (*inside, *(one for one in outside if one.name not in taken))
                    return
                outside += _known(key, field)
    yield from outside


def _before(lines: list[Plain], key: str) -> Iterator[KnownName]:
    for line in lines:
        for inner, field in line.items():
            if inner == key:
                return
            yield from _known(inner, field)


def _known(key: str, field: Plain) -> Iterator[KnownName]:
    kind = question_type(field["type"])
    if kind is not None:
        label = str(Words.of(field.get("label"))) or key
        values = {code: str(Words.of(said)) for code, said in field.get("options", {}).items()}
        if field.get("other"):
            values[OTHER] = str(Words.of(field["other"]))
        plain = kind.equals is str and "more_than" not in kind.compares
        yield KnownName(key, label, values, plain=plain, truth=kind.equals is bool)


def examples(data: Plain) -> list[str]:
    """Return the names of the examples that the form carries."""
    return [str(one["case"]) for one in data.get("tests", [])]


def empty_form(code: str, title: Mapping[str, str]) -> Plain:
    """Return a form of one empty step, whose submissions open a case in the first workflow that there is."""
    workflow = next((spec.workflow for spec in named("workflow").stored()), "")
    return {
        "form": code,
        "title": dict(title),
        "opens": {"workflow": workflow},
        "steps": [{"step": "step_1", "title": {}, "fields": []}],
        "check": {"title": in_all_languages(CHECK_TITLE)},
    }


def consequences(old: FormSpec | None, new: FormSpec) -> list[ConsequenceGroup]:
    """Return what publishing NEW in the place of OLD means, for citizens, for staff and for drafts."""
    if old is None:
        first = [str(_("They can fill it in from now on."))]
        return [ConsequenceGroup(_("Citizens notice"), first, "")]
    changes = [*noticed(old, new)]
    nothing = _("Nothing changes for them.")
    told = {who: [change.sentence for change in changes if change.who == who] for who in ("citizens", "staff")}
    return [
        ConsequenceGroup(_("Citizens notice"), told["citizens"], nothing),
        ConsequenceGroup(_("Staff notice"), told["staff"], nothing),
        ConsequenceGroup(_("Drafts that were not sent yet"), impact(new).sentences(), _("There are none.")),
    ]


DESCRIPTION = BuilderDescription(
    kind="form",
    top=TOP,
    add_labels=(_("Add a step"), _("Add a question to this step"), _("Add a question to this group")),
    labels=OPTION_LABELS,
    hints=OPTION_HINTS,
    choices=TYPE_LABELS | CHOICE_LABELS,
    long=("text", "intro", "read_back", "explain"),
    other_keys=("tests",),
    names_before=names_before,
    examples=examples,
    consequences=consequences,
    new_definition=empty_form,
)

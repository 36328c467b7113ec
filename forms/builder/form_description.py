"""Description of forms for the builder: steps and questions, the words on screen, names for conditions."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from configuration.builder.condition_rows import KnownName
from configuration.builder.description import BuilderDescription
from configuration.builder.outline import Branch, ElementPath, Plain
from forms.conditions import FACTS
from forms.fields import question_type
from portal.kit.words import Words

TOP = Branch("steps", "step", Branch("fields"))
FACT_LABELS = {
    "item.excluded": _("the service is excluded from assistance"),
    "item.departments": _("number of departments of the service"),
    "item.form": _("form of the service"),
    "point.level": _("level of the service point"),
    "channel": _("channel"),
}
TYPE_LABELS = {
    "choice": _("One of several"),
    "choices": _("Several of several"),
    "text": _("A line of text"),
    "paragraph": _("Text in own words"),
    "person_name": _("Name of a person"),
    "organisation_name": _("Name of an organisation"),
    "identity_document": _("Number of an identity document"),
    "uscc": _("Unified social credit code"),
    "mobile_or_fixed": _("Telephone number"),
    "address": _("Address"),
    "date": _("Date"),
    "number": _("Whole number"),
    "items": _("Services"),
    "note": _("Explanation between questions"),
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
    "kinds": _("Accepted documents"),
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
    "opens.mode": _("Question that says how we help"),
    "opens.applicant_kind": _("Question that says who applies"),
    "check.title": _("Title of the page that is checked before sending"),
    "check.declare": _("What applicants declare before sending"),
    "confirm.next": _("What happens next"),
}
OPTION_HINTS = {
    "read_back": _("{key} is an answer; [ ] holds a part that is left out where its answer is not asked or not given."),
    "personal": _("Staff see only a part of it until they say why they need the rest."),
    "when": _("Answers to choose from are written as codes, several with commas between them."),
    "kinds": _("None: all are accepted."),
}
CHOICE_LABELS = {
    "yes": _("yes"),
    "no": _("no"),
    "sensitive": _("sensitive"),
    "point": _("the service point that was chosen"),
    "applicant.place": _("the place that the applicant named"),
    "item.decided_at": _("who decides about the service"),
    "authority": _("the competent authority"),
}


def names_before(data: Plain, path: ElementPath | None) -> list[KnownName]:
    """Return the questions of DATA before PATH (all without one), and the facts that are known beforehand."""
    facts = [KnownName(name, str(FACT_LABELS.get(name, name))) for name in FACTS]
    return [*_questions(data, path), *facts]


def _questions(data: Plain, path: ElementPath | None) -> Iterator[KnownName]:
    for step in data["steps"]:
        if path == (step["step"],):
            return
        for line in step["fields"]:
            for key, field in line.items():
                if path == (step["step"], key):
                    return
                kind = question_type(field["type"])
                if kind is not None:
                    label = str(Words.of(field.get("label"))) or key
                    values = {code: str(Words.of(said)) for code, said in field.get("options", {}).items()}
                    counted = "more_than" in kind.compares
                    yield KnownName(key, label, values, plain=not counted)


def examples(data: Plain) -> list[str]:
    """Return the names of the examples that the form carries."""
    return [str(one["case"]) for one in data.get("tests", [])]


DESCRIPTION = BuilderDescription(
    kind="form",
    top=TOP,
    add_labels=(_("Add a step"), _("Add a question to this step")),
    labels=OPTION_LABELS,
    hints=OPTION_HINTS,
    choices=TYPE_LABELS | CHOICE_LABELS,
    long=("text", "intro", "read_back", "explain"),
    other_keys=("tests",),
    names_before=names_before,
    examples=examples,
)

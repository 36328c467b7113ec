"""One long page of a form as staff fill it in: every step's questions for the answers so far, and what is missing."""

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from cases.access import CasePolicy
from cases.desk.entry import known_people, opening
from cases.desk.entry.declarations import DeclaredForm
from cases.desk.entry.opening import CHANNEL, OpeningLines
from catalog.models import ServiceItem
from forms import destinations
from forms.applied_for import AppliedFor
from forms.destinations import Route
from forms.evaluate import Evaluation
from forms.fields.base import ITEM, AnswerAudience, FieldType, Question
from forms.filling.step_form import StepForm, evaluated, first_form, sent_form
from forms.models import Draft
from forms.models.draft import PLACE, POINT
from forms.read_back import SpokenPart, read_back
from forms.spec import FormSpec, FormStep
from portal.kit.words import Words

PHONES = ("mobile_or_fixed", "mobile", "fixed_phone")
ANOTHER = "_another"  # the number of which the clerk said that somebody else calls
READ, READ_TICK = "_read", "_read_back"
WHOLE = "whole"
SHORT = 12  # characters by which the bar names a declaration


@dataclass(frozen=True)
class MissingThing:
    """A thing that is missing before the case can be opened, and where on the page it is."""

    label: str
    anchor: str


def as_one_step(spec: FormSpec) -> FormSpec:
    """Return SPEC with the lines of all its steps in one: the same conditions, the same order, one page.

    Questions for files are left out: papers are handed over at the window (cases/actions/attaching.py).
    """
    lines = [line for step in spec.steps for line in step.fields if not _asks_files(line)]
    step = FormStep.model_construct(step=WHOLE, title=spec.title, text=Words(), fields=lines)
    return spec.model_copy(update={"steps": [step]})


def _asks_files(line: Mapping[str, FieldType]) -> bool:
    return any(isinstance(field, Question) and field.holds_files for field in line.values())


class EntryPage:
    """The draft DRAFT with the answers STORED and, after a page was sent, its DATA.

    ``answers`` are those to keep; ``channel`` is empty before it was chosen.
    """

    def __init__(
        self, policy: CasePolicy, uuid: UUID, draft: Draft, stored: Mapping[str, Any], data: QueryDict | None
    ) -> None:
        self.policy, self.uuid, self.draft, self.data = policy, uuid, draft, data
        self.spec = draft.form_version.read()
        self.stored = dict(stored)
        self.channel = opening.channel_sent(data) if data is not None else str(stored.get(CHANNEL) or "")
        self.problems: list[str] = []
        self.judged = False
        self._take_opening()
        self.form = self._form()
        self.answers = self._answers()

    # --- What was sent ----------------------------------------------------------------------------------------------
    @cached_property
    def asks_services(self) -> bool:
        """Whether the form itself asks for services."""
        return any(question.refers_to == ITEM for question in self.spec.questions().values())

    @cached_property
    def points(self) -> dict[str, Any]:
        """The points at which this person may say to be, by code."""
        return opening.own_points(self.policy)

    def _take_opening(self) -> None:
        """Take service, point and place of the page into the draft; what was forged means nothing."""
        if self.data is None:
            return
        if not self.asks_services:
            self.draft.item = opening.service(opening.sent_value(self.data, "item"))
        self.draft.point = self.points.get(opening.sent_value(self.data, "point"))
        self.stored[PLACE] = opening.place_sent(self.data, self.stored)
        self.stored[POINT] = None
        self.stored[CHANNEL] = self.channel

    def _form(self) -> StepForm:
        whole = as_one_step(self.spec)
        step, channel = whole.steps[0], opening.intake(self.channel)
        if self.data is None:
            return first_form(evaluated(whole, self.draft, self.stored, channel), step, self.draft, self.stored)
        return sent_form(whole, step, self.draft, self.stored, self.data, channel=channel)

    def _answers(self) -> dict[str, Any]:
        if self.data is None:
            return self.stored
        typed = self.form.answers()
        own = {key: value for key, value in self.stored.items() if key.startswith("_")}
        return own | typed

    def judge(self) -> None:
        """Name every mistake of the page, empty lines included; before that only what was typed wrongly is named."""
        self.judged = True

    def fill(self, answers: Mapping[str, Any]) -> None:
        """Put ANSWERS among those of the draft, and show the page with them."""
        self.answers = self.stored = self.answers | dict(answers)
        self.data = None
        self.form = self._form()
        for follows in ("evaluation", "applied", "route", "opening", "declared", "_names"):
            vars(self).pop(follows, None)

    # --- What follows -----------------------------------------------------------------------------------------------
    @cached_property
    def evaluation(self) -> Evaluation:
        """The form with the answers that count."""
        return evaluated(self.spec, self.draft, self.answers, opening.intake(self.channel))

    @cached_property
    def applied(self) -> AppliedFor:
        """Services, place and point of the answers."""
        return AppliedFor.by(self.draft, self.evaluation, self.answers)

    @cached_property
    def route(self) -> Route:
        """The organisation that will answer, and why."""
        return destinations.of(self.spec).route(self.spec, self.applied)

    @cached_property
    def opening(self) -> OpeningLines:
        """The lines before the questions."""
        word = opening.sent_value(self.data, "word")[:40] if self.data is not None else ""
        asks_place = self.route.asks_place or bool(self.applied.place)
        return OpeningLines(
            self.data,
            initial={
                "channel": self.channel,
                "item": self.draft.item.code if self.draft.item else "",
                "point": self.draft.point.code if self.draft.point else "",
                "place": self.stored.get(PLACE),
            },
            items=None if self.asks_services else opening.services(self.draft.item, word),
            points={code: str(point.name) for code, point in self.points.items()},
            places=opening.places(self.applied) if asks_place else {},
        )

    @cached_property
    def declared(self) -> DeclaredForm:
        """The declarations, unticked until the applicant has heard them."""
        return DeclaredForm(self.data, declarations=self.spec.check.declare)

    # --- The page ---------------------------------------------------------------------------------------------------
    @property
    def phone_key(self) -> str:
        """The key of the telephone question that stands first on the page; empty where none is asked."""
        return next((key for key, one in self.form.questions.items() if one.type in PHONES), "")

    @property
    def phone_part(self) -> StepForm | None:
        """The telephone question alone."""
        return self._part([self.phone_key]) if self.phone_key else None

    def parts(self) -> Iterator[tuple[Words, StepForm]]:
        """Yield the title and the lines of every step, but for the telephone, which stands first."""
        for step in self.spec.steps:
            keys = [key for key in step.named() if key in self.form.shown and key != self.phone_key]
            if any(self.form.shown[key].type != "stop" for key in keys):
                yield step.title, self._part(keys)

    def _part(self, keys: list[str]) -> StepForm:
        part = copy.copy(self.form)
        part.shown = {key: self.form.shown[key] for key in keys}
        return part

    def tidy(self) -> None:
        """Before saving is asked for, a line that is still empty is no mistake."""
        if self.judged or self.data is None:
            return
        for form in (self.form, self.opening):
            for key in [*form.errors]:
                if key in form.fields and not _typed(form[key].data):
                    del form.errors[key]

    def people(self) -> list[known_people.KnownPerson]:
        """Return those of the own organisations who had this number before, until the clerk said that it is another."""
        phone = self.answers.get(self.phone_key)
        if not phone or self.answers.get(ANOTHER) == phone:
            return []
        return known_people.people_of(self.policy, str(phone))

    # --- Reading aloud ----------------------------------------------------------------------------------------------
    def sentence(self, audience: AnswerAudience = AnswerAudience.CITIZEN) -> list[SpokenPart]:
        """Return the sentence that is read to the applicant."""
        known = {
            "service": _(", ").join(str(item.name) for item in self.applied.items),
            "who_answers": str(self.route.organisation.name),
        }
        return read_back(self.spec, self.evaluation, known, labels=self._names, audience=audience)

    def spoken(self) -> list[tuple[SpokenPart, str]]:
        """Return the sentence for the page: each part with the id of the line that a gap waits for."""
        return [(part, self._anchor(part.key) if part.kind == "gap" else "") for part in self.sentence()]

    def _anchor(self, key: str) -> str:
        """Return the id of the first control of the question KEY."""
        field = self.form[key]
        return f"{field.auto_id}_0" if field.use_fieldset else field.auto_id

    @cached_property
    def _names(self) -> dict[str, str]:
        chosen = self.evaluation.chosen("item")
        rows = ServiceItem.objects.filter(code__in=chosen).only("code", "name") if chosen else ()
        return {item.code: str(item.name) for item in rows}

    @property
    def read_now(self) -> str:
        """Mark of the sentence as it stands: a tick counts only for the very words that were read."""
        words = "".join(part.text for part in self.sentence())
        return salted_hmac("read back", f"{self.uuid} {words}", algorithm="sha256").hexdigest()[:32]

    @property
    def read_and_confirmed(self) -> bool:
        """Whether the applicant confirmed the sentence as it stands."""
        data = self.data if self.data is not None else QueryDict()
        return READ_TICK in data and constant_time_compare(data.get(READ, ""), self.read_now)

    @property
    def read_before(self) -> bool:
        """Whether another sentence was read and confirmed than the one that stands here now."""
        return self.data is not None and READ_TICK in self.data and not self.read_and_confirmed

    # --- What is missing --------------------------------------------------------------------------------------------
    def missing(self) -> list[MissingThing]:
        """Return what must be done before the case can be opened, in the order of the page."""
        return [*self._missing()]

    def _missing(self) -> Iterator[MissingThing]:
        if not self.channel:
            yield MissingThing(str(self.opening.fields["channel"].label), "id__-channel_0")
        if self.route.asks_place and "place" in self.opening.fields:
            yield MissingThing(str(self.opening.fields["place"].label), "id__-place")
        open_keys = {key for _step, key in self.evaluation.missing}
        for key, question in self.form.questions.items():
            wrong = key in self.form.errors and _typed(self.form[key].data)
            if key in open_keys or wrong:
                yield MissingThing(str(question.label), self._anchor(key))
        for field in self.declared.unticked():
            yield MissingThing(Truncator(str(field.label)).chars(SHORT), field.auto_id)
        if not self.read_and_confirmed:
            yield MissingThing(_("read it to the applicant"), "id_read_back")


def _typed(value: Any) -> bool:
    """Return whether anything was typed or chosen in VALUE, which may hold several parts."""
    if isinstance(value, dict):
        return any(map(_typed, value.values()))
    if isinstance(value, list | tuple):
        return any(map(_typed, value))
    return bool(str(value or "").strip())

"""Destinations of submitted forms: a contract that the rooms above fill in, so that forms import none of them.

``cases`` registers ``case``, which opens one; a room registers its destination in `AppConfig.ready()`.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise

from catalog.models import Organisation, ServicePoint
from forms.applied_for import AppliedFor
from forms.models import Draft
from forms.spec import FormSpec


class SubmissionRefused(Exception):
    """The form cannot be sent and nothing was changed; ``str()`` is a sentence for the applicant."""


class SubmissionIncomplete(Exception):
    """Answers or declarations are missing and nothing was changed; ``missing`` holds (step, field key) pairs."""

    def __init__(self, sentence: str, missing: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(sentence)
        self.missing = list(missing)


@dataclass(frozen=True)
class SentForm:
    """Result of a draft that was sent: the NUMBER that the applicant keeps, and the ADDRESS of the receipt."""

    number: str
    address: str


@dataclass(frozen=True)
class Route:
    """Organisation that answers an application, its window if one is known, and reasons for the applicant.

    ``asks_place``: several organisations could answer, and the place of the applicant decides; until it is named,
    this is only whom to ask.
    """

    organisation: Organisation
    point: ServicePoint | None
    reasons: tuple[str | Promise, ...] = ()
    asks_place: bool = False


class Destination(Protocol):
    """Contract of the room that receives the submissions of a form."""

    def route(self, spec: FormSpec, applied: AppliedFor) -> Route:
        """Return the route of the application APPLIED with a form of SPEC."""
        ...

    def send(self, draft: Draft, declared: Collection[str]) -> None:
        """Take DRAFT over, once, and set its ``sent_at``; DECLARED are the codes of the declarations that were ticked.

        Raises SubmissionRefused or SubmissionIncomplete.
        """
        ...

    def result_of(self, draft: Draft) -> SentForm:
        """Return the result of DRAFT, which was sent."""
        ...

    def to_receipt(self, request: HttpRequest, draft: Draft) -> HttpResponse:
        """Lead the browser that sent DRAFT to its receipt."""
        ...


_destinations: dict[str, Destination] = {}


def register(name: str, destination: Destination) -> None:
    """Make DESTINATION known under NAME."""
    _destinations[name] = destination


def of(spec: FormSpec) -> Destination:
    """Return the destination of the submissions of SPEC."""
    return _destinations[spec.destination]

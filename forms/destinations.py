"""Where a submitted form goes: a contract that the rooms above fill in, so that forms import none of them.

``cases`` registers ``case``, which opens one; a room registers its destination in `AppConfig.ready()`.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.http import HttpRequest, HttpResponse

from catalog.models import Organisation, ServiceItem, ServicePoint
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
    """What came of a draft that was sent: the NUMBER that the applicant keeps, and the ADDRESS of the receipt."""

    number: str
    address: str


class Destination(Protocol):
    """What a form asks of the room in which its submissions are worked."""

    def responsible(
        self, spec: FormSpec, item: ServiceItem | None, point: ServicePoint | None
    ) -> tuple[Organisation, ServicePoint | None]:
        """Return the organisation that will answer, and its point if one is known."""
        ...

    def send(self, draft: Draft, declared: Collection[str]) -> None:
        """Take DRAFT over, once, and set its ``sent_at``; DECLARED are the codes of the declarations that were ticked.

        Raises SubmissionRefused or SubmissionIncomplete.
        """
        ...

    def sent(self, draft: Draft) -> SentForm:
        """Return what came of DRAFT, which was sent."""
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

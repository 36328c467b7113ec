"""The types of field, by name: one file a type here, more by plug-ins.

A package adds a type with an entry point of the group ``portal.field_types`` that leads to its class. The union of all
types is made once, when this module is imported; a definition with an unknown type is refused with the known names.
"""

from functools import reduce
from importlib.metadata import entry_points
from operator import or_
from typing import TYPE_CHECKING, Annotated, get_args

from pydantic import Field as Option

from forms.fields.address import Address
from forms.fields.base import FieldType, Question
from forms.fields.choice import Choice
from forms.fields.choices import Choices
from forms.fields.date import Date
from forms.fields.file import File
from forms.fields.identity_document import IdentityDocument
from forms.fields.items import Items
from forms.fields.materials import Materials
from forms.fields.mobile_or_fixed import MobileOrFixed
from forms.fields.note import Note
from forms.fields.number import Number
from forms.fields.organisation_name import OrganisationName
from forms.fields.paragraph import Paragraph
from forms.fields.person_name import PersonName
from forms.fields.stop import Stop
from forms.fields.text import Text
from forms.fields.uscc import Uscc

GROUP = "portal.field_types"
BUILT_IN: tuple[type[FieldType], ...] = (
    Choice, Choices, Text, Paragraph, PersonName, OrganisationName, IdentityDocument, Uscc, MobileOrFixed, Address,
    Date, Number, Items, File, Materials, Note, Stop,
)  # fmt: skip


def _by_name() -> dict[str, type[FieldType]]:
    plugged_in = [point.load() for point in sorted(entry_points(group=GROUP), key=lambda point: point.name)]
    return {get_args(one.model_fields["type"].annotation)[0]: one for one in (*BUILT_IN, *plugged_in)}


TYPES = _by_name()
"""Every type of field by its name."""

if TYPE_CHECKING:
    AnyField = FieldType
    AnyQuestion = Question
else:
    AnyField = Annotated[reduce(or_, TYPES.values()), Option(discriminator="type")]
    """A field as a definition writes it: ``{type: date, label: …}``."""
    _questions = (one for one in TYPES.values() if issubclass(one, Question))
    AnyQuestion = Annotated[reduce(or_, _questions), Option(discriminator="type")]
    """A question as a definition writes it where notes and stops make no sense, e.g. of a move of a workflow."""


def question_type(name: str) -> type[Question] | None:
    """Return the type of question NAME; None for a type that no longer exists, or asks nothing."""
    found = TYPES.get(name)
    return found if found is not None and issubclass(found, Question) else None

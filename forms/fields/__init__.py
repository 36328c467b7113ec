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
from forms.fields.amount import Amount
from forms.fields.base import FieldType, Question
from forms.fields.choice import Choice
from forms.fields.choices import Choices
from forms.fields.date import Date
from forms.fields.declaration import DeclarationQuestion
from forms.fields.email import Email
from forms.fields.file import File
from forms.fields.fixed_phone import FixedPhone
from forms.fields.heading import Heading
from forms.fields.identity_document import IdentityDocument
from forms.fields.items import Items
from forms.fields.materials import Materials
from forms.fields.memorable_date import MemorableDate
from forms.fields.mobile import Mobile
from forms.fields.mobile_or_fixed import MobileOrFixed
from forms.fields.note import Note
from forms.fields.number import Number
from forms.fields.organisation_name import OrganisationName
from forms.fields.paragraph import Paragraph
from forms.fields.person_name import PersonName
from forms.fields.plain_text import TextBetween
from forms.fields.point import Point
from forms.fields.project_code import ProjectCode
from forms.fields.registry import TYPES, question_type
from forms.fields.repeat import Repeat
from forms.fields.signature import Signature
from forms.fields.stop import Stop
from forms.fields.text import Text
from forms.fields.time import Time
from forms.fields.uscc import Uscc
from forms.fields.warning import WarningBetween
from forms.fields.yes_no import YesNo

__all__ = ["BUILT_IN", "TYPES", "AnyField", "AnyQuestion", "question_type"]

GROUP = "portal.field_types"
BUILT_IN: tuple[type[FieldType], ...] = (
    Choice, Choices, YesNo, Text, Paragraph, PersonName, OrganisationName, IdentityDocument, Uscc, ProjectCode,
    MobileOrFixed, Mobile, FixedPhone, Email, Address, Date, MemorableDate, Time, Number, Amount, Items, Point, File,
    Materials, DeclarationQuestion, Signature, Repeat, Heading, TextBetween, Note, WarningBetween, Stop,
)  # fmt: skip


def _by_name() -> dict[str, type[FieldType]]:
    plugged_in = [point.load() for point in sorted(entry_points(group=GROUP), key=lambda point: point.name)]
    return {get_args(one.model_fields["type"].annotation)[0]: one for one in (*BUILT_IN, *plugged_in)}


TYPES.update(_by_name())

if TYPE_CHECKING:
    AnyField = FieldType
    AnyQuestion = Question
else:
    _inner = (one for one in TYPES.values() if one.in_groups)
    Repeat.model_rebuild(_types_namespace={"InnerField": Annotated[reduce(or_, _inner), Option(discriminator="type")]})
    AnyField = Annotated[reduce(or_, TYPES.values()), Option(discriminator="type")]
    """A field as a definition writes it: ``{type: date, label: …}``."""
    _questions = (one for one in TYPES.values() if issubclass(one, Question))
    AnyQuestion = Annotated[reduce(or_, _questions), Option(discriminator="type")]
    """A question as a definition writes it where notes and stops make no sense, e.g. of a move of a workflow."""

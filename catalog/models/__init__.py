"""The public names of the catalogue; import from here, never from a submodule of another app."""

from catalog.models.approval import ApprovalTask
from catalog.models.calendar import Calendar, CalendarDay, CalendarYear
from catalog.models.channel import Channel
from catalog.models.contact import ContactNumber
from catalog.models.imported import ImportedChange, ImportedItem, ImportedRow, ImportRun
from catalog.models.item import ServiceItem
from catalog.models.law import Law
from catalog.models.material import Material
from catalog.models.organisation import Organisation
from catalog.models.place import Place
from catalog.models.point import ServicePoint
from catalog.models.post import Post
from catalog.models.term import Term
from catalog.models.theme import Theme

__all__ = [
    "ApprovalTask",
    "Calendar",
    "CalendarDay",
    "CalendarYear",
    "Channel",
    "ContactNumber",
    "ImportRun",
    "ImportedChange",
    "ImportedItem",
    "ImportedRow",
    "Law",
    "Material",
    "Organisation",
    "Place",
    "Post",
    "ServiceItem",
    "ServicePoint",
    "Term",
    "Theme",
]

"""Kinds of definitions of the catalogue, written to a folder and read back; one module a noun."""

from typing import Any

from catalog.definitions.calendar import CalendarKind
from catalog.definitions.channel import ChannelKind
from catalog.definitions.contact import ContactKind
from catalog.definitions.item import ItemKind
from catalog.definitions.law import LawKind
from catalog.definitions.material import MaterialKind
from catalog.definitions.organisation import OrganisationKind
from catalog.definitions.point import PointKind
from catalog.definitions.post import PostKind
from catalog.definitions.term import TermKind
from catalog.definitions.theme import ThemeKind
from configuration.kinds import Kind


def kinds() -> list[Kind[Any]]:
    """Return the kinds of this app."""
    return [
        CalendarKind(),
        OrganisationKind(),
        ThemeKind(),
        TermKind(),
        LawKind(),
        MaterialKind(),
        ChannelKind(),
        ContactKind(),
        PointKind(),
        ItemKind(),
        PostKind(),
    ]

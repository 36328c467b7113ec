"""The competent authority (Art. 3), which stands at the head and foot of every page."""

from dataclasses import dataclass

from catalog.enums import Purpose
from catalog.models import ContactNumber, Organisation
from configuration import site
from portal.kit import published
from portal.kit.words import Words


@dataclass(frozen=True)
class AuthorityNumber:
    """A telephone number with what it is for."""

    purpose: Purpose
    number: str

    @property
    def label(self) -> str:
        """Purpose of the number, in the active language."""
        return str(self.purpose.label)


@dataclass(frozen=True)
class Authority:
    """``numbers``: its service and complaint numbers, in the order of the registry."""

    name: Words
    numbers: tuple[AuthorityNumber, ...]


@published.cached
def authority() -> Authority | None:
    """Return the authority that the site names, or None before its organisations are there."""
    organisation = Organisation.objects.filter(code=site.current().competent_authority).first()
    if organisation is None:
        return None
    rows = ContactNumber.objects.filter(retired_at=None, organisation=organisation)
    lines = (AuthorityNumber(purpose, row.number) for purpose in Purpose for row in rows if row.purpose == purpose)
    return Authority(organisation.name, tuple(lines))

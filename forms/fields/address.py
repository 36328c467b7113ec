"""An address: in one line, or, where ``levels`` are named, a territory of the site and the rest in words."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from configuration.schema import Code, Ref
from forms import masks
from forms.fields.base import CurrentCode, Labels, PaperBlank
from forms.fields.text import LONGEST, OneLine
from forms.fields.typed import plain
from forms.widgets import AddressParts

TERRITORY, DETAIL = "territory", "detail"


class AddressField(forms.Field):
    """A territory of CHOICES and the rest of the address; one error for both."""

    parts = True

    def __init__(self, *, choices: list[tuple[str, str]], longest: int, **options: Any) -> None:
        self.codes, self.longest = [code for code, _label in choices], longest
        super().__init__(widget=AddressParts(choices), **options)

    def to_python(self, value: Any) -> dict[str, str] | None:
        typed = value if isinstance(value, list) else ["", value or ""]
        territory, detail = (plain(str(part or ""), as_typed=True) for part in [*typed, "", ""][:2])
        if not territory and not detail:
            return None
        if territory not in self.codes:
            raise ValidationError(_("Please choose the district, street or community from the list."), code=TERRITORY)
        if not detail:
            raise ValidationError(_("Please write the road, the building and the room, too."), code=DETAIL)
        if len(detail) > self.longest:
            raise ValidationError(_("Please write at most %(limit_value)d characters.") % {"limit_value": self.longest})
        return {TERRITORY: territory, DETAIL: detail}


class Address(OneLine):
    """Stored as text; with ``levels`` as ``{"territory": code, "detail": text}``, where the text of before counts, too.

    LABELS are the names of territories of these levels.
    """

    type: Literal["address"]
    levels: list[Annotated[Code, Ref("level")]] = []

    attributes = {"autocomplete": "street-address"}
    refers_to = "organisation"

    def form_field(self, labels: Labels) -> forms.Field:
        if not self.levels:
            return super().form_field(labels)
        return AddressField(choices=self.choices_among(labels), longest=self.max or LONGEST, **self.common())

    @property
    def finds(self) -> bool:
        """Whether territories are looked for."""
        return bool(self.levels)

    def load(self, stored: Any) -> Any:
        territory, detail = _parts(stored)
        return [territory, detail] if self.levels else detail

    def fits(self, stored: Any) -> bool:
        if isinstance(stored, dict):
            return bool(self.levels) and isinstance(stored.get(TERRITORY), str) and isinstance(stored.get(DETAIL), str)
        return super().fits(stored)

    def comparable(self, stored: Any) -> Any:
        return _parts(stored)[0] or stored

    def with_current_codes(self, stored: Any, current: CurrentCode) -> Any:
        if not isinstance(stored, dict) or not self.fits(stored):
            return stored
        return stored | {TERRITORY: current(self.refers_to, stored[TERRITORY])}

    @classmethod
    def frozen_codes(cls, frozen: Any) -> Iterator[tuple[str, str]]:
        if isinstance(frozen, dict):
            yield cls.refers_to, frozen[TERRITORY]

    @classmethod
    def read_frozen(cls, frozen: Any, labels: Labels) -> str:
        territory, detail = _parts(frozen)
        return f"{cls.label_of(territory, labels)} {detail}" if territory else detail

    def mask(self, stored: Any) -> str:
        return masks.address(_parts(stored)[1])

    def paper_blank(self) -> PaperBlank:
        return PaperBlank(lines=2)


def _parts(stored: Any) -> tuple[str, str]:
    """Return territory and rest of a STORED address; the territory is empty in one of a single line."""
    if isinstance(stored, dict):
        return str(stored.get(TERRITORY, "")), str(stored.get(DETAIL, ""))
    return "", "" if stored is None else str(stored)

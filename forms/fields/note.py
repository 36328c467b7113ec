"""An explanation between questions."""

from typing import Literal

from forms.fields.base import Statement


class Note(Statement):
    type: Literal["note"]

"""A sentence between questions that must not be overlooked."""

from collections.abc import Iterator
from typing import Literal

from configuration.kinds import Complaint, Folder
from forms.fields.base import Statement


class WarningBetween(Statement):
    type: Literal["warning"]

    style = "warning"

    def check(self, folder: Folder) -> Iterator[Complaint]:
        if not self.text:
            yield Complaint((), "D334", "a warning without words", "text: what the citizen reads")

"""The end of the way for some applicants: why the form does not go on, and what to do instead."""

from collections.abc import Iterator
from typing import Literal

from configuration.kinds import Complaint, Folder
from forms.fields.base import Statement


class Stop(Statement):
    type: Literal["stop"]

    in_groups = False

    def check(self, folder: Folder) -> Iterator[Complaint]:
        if not (self.title and self.text):
            yield Complaint((), "D333", "a stop without title and text", "say why, and what to do instead")
        if not self.when:
            yield Complaint((), "D340", "a stop that hides the way on for everyone", "give it a 'when'")

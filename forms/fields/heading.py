"""A heading between questions of one page."""

from collections.abc import Iterator
from typing import Literal

from configuration.kinds import Complaint, Folder
from forms.fields.base import Statement


class Heading(Statement):
    type: Literal["heading"]

    style = "heading"

    def check(self, folder: Folder) -> Iterator[Complaint]:
        if not self.title:
            yield Complaint((), "D334", "a heading without a title", "title: what the citizen reads")

"""Text between questions, without a frame."""

from collections.abc import Iterator
from typing import Literal

from configuration.kinds import Complaint, Folder
from forms.fields.base import Statement


class TextBetween(Statement):
    type: Literal["plain_text"]

    style = "text"

    def check(self, folder: Folder) -> Iterator[Complaint]:
        if not self.text:
            yield Complaint((), "D334", "a text without words", "text: what the citizen reads")

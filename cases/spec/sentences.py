"""Sentences for people, made where no translation can happen: `cases.wording.say` puts them into the reader's words."""

from collections.abc import Mapping
from dataclasses import dataclass, field


def _(text: str) -> str:
    """Mark TEXT for the catalogue of translations; returned as it is."""
    return text


@dataclass(frozen=True)
class Sentence:
    """``text`` is an English msgid, ``values`` fill its ``%(name)s``; a value may be Words."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text % self.values if self.values else self.text


class WrongAnswer(ValueError):  # noqa: N818  an answer, not a failure
    """What somebody typed cannot be taken; ``sentence`` says what to do."""

    def __init__(self, text: str, **values: object) -> None:
        self.sentence = Sentence(text, values)
        super().__init__(str(self.sentence))

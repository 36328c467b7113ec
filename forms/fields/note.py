"""An explanation between questions."""

from typing import Literal

from configuration.schema import Said
from forms.fields.base import FieldType, PaperBlank
from portal.kit.words import Words


class Note(FieldType):
    type: Literal["note"]
    title: Said = Words()
    text: Said = Words()

    def blank(self) -> PaperBlank:
        return PaperBlank(text="\n".join(str(words) for words in (self.title, self.text) if words))

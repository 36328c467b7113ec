"""Blocks inside items and points; stored as JSON beside the row, so that a page costs one query."""

from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from catalog.comparison import ReadableBlock
from catalog.enums import MaterialForm, Need, Session, Source
from catalog.material_chooser import MaterialBlock
from configuration.offline import is_offline
from portal.kit import published
from portal.kit.blocks import WordsBlock
from portal.kit.words import Words

DAYS = [
    ("mon", _("Monday")),
    ("tue", _("Tuesday")),
    ("wed", _("Wednesday")),
    ("thu", _("Thursday")),
    ("fri", _("Friday")),
    ("sat", _("Saturday")),
    ("sun", _("Sunday")),
]


class OpeningBlock(ReadableBlock):
    """Hours that repeat every week. On a moved working day (调休) the hours of the replaced weekday hold."""

    days = blocks.MultipleChoiceBlock(choices=DAYS, label=_("days"))
    opens = blocks.TimeBlock(label=_("from"))
    closes = blocks.TimeBlock(label=_("to"))
    service = blocks.ChoiceBlock(choices=Session.choices, default=Session.WORK_HOURS, label=_("kind"))
    by_appointment = blocks.BooleanBlock(required=False, label=_("by appointment only"))

    class Meta:
        icon = "time"
        label = _("Opening hours")


class ExceptionBlock(ReadableBlock):
    """A date on which other hours hold; without hours the point is closed."""

    date = blocks.DateBlock(label=_("date"))
    opens = blocks.TimeBlock(required=False, label=_("from"))
    closes = blocks.TimeBlock(required=False, label=_("to"))
    note = WordsBlock(required=False, label=_("reason"))

    class Meta:
        icon = "date"
        label = _("Exception")


class NeededMaterialBlock(ReadableBlock):
    """A material as one item needs it; name and source of the registry hold where they are left empty."""

    material = MaterialBlock(max_length=80, label=_("material"))
    name = WordsBlock(max=100, required=False, label=_("name, if it differs"))
    need = blocks.ChoiceBlock(choices=Need.choices, default=Need.REQUIRED, label=_("necessity"))
    form = blocks.MultipleChoiceBlock(choices=MaterialForm.choices, label=_("form"))
    copies = blocks.IntegerBlock(min_value=0, max_value=20, default=1, label=_("copies handed in"))
    source = blocks.ChoiceBlock(choices=Source.choices, required=False, label=_("source, if it differs"))
    note = WordsBlock(max=300, required=False, label=_("note"))
    through_agent = blocks.BooleanBlock(required=False, label=_("only when somebody acts for the applicant"))

    def clean(self, value: Any) -> Any:
        """A material that stands in no register needs its name here, as in a definition."""
        cleaned = super().clean(value)
        code = cleaned["material"]
        if code and not cleaned["name"] and not self.child_blocks["material"].is_registered(code):
            sentence = gettext("This material stands in no register: choose another one, or write its name here.")
            raise StructBlockValidationError(block_errors={"material": ValidationError(sentence)})
        return cleaned

    class Meta:
        icon = "doc-full"
        label = _("Material")


class StepBlock(ReadableBlock):
    name = WordsBlock(max=60, label=_("step"))
    text = WordsBlock(max=300, required=False, label=_("what happens"))
    takes = WordsBlock(max=40, required=False, label=_("how long"))

    class Meta:
        icon = "list-ol"
        label = _("Step")


@published.cached
def _laws() -> list[tuple[str, Words]]:
    if is_offline():
        return []
    return list(apps.get_model("catalog.Law").objects.values_list("code", "name"))


def registered_laws() -> list[tuple[str, str]]:
    """Return code and name of the laws in the register as choices; retired ones too, for items that cite them."""
    return [(code, str(name)) for code, name in _laws()]


class BasisBlock(ReadableBlock):
    """A law of the register, or the name of one that does not stand there, and the article."""

    law = blocks.ChoiceBlock(choices=registered_laws, required=False, label=_("law of the register"))
    name = WordsBlock(max=150, required=False, label=_("law or rule, if the register lacks it"))
    article = WordsBlock(max=60, required=False, label=_("article"))

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not cleaned["law"] and not cleaned["name"]:
            sentence = _("Choose a law, or write the name of one that the register lacks.")
            raise StructBlockValidationError(block_errors={"law": ValidationError(sentence)})
        return cleaned

    class Meta:
        icon = "doc-full-inverse"
        label = _("Legal basis")


class QuestionBlock(ReadableBlock):
    ask = WordsBlock(max=150, label=_("question"))
    answer = WordsBlock(max=800, long=True, label=_("answer"))

    class Meta:
        icon = "help"
        label = _("Question and answer")

"""What editors fill in inside items and points; stored as JSON beside the row, so that a page costs one query."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from catalog.comparison import ReadableBlock
from catalog.enums import MaterialForm, Need, Session, Source
from portal.kit.blocks import WordsBlock

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

    material = blocks.CharBlock(max_length=80, label=_("code of the material"))
    name = WordsBlock(max=100, required=False, label=_("name, if it differs"))
    need = blocks.ChoiceBlock(choices=Need.choices, default=Need.REQUIRED, label=_("necessity"))
    form = blocks.MultipleChoiceBlock(choices=MaterialForm.choices, label=_("form"))
    copies = blocks.IntegerBlock(min_value=0, max_value=20, default=1, label=_("copies handed in"))
    source = blocks.ChoiceBlock(choices=Source.choices, required=False, label=_("source, if it differs"))
    note = WordsBlock(max=300, required=False, label=_("note"))
    through_agent = blocks.BooleanBlock(required=False, label=_("only when somebody acts for the applicant"))

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


class BasisBlock(ReadableBlock):
    law = WordsBlock(max=150, label=_("law or rule"))
    article = WordsBlock(max=60, required=False, label=_("article"))

    class Meta:
        icon = "doc-full-inverse"
        label = _("Legal basis")


class QuestionBlock(ReadableBlock):
    ask = WordsBlock(max=150, label=_("question"))
    answer = WordsBlock(max=800, long=True, label=_("answer"))

    class Meta:
        icon = "help"
        label = _("Question and answer")

"""Forms of the desk: the questions of a move, as the workflow of the case defines them; a note."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.questions import MoveQuestions
from cases.workflow.spec import WorkflowSpec

NOTE = 1000  # characters


class MoveForm(MoveQuestions):
    """The questions that MOVE of SPEC asks, and the version of the case that the page showed."""

    use_required_attribute = False

    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, spec: WorkflowSpec, move: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.ask(spec.moves[move])

    def questions(self) -> list[forms.BoundField]:
        """Return the visible fields."""
        return [self[key] for key in self.asked]


class NoteForm(forms.Form):
    """A line for the journal. The reader must be chosen, so that nothing reaches the applicant by accident."""

    use_required_attribute = False

    text = forms.CharField(
        label=_("Note"),
        max_length=NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Please write something.")},
    )
    reader = forms.ChoiceField(
        label=_("Who reads it"),
        choices=[("internal", _("only our staff")), ("public", _("the applicant too"))],
        initial="internal",
        widget=forms.RadioSelect,
    )


class CallForm(forms.Form):
    """Outcome of a call, in a line for the journal."""

    use_required_attribute = False

    note = forms.CharField(
        label=_("What came of it"),
        help_text=_("For example: told her to bring the old card. Only our staff read it."),
        max_length=NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Please write in a few words what came of the call.")},
    )

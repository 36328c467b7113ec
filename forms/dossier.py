"""The submitted form, frozen: ordered sections of label, value and type, readable after the form is changed or gone."""

from typing import Any

from forms.evaluate import Evaluation

Section = dict[str, Any]


def dossier(evaluation: Evaluation) -> list[Section]:
    """Return ``[{"title": {language: text}, "rows": [{"key", "label", "type", "value" | "masked"}]}]``.

    Values have the shape in which their type freezes them (`Question.freeze`); a personal value appears masked only,
    inside a group that was repeated, too: its value holds such rows, a list for each time.
    """
    sections = []
    for shown in evaluation.shown:
        answered = {key: question for key, question in shown.questions.items() if key in evaluation.answers}
        rows = [question.frozen_row(key, evaluation.answers[key]) for key, question in answered.items()]
        if rows:
            sections.append({"title": dict(shown.step.title), "rows": rows})
    return sections

"""The sentence that a member of staff reads to the applicant before sending; gaps show which answers are missing.

``read_back`` of a form: ``{key}`` stands for an answer, ``{service}`` and ``{who_answers}`` for what the portal knows.
A part in ``[ ]`` is left out when one of its answers is not asked, or may stay empty and does. Without ``read_back``,
every answer is read with its question.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from configuration.text.problems import nearest
from forms.evaluate import Evaluation
from forms.fields.base import AnswerAudience, Labels
from forms.spec import FormSpec

KNOWN = ("service", "who_answers")
"""Names of gaps that no question fills; a question with such a key comes first."""
GAP = re.compile(r"\{([^{}]*)\}")
PART = re.compile(r"\[([^\[\]]*)\]")


@dataclass(frozen=True)
class SpokenPart:
    """Some words: plain ``text``, an ``answer``, or a ``gap`` for the question ``key`` that still waits for one."""

    kind: str
    text: str
    key: str = ""


@dataclass(frozen=True)
class _Speaker:
    evaluation: Evaluation
    audience: AnswerAudience
    labels: Labels
    known: Mapping[str, str]

    def gap(self, key: str) -> SpokenPart | None:
        """Return what is said for KEY; None where nothing is asked or nothing has to be answered."""
        question = self.evaluation.questions.get(key)
        if question is None:
            said = self.known.get(key, "")
            return SpokenPart("answer", said, key) if said else None
        answer = question.display(self.evaluation.answers.get(key), self.audience, self.labels)
        if answer:
            return SpokenPart("answer", answer, key)
        waits = any(key == missing for _step, missing in self.evaluation.missing)
        return SpokenPart("gap", str(question.label), key) if waits else None

    def said(self, text: str) -> Iterator[SpokenPart | None]:
        """Yield the pieces of TEXT, which has no brackets; None for a gap that stays empty."""
        for place, piece in enumerate(GAP.split(text)):
            if place % 2:
                yield self.gap(piece)
            elif piece:
                yield SpokenPart("text", piece)

    def sentence(self, pattern: str) -> Iterator[SpokenPart]:
        for place, piece in enumerate(PART.split(pattern)):
            pieces = [*self.said(piece)]
            if place % 2 == 0 or None not in pieces:
                yield from (one for one in pieces if one)

    def every_answer(self) -> Iterator[SpokenPart]:
        for key, question in self.evaluation.questions.items():
            if piece := self.gap(key):
                yield SpokenPart("text", f"{question.label}: ")
                yield piece
                yield SpokenPart("text", "\n")


def read_back(
    spec: FormSpec,
    evaluation: Evaluation,
    known: Mapping[str, str],
    *,
    labels: Labels,
    audience: AnswerAudience = AnswerAudience.CITIZEN,
) -> list[SpokenPart]:
    """Return the sentence for EVALUATION in the active language; KNOWN holds values by the names of `KNOWN`."""
    speaker = _Speaker(evaluation, audience, labels, known)
    return [*(speaker.sentence(str(spec.read_back)) if spec.read_back else speaker.every_answer())]


def unknown_gaps(spec: FormSpec) -> Iterator[tuple[str, str]]:
    """Yield sentence and remedy of each mistake in the ``read_back`` of SPEC."""
    questions = [*spec.questions()]
    names = [*questions, *KNOWN]
    for key in dict.fromkeys(GAP.findall("\n".join(spec.read_back.values()))):
        if key not in names:
            yield f"'{{{key}}}' is no question of this form", nearest(key, names) or f"one of: {', '.join(names)}"
    for language, text in spec.read_back.items():
        rest = GAP.sub("", PART.sub(r"\1", text))
        if any(sign in rest for sign in "[]{}"):
            yield f"a bracket without its partner in the text of '{language}'", "parts in [ ] hold no other part"

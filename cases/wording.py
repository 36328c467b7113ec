"""Puts the sentences of the pure rules into the language of the reader."""

from collections.abc import Iterable

from django.utils.translation import gettext

from cases.spec.sentences import Sentence


def say(sentence: Sentence) -> str:
    """Return SENTENCE in the active language."""
    values = {name: str(value) for name, value in sentence.values.items()}
    return gettext(sentence.text) % values if values else gettext(sentence.text)


def say_all(sentences: Iterable[Sentence]) -> str:
    """Return SENTENCES one after another."""
    return " ".join(map(say, sentences))

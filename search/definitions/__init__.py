"""Kinds of definitions of the words of the search, written to a folder and read back."""

from typing import Any

from configuration.kinds import Kind
from search.definitions.promotion import PromotionKind
from search.definitions.words import StopWordsKind, SynonymKind


def kinds() -> list[Kind[Any]]:
    """Return the kinds of this app."""
    return [SynonymKind(), StopWordsKind(), PromotionKind()]

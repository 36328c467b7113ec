"""One pure tokenizer for every engine: what is indexed and what is asked go through the same few rules.

NFKC and lower case; a run of Chinese characters becomes its bigrams and, at its end its last one, so that
``社保卡`` is ``社保 保卡 卡``; Latin letters and digits stay words. A query run of two or more characters is a phrase of
bigrams, a single character or a Latin word is a prefix; runs are combined with *and*.
"""

import re
import unicodedata
from dataclasses import dataclass

LONGEST, MOST = 64, 8  # code points of a query, runs in it
HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
RUN = re.compile(rf"[{HAN}]+|[^\W_{HAN}]+")
IS_HAN = re.compile(rf"[{HAN}]")


@dataclass(frozen=True)
class Term:
    """One run of a query: ``tokens`` that follow each other; the last one may go on if ``prefix``."""

    tokens: tuple[str, ...]
    prefix: bool


def fold(text: str) -> str:
    """Return TEXT as it is compared: NFKC, lower case."""
    return unicodedata.normalize("NFKC", text).lower()


def runs(text: str) -> list[str]:
    """Return the runs of Chinese characters and the words of TEXT, folded, in order."""
    return RUN.findall(fold(text))


def index_tokens(text: str) -> list[str]:
    """Return the tokens under which TEXT is found."""
    return [token for run in runs(text) for token in _bigrams(run)]


def query_terms(text: str) -> list[Term]:
    """Return what TEXT asks for: at most MOST runs of its first LONGEST code points."""
    return [_term(run) for run in runs(text[:LONGEST])[:MOST]]


def _bigrams(run: str) -> list[str]:
    if not IS_HAN.match(run):
        return [run]
    return [run[start : start + 2] for start in range(len(run))]


def _term(run: str) -> Term:
    if not IS_HAN.match(run) or len(run) == 1:
        return Term((run,), prefix=True)
    return Term(tuple(_bigrams(run)[:-1]), prefix=False)

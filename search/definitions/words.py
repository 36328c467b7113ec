"""``synonyms.csv`` and ``stopwords/<code>.yaml``: what means the same, and what says little."""

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import Field

from catalog.definitions.registry import RegistryKind
from configuration.code_references import CodeReference
from configuration.kinds import Complaint, Folder
from configuration.schema import Code, Definition
from search.models import StopWords, SynonymGroup
from search.text.tokens import normal, runs

Word = Annotated[str, Field(min_length=1, max_length=40)]


class SynonymSpec(Definition):
    synonym: Code
    words: list[Word] = Field(min_length=1, description="mean the same to whoever searches")
    also: list[Word] = Field(default=[], description="searched beside them, not the other way round")
    order: int = 0


class SynonymKind(RegistryKind[SynonymSpec]):
    name = "synonym"
    folder = "synonyms"
    order = 20
    schema = SynonymSpec
    model = SynonymGroup
    says = (CodeReference("synonym", SynonymGroup, "code"),)
    heading = "Words with which people search"

    def read(self, row: Any) -> dict[str, Any]:
        return {"words": row.words, "also": row.also}

    def values(self, spec: SynonymSpec) -> dict[str, Any]:
        return {"words": spec.words, "also": spec.also}

    def title(self, spec: SynonymSpec) -> str:
        return " = ".join(spec.words)

    def check(self, spec: SynonymSpec, folder: Folder) -> Iterator[Complaint]:
        if len(spec.words) + len(spec.also) == 1:
            yield Complaint(("words",), "D601", "one word alone has no synonym", "add another word, or one to 'also'")
        for place, word in enumerate(spec.words):
            if not runs(normal(word)):
                yield Complaint(("words", place), "D602", f"'{word}' has no letter to search for", "write a word")


class StopWordsSpec(Definition):
    stop_words: Code
    words: list[Word] = Field(default=[], description="count for nothing in a question: 我的, 怎么办")
    weak: list[Word] = Field(default=[], description="may be missing in an answer: 办理, 手续")
    order: int = 0


class StopWordsKind(RegistryKind[StopWordsSpec]):
    name = "stop_words"
    folder = "stopwords"
    order = 20
    schema = StopWordsSpec
    model = StopWords
    says = (CodeReference("stop_words", StopWords, "code"),)
    csv = False
    heading = "Words with which people search"

    def read(self, row: Any) -> dict[str, Any]:
        return {"words": row.words, "weak": row.weak}

    def values(self, spec: StopWordsSpec) -> dict[str, Any]:
        return {"words": spec.words, "weak": spec.weak}

    def title(self, spec: StopWordsSpec) -> str:
        return f"{len(spec.words) + len(spec.weak)} words"

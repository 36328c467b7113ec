"""Description of a kind for the builder: its levels, the words on screen, and the names that conditions may use."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from configuration.builder.condition_rows import KnownName
from configuration.builder.outline import Branch, ElementPath, Outline, Plain
from configuration.kinds import Kind, named

Said = str | Promise


def no_names(data: Plain, path: ElementPath | None) -> Sequence[KnownName]:
    """Return nothing: a kind without conditions."""
    return ()


def no_examples(data: Plain) -> Sequence[str]:
    """Return nothing: a kind without examples."""
    return ()


@dataclass(frozen=True)
class ConsequenceGroup:
    """Sentences under a heading that say what publishing means for some people; EMPTY stands for none of them."""

    heading: Said
    sentences: Sequence[str]
    empty: Said


def nothing_new(code: str, title: Mapping[str, str]) -> Plain:
    """Refuse: nothing of this kind is begun in the admin."""
    raise NotImplementedError


def no_consequences(old: Any, new: Any) -> Sequence[ConsequenceGroup]:
    """Return nothing: a kind that says nothing about a publication."""
    return ()


@dataclass(frozen=True)
class BuilderDescription:
    """Display and editing of the definitions of KIND.

    ``add_labels`` are the buttons that add an element, by level.
    ``labels`` and ``hints`` are by name of the option, ``choices`` by value of what can be chosen (types included).
    ``long`` texts get several lines. ``other_keys`` are keys of the definition itself that another page edits.
    ``names_before`` returns what a condition of the element at a path may speak of; without a path, all there is.
    ``examples`` returns the names of the examples with which the preview can be filled.
    ``consequences`` returns, of two definitions, what publishing the second in the place of the first means;
    the first is None where there is none yet. ``new_definition`` returns what one of a code and a title begins with.
    """

    kind: str
    top: Branch
    add_labels: Sequence[Said]
    labels: Mapping[str, Said] = field(default_factory=dict)
    hints: Mapping[str, Said] = field(default_factory=dict)
    choices: Mapping[str, Said] = field(default_factory=dict)
    long: Collection[str] = ()
    other_keys: Collection[str] = ()
    names_before: Callable[[Plain, ElementPath | None], Sequence[KnownName]] = no_names
    examples: Callable[[Plain], Sequence[str]] = no_examples
    consequences: Callable[[Any, Any], Sequence[ConsequenceGroup]] = no_consequences
    new_definition: Callable[[str, Mapping[str, str]], Plain] = nothing_new

    @property
    def definitions(self) -> Kind[Any]:
        """The kind itself."""
        return named(self.kind)

    @property
    def outline(self) -> Outline:
        """The outline of its definitions."""
        return Outline(self.definitions.schema, self.top)

    def label(self, name: str) -> str:
        """Return what the option NAME is called on screen."""
        return str(self.labels.get(name) or name.replace("_", " ").capitalize())

    def choice(self, value: str) -> str:
        """Return what the VALUE of a list is called on screen."""
        return str(self.choices.get(value) or value)

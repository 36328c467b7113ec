"""Contents of the three panes: rows of the outline, the chosen element, complaints. No request, no HTML."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from configuration.builder import checks
from configuration.builder.checks import RefusedDefinition
from configuration.builder.condition_rows import KnownName, in_words
from configuration.builder.description import BuilderDescription
from configuration.builder.options import options_of
from configuration.builder.outline import ElementPath, NoSuchElement, OutlineElement, Plain, type_name
from configuration.schema import IsCondition

BETWEEN = "/"


@dataclass(frozen=True)
class OutlineRow:
    """One line of the outline; ``note`` says when it is there, ``broken`` that something is wrong with it."""

    path: str
    title: str
    depth: int
    type: str
    note: str
    current: bool
    broken: bool


@dataclass(frozen=True)
class BuilderComplaint:
    """A sentence about what keeps the draft from being published, and the path of the element."""

    path: str
    sentence: str


@dataclass(frozen=True)
class AddButton:
    """A button that adds an element at the end of an owner, with the types to choose from."""

    owner: str
    label: str
    types: list[tuple[str, str]]


@dataclass(frozen=True)
class BuilderPage:
    """The draft DATA with the element at PATH chosen."""

    description: BuilderDescription
    data: Plain
    path: ElementPath

    @cached_property
    def refusal(self) -> RefusedDefinition | None:
        """Reason why the draft is no definition of its kind, or None."""
        try:
            _spec = self.spec
        except RefusedDefinition as refusal:
            return refusal
        return None

    @cached_property
    def spec(self) -> Any:
        """The draft as a definition; raises `RefusedDefinition`."""
        return checks.definition_of(self.description.definitions, self.data)

    @cached_property
    def elements(self) -> list[OutlineElement]:
        """The elements in order."""
        return list(self.description.outline.elements(self.data))

    def element(self) -> OutlineElement:
        """Return the chosen element; raises `NoSuchElement`."""
        found = next((one for one in self.elements if one.path == self.path), None)
        if found is None:
            raise NoSuchElement("/".join(self.path))
        return found

    def names(self) -> list[KnownName]:
        """Return what a condition of the chosen element may speak of."""
        return list(self.description.names_before(self.data, self.path))

    def complaints(self) -> list[BuilderComplaint]:
        """Return what is wrong with the draft; raises `RefusedDefinition` if it is no definition at all."""
        found = checks.complaints(self.description.definitions, self.spec)
        outline = self.description.outline
        return [
            BuilderComplaint(BETWEEN.join(outline.located(self.data, one.where)[0]), f"{one.message} ({one.code})")
            for one in found
        ]

    def rows(self, complaints: list[BuilderComplaint]) -> Iterator[OutlineRow]:
        """Yield the lines of the outline, the definition itself first."""
        broken = {one.path for one in complaints}
        names = {one.name: one for one in self.description.names_before(self.data, None)}
        for element in self.elements:
            path = BETWEEN.join(element.path)
            yield OutlineRow(
                path=path,
                title=element.title,
                depth=len(element.path),
                type=self.description.choice(type_name(element.model)) if type_name(element.model) else "",
                note=in_words(_condition(element), names),
                current=element.path == self.path,
                broken=path in broken,
            )

    def add_buttons(self) -> list[AddButton]:
        """Return what can be added: at the top, and inside of the element chosen or what holds it."""
        outline, labels = self.description.outline, self.description.add_labels
        owners = [one for one in self.elements if one.path == self.path[: len(one.path)]]
        return [
            AddButton(
                owner=BETWEEN.join(owner.path),
                label=str(labels[len(owner.path)]),
                types=[(name, self.description.choice(name)) for name in outline.types(owner)],
            )
            for owner in owners
            if outline.branch_in(owner)
        ]

    def fixed_codes(self, published: Plain) -> set[str]:
        """Return the codes on the level of the chosen element that the PUBLISHED definition has."""
        depth = len(self.path)
        return {one.code for one in self.description.outline.elements(published) if len(one.path) == depth}


def _condition(element: OutlineElement) -> Any:
    conditions = (
        option.name
        for option in options_of(element.model)
        if any(isinstance(one, IsCondition) for one in option.metadata)
    )
    return next((element.data.get(name) for name in conditions), None)

"""The outline of a definition: its elements by path, and what changes their order. Pure: plain data in, plain data out.

An element is named by the codes that lead to it, ``("who", "mode")``, never by its position: positions change while two
people edit.
"""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, get_origin

from pydantic import BaseModel

from configuration.builder.options import ElementOption, fixed_value, options_of
from configuration.text.csv_lists import annotation_of, bare, inner_type, union_member, union_members
from portal.kit.words import Words

Plain = dict[str, Any]
ElementPath = tuple[str, ...]
Entry = tuple[str, Plain]


@dataclass(frozen=True)
class Branch:
    """A level of the outline: what the owner keeps under ``key``.

    It is a list of parts whose code stands under ``code_key``; without one, a list of mappings of one key, or one
    mapping, from code to part. ``inside`` is the level below: of those elements whose model has its key. Codes of a
    level are different in the whole definition, of one with ``own_codes`` inside of each owner.
    """

    key: str
    code_key: str = ""
    inside: "Branch | None" = None
    own_codes: bool = False


@dataclass(frozen=True)
class OutlineElement:
    """One element: its data, the model that it is made with, and the level on which it stands (None: the top)."""

    path: ElementPath
    data: Plain
    model: type[BaseModel]
    branch: Branch | None

    @property
    def code(self) -> str:
        """The code under which its owner keeps it."""
        return self.path[-1] if self.path else ""

    @property
    def title(self) -> str:
        """The first text for people that it holds, in the active language; its code where there is none."""
        options = [option for option in options_of(self.model) if option.annotation is Words]
        found = (str(Words.of(self.data[one.name])) for one in options if self.data.get(one.name))
        return next(found, self.code)


class NoSuchElement(LookupError):
    """The definition has no element of that path."""


class CodeTaken(ValueError):
    """Another element of the same level has the code."""


@dataclass(frozen=True)
class Outline:
    """Elements of definitions of SCHEMA; ``top`` is the first level below the definition itself."""

    schema: type[BaseModel]
    top: Branch

    def elements(self, data: Plain) -> Iterator[OutlineElement]:
        """Yield every element of DATA in order, each before those inside it; the definition itself comes first."""
        root = OutlineElement((), data, self.schema, None)
        yield root
        yield from self._below(root, self.top)

    def _below(self, owner: OutlineElement, branch: Branch | None) -> Iterator[OutlineElement]:
        if branch is None:
            return
        for code, inner in _entries(branch, owner.data):
            model = union_member(element_type(owner.model, branch, code), inner)
            element = OutlineElement((*owner.path, code), inner, model, branch)
            yield element
            yield from self._below(element, branch.inside)

    def element(self, data: Plain, path: ElementPath) -> OutlineElement:
        """Return the element of DATA at PATH; raises `NoSuchElement`."""
        for element in self.elements(data):
            if element.path == path:
                return element
        raise NoSuchElement("/".join(path))

    def levels(self) -> list[Branch]:
        """Return the levels from the top down."""
        found: list[Branch] = []
        branch: Branch | None = self.top
        while branch is not None:
            found.append(branch)
            branch = branch.inside
        return found

    def replaced(self, data: Plain, path: ElementPath, code: str, element: Plain) -> Plain:
        """Return DATA with the element at PATH replaced, under CODE; raises `NoSuchElement`, `CodeTaken`."""
        if not path:
            return element
        if code != path[-1] and code in self._codes(data, path[:-1]):
            raise CodeTaken(code)

        def change(entries: list[Entry], place: int) -> list[Entry]:
            return [*entries[:place], (code, element), *entries[place + 1 :]]

        return self._changed(data, path, change)

    def removed(self, data: Plain, path: ElementPath) -> Plain:
        """Return DATA without the element at PATH; raises `NoSuchElement`."""
        return self._changed(data, path, lambda entries, place: [*entries[:place], *entries[place + 1 :]])

    def moved(self, data: Plain, path: ElementPath, by: int) -> Plain:
        """Return DATA with the element at PATH BY places further down its level; the ends hold it."""

        def change(entries: list[Entry], place: int) -> list[Entry]:
            rest = [*entries[:place], *entries[place + 1 :]]
            rest.insert(min(max(place + by, 0), len(rest)), entries[place])
            return rest

        return self._changed(data, path, change)

    def added(self, data: Plain, owner: ElementPath, element_type_name: str = "") -> tuple[Plain, ElementPath]:
        """Return DATA with a new, empty element at the end of OWNER, and its path; raises `NoSuchElement`."""
        holder = self.element(data, owner)
        branch = self.branch_in(holder) or _missing(owner)
        model = self._model_named(holder.model, branch, element_type_name)
        code = self._free_code(data, owner, element_type_name or branch.code_key or branch.key)
        element = empty_element(model, code, branch.code_key)
        made = dict(holder.data)
        _set_entries(branch, made, holder.model, [*_entries(branch, holder.data), (code, element)])
        changed = made if not owner else self.replaced(data, owner, owner[-1], made)
        return changed, (*owner, code)

    def branch_in(self, element: OutlineElement) -> Branch | None:
        """Return the level of the elements that ELEMENT holds; None if it holds none."""
        branch = element.branch.inside if element.branch else self.top
        return branch if branch is not None and branch.key in element.model.model_fields else None

    def types(self, owner: OutlineElement) -> list[str]:
        """Return the names of the types that an element inside of OWNER may have; empty for one type."""
        branch = self.branch_in(owner)
        members = union_members(element_type(owner.model, branch, "x")) if branch else []
        return [str(name) for one in members if (name := type_name(one))]

    def located(self, data: Plain, where: Sequence[str | int]) -> tuple[ElementPath, tuple[str, ...]]:
        """Return the path of the element of DATA in which WHERE lies, and what is left of WHERE inside of it.

        ``("steps", 0, "title")`` is ``("who",)`` and ``("title",)``.
        """
        path: ElementPath = ()
        here, rest = data, list(where)
        for branch in self.levels():
            entries = _entries(branch, here)
            place = _place(entries, rest[1]) if len(rest) > 1 and rest[0] == branch.key else None
            if place is None:
                break
            code, here = entries[place]
            path = (*path, code)
            # In a list of mappings of one key the code is a step of its own.
            rest = rest[2:] if branch.code_key or rest[1] == code else rest[3:]
        return path, tuple(map(str, rest))

    def _model_named(self, owner: type[BaseModel], branch: Branch, name: str) -> type[BaseModel]:
        annotation = element_type(owner, branch, "x")
        members = union_members(annotation)
        if not members:
            found: type[BaseModel] = bare(annotation)
            return found
        named = [one for one in members if type_name(one) == name]
        if not named:
            raise NoSuchElement(name)
        return named[0]

    def _codes(self, data: Plain, owner: ElementPath) -> set[str]:
        """Return the codes that a new element of OWNER cannot have."""
        same_level = [one for one in self.elements(data) if len(one.path) == len(owner) + 1]
        own = self.levels()[len(owner)].own_codes
        return {one.code for one in same_level if not own or one.path[:-1] == owner}

    def _free_code(self, data: Plain, owner: ElementPath, word: str) -> str:
        taken, number = self._codes(data, owner), 1
        while f"{word}_{number}" in taken:
            number += 1
        return f"{word}_{number}"

    def _changed(self, data: Plain, path: ElementPath, change: Any) -> Plain:
        if not path:
            raise NoSuchElement("")
        made = deepcopy(data)
        owner, model, branch = made, self.schema, self.top
        for code in path[:-1]:
            owner = dict(_entries(branch, owner)).get(code) or _missing(path)
            model = union_member(element_type(model, branch, code), owner)
            branch = branch.inside or _missing(path)
        entries = _entries(branch, owner)
        place = next((number for number, (code, _one) in enumerate(entries) if code == path[-1]), None)
        if place is None:
            _missing(path)
        _set_entries(branch, owner, model, change(entries, place))
        return made


def element_type(owner: type[BaseModel], branch: Branch, code: str) -> Any:
    """Return the type of the elements that OWNER keeps on BRANCH: a model, or a union of models."""
    held = annotation_of(owner, branch.key)
    inner = inner_type(held, code if get_origin(held) is dict else 0)
    return inner_type(inner, code) if get_origin(inner) is dict else inner


def type_name(model: type[BaseModel]) -> str:
    """Return the name of the type that MODEL is in a union, e.g. ``date``; empty where it has none."""
    return next((str(found) for option in options_of(model) if (found := fixed_value(option))), "")


def empty_element(model: type[BaseModel], code: str, code_key: str) -> Plain:
    """Return an element of MODEL with its required keys alone."""
    made = {option.name: _empty(option) for option in options_of(model) if option.required}
    return made | ({code_key: code} if code_key else {})


def _empty(option: ElementOption) -> Any:
    if (fixed := fixed_value(option)) is not None:
        return fixed
    if option.annotation is Words or get_origin(option.annotation) is dict:
        return {}
    return [] if get_origin(option.annotation) is list else ""


def _entries(branch: Branch, owner: Plain) -> list[Entry]:
    held = owner.get(branch.key) or []
    if isinstance(held, dict):
        return list(held.items())
    if branch.code_key:
        return [(str(one[branch.code_key]), one) for one in held]
    return [next(iter(one.items())) for one in held]


def _place(entries: list[Entry], step: str | int) -> int | None:
    """Return the place of the entry to which STEP leads: its number, or its code."""
    if isinstance(step, int):
        return step if step < len(entries) else None
    return next((number for number, (code, _one) in enumerate(entries) if code == step), None)


def _set_entries(branch: Branch, owner: Plain, model: type[BaseModel], entries: list[Entry]) -> None:
    if get_origin(annotation_of(model, branch.key)) is dict:
        owner[branch.key] = dict(entries)
    elif branch.code_key:
        owner[branch.key] = [{**one, branch.code_key: code} for code, one in entries]
    else:
        owner[branch.key] = [{code: one} for code, one in entries]


def _missing(path: ElementPath) -> Any:
    raise NoSuchElement("/".join(path))

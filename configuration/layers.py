"""Folders become entries: each layer adds objects and overrides keys of the layers before it."""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

from configuration import kinds
from configuration.kinds import Kind
from configuration.spool import DiskList
from configuration.text import csv_lists, source
from configuration.text.folder import DefinitionFile, RefusedFile, files, is_site
from configuration.text.problems import DefinitionsError, Problem, TextPlace, nearest
from configuration.text.source import Node
from portal.kit import languages, phones
from portal.kit.phones import PhonePlan

Where = tuple[str | int, ...]


@dataclass(frozen=True)
class ObjectText:
    """Keys of an object of KIND in one file, or one row of a list; and the keys with mistakes."""

    kind: Kind[Any]
    data: dict[str, Any]
    row: csv_lists.CsvRow | None = None
    spoiled: frozenset[str] = frozenset()


@dataclass(frozen=True)
class UnreadableObject:
    """An object of KIND that stands in a list, but cannot be read."""

    kind: Kind[Any]
    code: str
    problem: Problem


@dataclass
class TextStore:
    """Texts that were read, kept out of memory: whole files, and the keys of each definition."""

    texts: DiskList[DefinitionFile] = field(default_factory=DiskList)
    found: DiskList[tuple[dict[str, Any], csv_lists.CsvRow | None, frozenset[str]]] = field(default_factory=DiskList)


@dataclass(frozen=True, slots=True)
class WrittenDefinition:
    """One definition as one file, or one row of a list, writes it: two numbers that lead to the store."""

    kind: Kind[Any]
    layer: str
    store: TextStore
    text_number: int
    found_number: int

    @property
    def text(self) -> DefinitionFile:
        """The file."""
        return self.store.texts[self.text_number]

    @property
    def data(self) -> dict[str, Any]:
        """Its keys; not to be changed."""
        return self.store.found[self.found_number][0]

    @property
    def row(self) -> csv_lists.CsvRow | None:
        """The row of a list, None for a file of its own."""
        return self.store.found[self.found_number][1]

    @property
    def node(self) -> Node | None:
        """The tree of a file of its own, read anew: only mistakes and exports ask for it."""
        return _tree(self.text.content, self.text.shown) if self.row is None else None

    @property
    def spoiled(self) -> frozenset[str]:
        """The keys that are told already: what is read of them is not what was meant."""
        return self.store.found[self.found_number][2]

    def place(self, where: Where = (), *, key: bool = False) -> TextPlace:
        """Return where the value at WHERE stands (or its key), or the nearest thing around it."""
        row = self.row
        if row is not None:
            return TextPlace(self.text.shown, row.line, 1, 1, self.text.content)
        found, name = self.node, None
        for step in where:
            pair = found.child(step) if found else None
            if pair is None:
                break
            name, found = pair
        whole = found is None or found.kind != "scalar" or found.end == found.start or "\n" in found.text
        spot = name if name is not None and (key or whole) else found
        if spot is None:
            return TextPlace(self.text.shown)
        length = spot.end - spot.start if spot.kind == "scalar" else 1
        return TextPlace(self.text.shown, spot.line, spot.column, max(1, length), self.text.content)


@dataclass(slots=True)
class LayeredDefinition:
    """One object: what all layers say about it, top-level keys of later ones winning."""

    kind: Kind[Any]
    code: str
    parts: list[WrittenDefinition] = field(default_factory=list)

    @property
    def data(self) -> dict[str, Any]:
        """The merged keys; ``was`` is news of the last layer that says it."""
        merged: dict[str, Any] = {}
        for part in self.parts:
            merged |= part.data
        return {self.kind.name: self.code} | merged

    @property
    def spoiled(self) -> frozenset[str]:
        """The keys in which a mistake of reading stands; a missing code is told already, too."""
        return frozenset([] if self.code else [self.kind.name]).union(*(part.spoiled for part in self.parts))

    def place(self, where: Where = (), *, key: bool = False) -> TextPlace:
        """Return where the value (or key) at WHERE stands: in the last layer that writes its top-level key."""
        owner = next((p for p in reversed(self.parts) if where and where[0] in p.data), self.parts[0])
        return owner.place(where, key=key)


@lru_cache(maxsize=1)
def _tree(content: str, shown: str) -> Node:
    """Return the tree of a file; the last one stays, for a file with many mistakes asks once for each."""
    return source.read(content, shown).top


@dataclass
class ReadLayers:
    """Everything that was read of some layers, mistakes included."""

    layers: list[str] = field(default_factory=list)
    store: TextStore = field(default_factory=TextStore)
    entries: dict[tuple[str, str], LayeredDefinition] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    was: dict[str, dict[str, str]] = field(default_factory=dict)
    """By kind: code → the code before, where a definition says ``was``."""
    strays: list[LayeredDefinition] = field(default_factory=list)
    """Definitions without a code, or with one that stands already: looked at for further mistakes, and no more."""
    unread: set[tuple[str, str]] = field(default_factory=set)
    """Kind and code of files that could not be read, so that nobody who refers to them is blamed."""
    blurred: set[str] = field(default_factory=set)
    """Kinds of which a list could not be read: nobody can tell what it holds."""

    def knows(self, kind: str, code: str) -> bool:
        """Return whether a file describes the object, however badly."""
        return (kind, code) in self.entries or (kind, code) in self.unread or kind in self.blurred

    @property
    def texts(self) -> DiskList[DefinitionFile]:
        """The files, layer by layer."""
        return self.store.texts

    def listed(self, kind: Kind[Any]) -> Iterator[tuple[str, dict[str, Any], LayeredDefinition, Where]]:
        """Yield code, data and place of the objects of KIND, which is within definitions of another kind."""
        assert kind.within  # noqa: S101  asked only of such kinds
        owner, key = kind.within
        for entry in self.of(kinds.named(owner)).values():
            parts = entry.data.get(key)
            for number, part in enumerate(parts if isinstance(parts, list) else []):
                if isinstance(part, dict) and isinstance(code := part.get(kind.name), str):
                    yield code, part, entry, (key, number)

    def renamings(self, kind: Kind[Any]) -> dict[str, str]:
        """Return the codes of KIND that say ``was``, each with the code before."""
        if kind.within is None:
            return self.was.get(kind.name, {})
        return {
            code: was for code, part, _entry, _where in self.listed(kind) if isinstance(was := part.get("was"), str)
        }

    def describes(self, kind: Kind[Any], code: str) -> bool:
        """Return whether these layers hold a definition of KIND with CODE."""
        if kind.within is None:
            return (kind.name, code) in self.entries
        return any(code == other for other, _part, _entry, _where in self.listed(kind))

    def place_of(self, kind: Kind[Any], code: str, key: str) -> TextPlace:
        """Return where KEY of the definition of KIND with CODE stands."""
        if kind.within is None:
            return self.entries[kind.name, code].place((key,))
        found = ((entry, where) for other, _part, entry, where in self.listed(kind) if other == code)
        return next(entry.place((*where, key)) for entry, where in found)

    def of(self, kind: Kind[Any]) -> dict[str, LayeredDefinition]:
        """Return the entries of KIND by code."""
        return {code: entry for (name, code), entry in self.entries.items() if name == kind.name}

    @property
    def languages(self) -> list[str]:
        """The languages of the site that these layers describe, the default one first."""
        site = next((entry.data for (name, _code), entry in self.entries.items() if name == "site"), {})
        codes = site.get("languages")
        usable = isinstance(codes, list) and bool(codes) and all(isinstance(code, str) for code in codes)
        return list(codes) if usable and codes else languages.offered()

    @property
    def telephones(self) -> PhonePlan:
        """The telephone plan of the site that these layers describe; where they describe none, of the site we have."""
        site = next((entry.data for (name, _code), entry in self.entries.items() if name == "site"), None)
        if site is None:
            return phones.plan()
        keys = site.get("telephones")
        texts = {key: value for key, value in keys.items() if isinstance(value, str)} if isinstance(keys, dict) else {}
        plan = PhonePlan(texts.get("region", phones.CHINA), texts.get("area_code", ""))
        return replace(plan, area_code="") if any(plan.mistakes()) else plan

    @contextmanager
    def as_site(self) -> Iterator[None]:
        """Read text and telephone numbers inside the block as the site that these layers describe does."""
        with languages.reading(self.languages), phones.reading(self.telephones):
            yield

    @property
    def demo(self) -> TextPlace | None:
        """Place of ``demo: true`` in a layer, if there is one."""
        sites = [part for (name, _code), entry in self.entries.items() if name == "site" for part in entry.parts]
        return next((part.place(("demo",)) for part in sites if part.data.get("demo") is True), None)


def layers_of(folder: Path) -> list[Path]:
    """Return FOLDER if it is a layer itself, else the layers in it, as an export writes them.

    The layer that names the site comes first, the others by name.
    """
    if not folder.is_dir() or _is_layer(folder):
        return [folder]
    found = sorted(path for path in folder.iterdir() if path.is_dir() and not path.is_symlink() and _is_layer(path))
    return sorted(found, key=lambda path: not _names_site(path)) or [folder]


def _is_layer(folder: Path) -> bool:
    return any(kind_of(name if not (folder / name).is_dir() else f"{name}/") for name in os.listdir(folder))


def _names_site(layer: Path) -> bool:
    site = layer / "site.yaml"
    return site.is_file() and re.search(rb"^site:", site.read_bytes()[: source.MAX_BYTES], re.M) is not None


def read(folders: Sequence[Path]) -> ReadLayers:
    """Return what FOLDERS say, first to last; mistakes are collected, none is raised."""
    reading = ReadLayers()
    for folder in folders:
        name = folder.resolve().name
        if name in reading.layers:
            reading.problems.append(Problem(TextPlace(str(folder)), "D113", "another layer has the same folder name"))
            continue
        add_layer(reading, name, files(folder, name))
    return reading


def add_layer(reading: ReadLayers, layer: str, texts: Iterable[DefinitionFile | RefusedFile]) -> None:
    """Lay TEXTS over what READING holds already. The site comes first: its languages are those of all other text."""
    reading.layers.append(layer)
    for _is_site, some in groupby(texts, lambda text: isinstance(text, DefinitionFile) and is_site(text.path)):
        with languages.reading(reading.languages):
            for text in some:
                if isinstance(text, RefusedFile):
                    reading.problems.extend(text.problems)
                    _guess(reading, text.path, text.opening)
                else:
                    _read_one(reading, text)


def _read_one(reading: ReadLayers, text: DefinitionFile) -> None:
    number = reading.texts.append(text)
    try:
        for found in definitions_in(text):
            if isinstance(found, Problem):
                reading.problems.append(found)
                continue
            if isinstance(found, UnreadableObject):
                reading.problems.append(found.problem)
                reading.unread.add((found.kind.name, found.code))
                continue
            kept = reading.store.found.append((found.data, found.row, found.spoiled))
            _lay(reading, WrittenDefinition(found.kind, text.layer, reading.store, number, kept))
    except DefinitionsError as error:
        reading.problems.extend(error.problems)
        _guess(reading, text.path, text.content)


def _guess(reading: ReadLayers, path: str, opening: str) -> None:
    """Note what a file at PATH that cannot be read describes, by its OPENING or its name."""
    own = kind_of(path)
    if own is not None and path.endswith(".csv"):
        reading.blurred.add(own.name)
        return
    for kind in [own] if own else kinds.every():
        found = re.search(rf"^{kind.name}:\s*[\"']?([a-z0-9_-]+)", opening, re.M)
        if found or own:
            reading.unread.add((kind.name, found[1] if found else Path(path).stem))


def definitions_in(text: DefinitionFile) -> Iterator[ObjectText | UnreadableObject | Problem]:
    """Yield what one file defines: one object of YAML, or the rows of a list; and what is wrong beside that."""
    kind = kind_of(text.path)
    if text.path.endswith(".yml"):
        raise DefinitionsError(
            [Problem(TextPlace(text.shown), "D110", "a definition's file ends in .yaml", "rename it")]
        )
    if kind is None:
        known = [k.folder for k in kinds.every()]
        first = text.path.split("/", 1)[0]
        remedy = nearest(first, known, all_of=20)
        raise DefinitionsError(
            [Problem(TextPlace(text.shown), "D110", f"no kind of definition lives in '{first}'", remedy)]
        )
    if text.path.endswith(".csv"):
        yield from _rows(kind, text)
        return
    tree = source.read(text.content, text.shown)
    yield from tree.problems
    yield ObjectText(kind, tree.top.data(), spoiled=tree.spoiled)


def _rows(kind: Kind[Any], text: DefinitionFile) -> Iterator[ObjectText | UnreadableObject | Problem]:
    unknown = dict(csv_lists.unknown_columns(text.content, text.shown, kind.schema))
    yield from unknown.values()
    for row in csv_lists.rows(text.content, text.shown):
        if isinstance(row, csv_lists.BrokenRow):
            yield UnreadableObject(kind, row.cells.get(kind.name, ""), row.problem)
        else:
            cells = {name: cell for name, cell in row.cells.items() if name not in unknown}
            yield ObjectText(kind, csv_lists.data_of(cells, kind.schema), row)


def kind_of(path: str) -> Kind[Any] | None:
    """Return the kind whose files live at PATH (relative to the layer), or None."""
    for kind in kinds.every():
        if path == kind.folder or path.startswith(f"{kind.folder}/") or (kind.csv and path == f"{kind.folder}.csv"):
            return kind
    return None


def _lay(reading: ReadLayers, written: WrittenDefinition) -> None:
    """Put WRITTEN over what earlier layers say about the same object; within one layer an object stands once."""
    kind = written.kind
    code = written.data.get(kind.name)
    single = kind.folder.endswith(".yaml")
    earlier = next(iter(reading.of(kind).values()), None) if single else None
    if code is None and earlier is not None:
        code = earlier.code
    if not isinstance(code, str) or not code:
        message = f"the definition does not open with '{kind.name}: <code>'"
        reading.problems.append(Problem(written.place((kind.name,)), "D114", message, "give it a code"))
        reading.strays.append(LayeredDefinition(kind, "", [written]))
        reading.unread.add((kind.name, Path(written.text.path).stem))
        return
    if earlier is not None and earlier.code != code:
        message = f"this layer describes '{code}', an earlier one '{earlier.code}'"
        reading.problems.append(Problem(written.place((kind.name,)), "D115", message, f"leave '{kind.name}' out"))
        return
    entry = reading.entries.setdefault((kind.name, code), LayeredDefinition(kind, code))
    twice = next((part for part in entry.parts if part.layer == written.layer), None)
    if twice is not None:
        message = f"{kind.name} '{code}' is defined twice in this folder"
        remedy = f"also in {twice.place((kind.name,)).path}:{twice.place((kind.name,)).line}"
        reading.problems.append(Problem(written.place((kind.name,)), "D115", message, remedy))
        reading.strays.append(LayeredDefinition(kind, code, [written]))
        return
    entry.parts.append(written)
    if isinstance(was := written.data.get("was"), str):
        reading.was.setdefault(kind.name, {})[code] = was

"""The database becomes folders again: what did not change keeps its letters, comments and order."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from configuration import fmt, layers
from configuration.kinds import Kind, every
from configuration.layers import LayeredDefinition, ReadLayers, WrittenDefinition
from configuration.models import AppliedFile
from configuration.plan import Plain, comparable
from configuration.specs import validated
from configuration.text import csv_lists, scalars
from configuration.text.folder import DefinitionFile, is_site
from configuration.text.format import mapping_text
from configuration.text.patch import patched
from configuration.text.problems import DefinitionsError, Problem, TextPlace
from portal.kit import languages
from portal.kit.words import Words

File = tuple[str, str]


@dataclass
class Export:
    """Text that the folders shall hold, by layer and path; None removes a file."""

    folders: dict[str, Path]
    files: dict[File, str | None] = field(default_factory=dict)

    def write(self) -> list[Path]:
        """Write what differs from the disk and return the paths that changed."""
        changed = []
        for (layer, name), content in sorted(self.files.items(), key=lambda pair: pair[0]):
            root = self.folders[layer]
            path = root / name
            if not path.resolve().is_relative_to(root.resolve()):
                raise DefinitionsError([Problem(TextPlace(str(path)), "D111", "a path that leaves the folder")])
            if content is None:
                path.unlink(missing_ok=True)
                changed.append(path)
            elif not path.is_file() or path.read_bytes() != content.encode():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content.encode())
                changed.append(path)
        return changed


def export(targets: Sequence[Path], *, fresh: bool = False) -> Export:
    """Return what the database holds as files under TARGETS: one folder a layer, or one for all layers.

    Folders that hold definitions already are changed as little as possible; ``fresh`` ignores their wording and that
    of the last apply, and writes the canonical form.
    """
    folders = _folders(targets)
    reading = ReadLayers()
    for layer, folder in folders.items():
        layers.add_layer(reading, layer, _texts(layer, folder))
    if reading.problems:
        raise DefinitionsError(reading.problems)
    with reading.as_site():
        return _Exporter(reading, Export(folders), fresh=fresh).run()


def _folders(targets: Sequence[Path]) -> dict[str, Path]:
    """Return the folder of each layer of the last apply."""
    known = list(dict.fromkeys(AppliedFile.objects.order_by("position").values_list("layer", flat=True)))
    if len(known) <= 1 and len(targets) == 1:
        return {known[0] if known else targets[0].resolve().name: targets[0]}
    if len(targets) == 1:
        return {layer: targets[0] / layer for layer in known}
    if len(targets) != len(known):
        message = f"{len(targets)} folders for {len(known)} layers ({', '.join(known)})"
        problem = Problem(TextPlace(str(targets[0])), "D118", message, "name one folder, or one for each layer")
        raise DefinitionsError([problem])
    return dict(zip(known, targets, strict=True))


def _texts(layer: str, folder: Path) -> list[DefinitionFile]:
    """Return the files of an existing folder, else those of the last apply."""
    if folder.is_dir() and any(folder.iterdir()):
        there = layers.read([folder])
        if there.problems:
            raise DefinitionsError(there.problems)
        return [DefinitionFile(layer, text.path, text.shown, text.content) for text in there.texts]
    rows = sorted(AppliedFile.objects.filter(layer=layer), key=lambda row: not is_site(row.path))
    return [DefinitionFile(layer, row.path, f"{layer}/{row.path}", row.content) for row in rows]


class _Exporter:
    def __init__(self, reading: ReadLayers, made: Export, *, fresh: bool) -> None:
        self.reading, self.made, self.fresh = reading, made, fresh
        self.first = next(iter(made.folders))
        # What each part of a file has to say from now on; None: the object is gone.
        self.wanted: dict[int, Plain | None] = {}
        self.parts: dict[File, list[WrittenDefinition]] = defaultdict(list)

    def run(self) -> Export:
        for entry in self.reading.entries.values():
            for part in entry.parts:
                self.parts[part.text.layer, part.text.path].append(part)
        for kind in every():
            self._kind(kind)
        for text in self.reading.texts:
            parts = self.parts.get((text.layer, text.path), [])
            write = self._list if text.path.endswith(".csv") else self._object
            self.made.files[text.layer, text.path] = write(text, parts)
        return self.made

    def _kind(self, kind: Kind[Any]) -> None:
        entries, seen = self.reading.of(kind), set()
        for spec in kind.stored():
            code = kind.code(spec)
            seen.add(code)
            if code in entries:
                self._known(entries[code], comparable(kind, spec))
            else:
                self._new_object(kind, code, comparable(kind, spec))
        for code, entry in entries.items():
            if code not in seen:
                self.wanted.update((id(part), None) for part in entry.parts)

    def _known(self, entry: LayeredDefinition, stored: Plain) -> None:
        """Share what the database holds among the layers that describe the object."""
        try:
            file = comparable(entry.kind, validated(entry.kind.schema, entry.data))
        except ValidationError:
            file = {}
        for part in entry.parts:
            self.wanted[id(part)] = self._cleaned(part, stored) if self.fresh else dict(part.data)
        for key in dict.fromkeys([*file, *stored]):
            if file.get(key) == stored.get(key):
                continue
            owners = [part for part in entry.parts if key in part.data]
            for part in owners:
                self._want(part).pop(key, None)
            if key in stored:
                self._want((owners or entry.parts)[-1])[key] = stored[key]

    def _want(self, part: WrittenDefinition) -> Plain:
        return self.wanted.setdefault(id(part), {}) or {}

    def _cleaned(self, part: WrittenDefinition, stored: Plain) -> Plain:
        """Return what PART says in canonical values: defaults left out, and ``was``, which is only news."""
        opening = {key: value for key, value in part.data.items() if key == part.kind.name}
        return opening | {key: stored[key] for key in part.data if key in stored}

    def _new_object(self, kind: Kind[Any], code: str, stored: Plain) -> None:
        path, number = kind.folder if kind.folder.endswith(".yaml") else f"{kind.folder}/{code}.yaml", 1
        while (self.first, path) in self.made.files or (self.first, path) in self.parts:
            number += 1
            path = f"{kind.folder}/{code}-{number}.yaml"
        self.made.files[self.first, path] = definition_text(kind, {kind.name: code} | stored)

    def _object(self, text: DefinitionFile, parts: list[WrittenDefinition]) -> str | None:
        for part in parts:
            wanted = self.wanted.get(id(part))
            if wanted is None:
                return None
            if self.fresh:
                return definition_text(part.kind, wanted)
            if part.node is not None:
                return patched(text.content, part.node, wanted, part.kind.schema, part.kind.name)
        return text.content

    def _list(self, text: DefinitionFile, parts: list[WrittenDefinition]) -> str | None:
        """Return a CSV list with its changed rows written anew; a row that no longer fits becomes a file of its own."""
        names, content = csv_lists.header(text.content), text.content
        for part in sorted(parts, key=lambda one: one.row.start if one.row else 0, reverse=True):
            wanted, row = self.wanted.get(id(part)), part.row
            if row is None or wanted == part.data:
                continue
            cells = _cells(names, wanted) if wanted is not None else None
            if wanted is not None and cells is None:
                stored = {key: value for key, value in wanted.items() if key != part.kind.name}
                self._new_object(part.kind, str(wanted[part.kind.name]), stored)
            content = content[: row.start] + (fmt.table([], [cells]) if cells else "") + content[row.end :]
        if not self.fresh:
            return content
        return fmt.formatted(DefinitionFile(text.layer, text.path, text.shown, content))


def definition_text(kind: Kind[Any], data: Plain) -> str:
    """Return DATA of KIND as the text of a file of its own, in canonical form."""
    return mapping_text(scalars.node_of(data), kind.schema, kind.name)


def _cells(names: list[str], data: Plain) -> list[str] | None:
    """Return DATA as the cells of a row under NAMES, or None if it does not fit."""
    given = dict(_flat(data, names))
    if None in given.values() or not set(given) <= set(names):
        return None
    return [given.get(name) or "" for name in names]


def _flat(data: Plain, names: list[str]) -> Iterator[tuple[str, str | None]]:
    for key, value in data.items():
        if isinstance(value, dict):
            own = languages.default() if isinstance(value, Words) or languages.default() in value else ""
            for inner, one in value.items():
                yield (key if inner == own and key in names else f"{key}.{inner}"), _cell(one)
        else:
            yield key, _cell(value)


def _cell(value: Any) -> str | None:
    if isinstance(value, list):
        texts = [one for one in value if isinstance(one, str) and "|" not in one and one == one.strip() and one]
        return "|".join(texts) if len(texts) == len(value) else None
    if isinstance(value, dict):
        return None
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

"""Texts of a folder on the disk; links, special files and binary files are reported and left out."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from configuration.text import source
from configuration.text.problems import DefinitionsError, Problem, TextPlace

MAX_FILES = 500_000  # in a folder; far more than a province has, so it is a wrong folder
OPENING = 1000  # bytes of a file in which its code stands


@dataclass(frozen=True)
class DefinitionFile:
    """One file as it was read. ``path`` is relative to the layer's folder, with ``/``; ``shown`` is for people."""

    layer: str
    path: str
    shown: str
    content: str


@dataclass(frozen=True)
class RefusedFile:
    """A file that is not taken, and why; ``opening`` is what can be read of its first lines."""

    path: str
    problems: tuple[Problem, ...]
    opening: str = ""


def is_site(path: str) -> bool:
    """Return whether PATH (relative to the layer) describes the site itself."""
    return path.startswith("site.")


def files(folder: Path, layer: str) -> Iterator[DefinitionFile | RefusedFile]:
    """Yield the definitions' files of FOLDER by name, or why one is not taken; nothing outside of it is read."""
    if not folder.is_dir():
        yield _refused(folder, "D113", "no such folder", "name a folder with a site.yaml or other definitions")
        return
    paths = sorted(_walk(folder), key=lambda path: (not is_site(path), path))
    if not paths:
        yield _refused(folder, "D113", "the folder holds no definitions")
    if len(paths) > MAX_FILES:
        yield _refused(folder, "D102", f"more than {MAX_FILES} files", "use CSV lists")
        return
    root = os.path.realpath(folder)
    for name in paths:
        if os.path.realpath(folder / name).startswith(root + os.sep):
            yield _read(folder / name, layer, name)
        else:
            yield _refused(folder / name, "D111", "a link that leaves the folder", "put the file itself here", name)


def _read(path: Path, layer: str, name: str) -> DefinitionFile | RefusedFile:
    if not path.is_file():
        return _refused(path, "D101", "not a plain file", name=name)
    try:
        with path.open("rb") as stream:
            content = stream.read(source.MAX_BYTES + 1)
    except OSError as error:
        return _refused(path, "D101", f"cannot be read: {error.strerror}", name=name)
    try:
        return DefinitionFile(layer, name, _shown(path), source.decode(content, _shown(path)))
    except DefinitionsError as error:
        return RefusedFile(name, tuple(error.problems), content[:OPENING].decode(errors="replace"))


def _refused(path: Path, code: str, message: str, remedy: str = "", name: str = "") -> RefusedFile:
    return RefusedFile(name, (Problem(TextPlace(_shown(path)), code, message, remedy),))


def _walk(folder: Path) -> Iterator[str]:
    """Yield YAML and CSV files by their path in FOLDER; a linked folder is not entered but named, to be refused."""
    for top, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        linked = [name for name in folders if Path(top, name).is_symlink()]
        given = [
            n for n in names if n.endswith((".yaml", ".csv", ".yml")) and (not n.startswith(".") or n.endswith(".yml"))
        ]
        inside = Path(top).relative_to(folder).as_posix()
        yield from (name if inside == "." else f"{inside}/{name}" for name in linked + given)


def _shown(path: Path) -> str:
    """Return PATH as the reader typed it, relative to the working directory where it lies below that."""
    try:
        return path.absolute().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)

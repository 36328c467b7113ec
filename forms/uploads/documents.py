"""Documents of Word, Excel and OFD that run something or call out to the network. Pure."""

import re
from collections.abc import Collection
from typing import IO

from forms.uploads import compound
from forms.uploads.refusals import RefusedContent
from portal.kit import archives
from portal.kit.archives import ArchiveError

MACROS = {"vba", "_vba_project", "_vba_project_cur", "macros", "dir_vba"}
PROGRAMS = re.compile(r"\.(?:exe|dll|com|scr|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|lnk|msi|jar|html?|svg|swf|zip|rar|7z)$")
IN_PARTS = re.compile(r"vbaproject\.bin$|/activex/|/macrosheets/|/oleobject\d*\.bin$")
CALLS_OUT = re.compile(
    rb"(?:attachedTemplate|oleObject|subDocument|frame|externalLinkPath|image)\"[^>]*TargetMode\s*=\s*\"External"
    rb"|TargetMode\s*=\s*\"External\"[^>]*(?:attachedTemplate|oleObject|subDocument|frame|externalLinkPath|image)\""
)
SEARCHED = re.compile(r"word/(?:document|footnotes|header\d*|footer\d*)\.xml|xl/externalLinks/.*")
DDE = re.compile(rb"\bDDE(?:AUTO)?\b|<ddeLink")
PART_BYTES = 8 * 1024 * 1024  # of a part that is searched
MANIFEST = "[Content_Types].xml"
TOO_MUCH = {"unpacked", "parts"}
"""Reasons of an `ArchiveError` that stand for an archive which would fill memory or disk."""


def check_parts(file: IO[bytes], main: Collection[str]) -> None:
    """Raise RefusedContent for a document of parts (DOCX, XLSX, OFD) that runs, or calls out to the network.

    MAIN are the parts that it must have.
    """
    try:
        names = archives.parts(file)
        lowered = [name.lower() for name in names]
        if not set(main) <= set(names):
            raise RefusedContent("office_broken")
        if any(IN_PARTS.search(f"/{name}") for name in lowered):
            raise RefusedContent("macros")
        if any(PROGRAMS.search(name) for name in lowered):
            raise RefusedContent("archive")
        _check_texts(file, names)
    except ArchiveError as error:
        raise RefusedContent("unpacked" if error.reason in TOO_MUCH else "office_broken") from None


def _check_texts(file: IO[bytes], names: Collection[str]) -> None:
    for name in names:
        if name == MANIFEST and b"macroenabled" in archives.read(file, name, PART_BYTES).lower():
            raise RefusedContent("macros")
        if name.endswith(".rels") and CALLS_OUT.search(archives.read(file, name, PART_BYTES)):
            raise RefusedContent("office_outside")
        searched = SEARCHED.fullmatch(name)
        if searched and DDE.search(archives.read(file, name, PART_BYTES)):
            raise RefusedContent("office_outside")


def parts_of(file: IO[bytes]) -> set[str]:
    """Return the names in the archive FILE; empty for one that cannot be read. Raises RefusedContent for a bomb."""
    try:
        return set(archives.parts(file))
    except ArchiveError as error:
        if error.reason in TOO_MUCH:
            raise RefusedContent("unpacked") from None
        return set()


def check_compound(file: IO[bytes], main: Collection[str]) -> None:
    """Raise RefusedContent for an old document with macros or a password; MAIN are streams of which it has one."""
    names = {name.lower() for name in compound.names(file)}
    if "encryptedpackage" in names or "encryptioninfo" in names:
        raise RefusedContent("office_password")
    if names & MACROS:
        raise RefusedContent("macros")
    if any(name.startswith(("\x01ole10native", "objectpool")) for name in names):
        raise RefusedContent("office_outside")
    if not names & {one.lower() for one in main}:
        raise RefusedContent("office_broken")

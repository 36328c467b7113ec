"""Inputs for files: what is stored already, with a button to remove each, and one to choose more.

The value comes from the server, which writes the UUIDs of the stored files into the data of the form
(forms/filling/step_files.py); what a browser sends under these names is never read.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms

from portal.kit import file_limits
from portal.kit.file_limits import MB
from portal.kit.words import Words

ACCEPT = {
    "photo": "image/jpeg,image/png,image/heic,image/heif",
    "pdf": "application/pdf,.pdf",
    "ofd": ".ofd",
    "word": ".doc,.docx",
    "excel": ".xls,.xlsx",
}
PHOTO_MB, DOCUMENT_MB = file_limits.IMAGE_BYTES // MB, file_limits.DOCUMENT_BYTES // MB


@dataclass(frozen=True)
class ShownFile:
    """A stored file as a page shows it; ``small`` is the address of a small picture, empty for a document."""

    uuid: str
    name: str
    size: str
    address: str
    small: str = ""


@dataclass(frozen=True)
class AskedMaterial:
    """A material that is asked for; ``condition`` says when it is needed, ``downloads`` are blank form and sample."""

    code: str
    name: Words
    need: str
    note: Words = field(default_factory=Words)
    condition: str = ""
    downloads: Sequence[Any] = ()


class _TakesFiles(forms.Widget):
    """Base of both inputs: the kinds of files that are taken, and how many."""

    needs_multipart_form = True

    def __init__(self, *args: Any, kinds: Sequence[str] = ("photo", "pdf"), most: int = 5, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kinds, self.most = list(kinds), most

    def limits(self) -> dict[str, Any]:
        """Return what the page says and demands of files."""
        return {
            "accept": ",".join(ACCEPT[kind] for kind in ACCEPT if kind in self.kinds),
            "only_photos": self.kinds == ["photo"],
            "photos": "photo" in self.kinds,
            "most": self.most,
            "photo_mb": PHOTO_MB,
            "document_mb": DOCUMENT_MB,
        }


class FilesInput(_TakesFiles):
    """The files of one question. ``camera``: telephones open their camera instead of the list of photos."""

    template_name = "forms/inputs/files.html"
    files: Sequence[ShownFile] = ()

    def __init__(self, *args: Any, camera: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.camera = camera

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        told = context["widget"]["attrs"]
        said = {"aria_describedby": told.get("aria-describedby", ""), "aria_invalid": told.get("aria-invalid", "")}
        return context | self.limits() | said | {"name": name, "files": self.files, "camera": self.camera}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return _several(data, name)


class MaterialsInput(_TakesFiles):
    """The ways to hand in each material, and the files of those that are sent now."""

    template_name = "forms/inputs/materials.html"
    use_fieldset = True
    needed: Sequence[AskedMaterial] = ()
    files: Mapping[str, Sequence[ShownFile]] = {}

    def __init__(self, *args: Any, ways: Mapping[str, str] | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.ways = ways or {}

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        rows = list(self._rows(name, value or {}, context["widget"]["attrs"].get("id", f"id_{name}")))
        return context | self.limits() | {"rows": rows}

    def _rows(self, name: str, value: Mapping[str, Any], where: str) -> Iterator[dict[str, Any]]:
        number = 0
        for material in self.needed:
            chosen = (value.get(material.code) or {}).get("how", "")
            options = []
            for code in self.offered(material):
                options.append({"code": code, "label": self.ways.get(code, code), "id": f"{where}_{number}"})
                number += 1
            slot = f"{name}.{material.code}"
            files = self.files.get(material.code, ())
            shown = {"material": material, "name": slot, "input": f"{slot}.file"}
            yield shown | {"options": options, "chosen": chosen, "files": files}

    def offered(self, material: AskedMaterial) -> list[str]:
        """Return the codes of the ways in which MATERIAL can be handed in."""
        left_out = {"required": {"later", "none"}, "deferrable": {"none"}, "optional": {"later"}}
        return [code for code in self.ways if code not in left_out.get(material.need, set())]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, dict[str, Any]]:
        found = {}
        for material in self.needed:
            slot = f"{name}.{material.code}"
            found[material.code] = {"how": data.get(slot, ""), "files": _several(data, f"{slot}.files")}
        return found

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False


def _several(data: Any, name: str) -> list[str]:
    found = data.getlist(name) if hasattr(data, "getlist") else data.get(name) or []
    return [str(one) for one in found]

"""The papers that the chosen services need: for each, how the applicant hands it in.

An answer is ``{material: {"how": …, "files": [UUID], "name": {language: text}}}``; the name is kept, so that the answer
is readable when the list of the service has changed.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from pydantic import Field as Option

from forms.fields.base import Labels, PaperBlank
from forms.fields.file import MOST, FileKind, FilesQuestion, shared_count
from forms.file_widgets import AskedMaterial, MaterialsInput, ShownFile
from portal.kit.words import Words

UPLOAD, WINDOW, GIVEN, LATER, NONE = "upload", "bring_to_window", "already_given", "later", "none"
WAYS: Mapping[str, Any] = {
    UPLOAD: _("Send a photo or file now"),
    WINDOW: _("Bring it to the window"),
    GIVEN: _("You have it already"),
    LATER: _("Hand it in later"),
    NONE: _("I do not have it"),
}
AS_READ: Mapping[str, Any] = {
    UPLOAD: _("sent with this form"),
    WINDOW: _("will be brought to the window"),
    GIVEN: _("was given to us already"),
    LATER: _("follows later"),
    NONE: _("not there"),
}
STILL_MISSING = (WINDOW, LATER)
"""Ways that leave a paper to be handed in."""


class MaterialsField(forms.Field):
    """The way in which each of the materials is handed in; ``offer`` says which ones there are."""

    widget: MaterialsInput
    parts = True

    def clean(self, value: Any) -> dict[str, dict[str, Any]]:
        found, errors = {}, []
        for material in self.widget.needed:
            answer = (value or {}).get(material.code) or {}
            how, files = answer.get("how") or "", [str(one) for one in answer.get("files") or []]
            if how not in self.widget.offered(material):
                errors += [_("Please choose: %(label)s") % {"label": material.name}] * self._must(material)
            elif how == UPLOAD and not files:
                sentence = _("%(label)s: please choose a photo or file, or choose another way.")
                errors.append(sentence % {"label": material.name})
            else:
                found[material.code] = {"how": how, "files": files, "name": dict(material.name)}
        if errors:
            raise ValidationError([str(one) for one in errors])
        return found

    def _must(self, material: AskedMaterial) -> bool:
        return self.required and material.need != "optional"

    def offer(self, needed: Sequence[AskedMaterial], files: Mapping[str, Sequence[ShownFile]]) -> None:
        """Ask for the materials NEEDED; FILES are those stored, by the code of the material."""
        self.widget.needed, self.widget.files = needed, files


class Materials(FilesQuestion):
    """Asks for the materials of the chosen services (forms/filling/needed.py); ``max_files`` of each."""

    type: Literal["materials"]
    file_kinds: Annotated[list[FileKind], Option(min_length=1)] = ["photo", "pdf"]
    max_files: Annotated[int, Option(ge=1, le=MOST)] = 10

    compares = frozenset({"given"})

    def form_field(self, labels: Labels) -> forms.Field:
        widget = MaterialsInput(
            kinds=self.file_kinds, most=self.max_files, ways={one: str(text) for one, text in WAYS.items()}
        )
        return MaterialsField(widget=widget, **self.common(choose=True))

    def fits(self, stored: Any) -> bool:
        return isinstance(stored, dict) and all(_is_told(one) for one in stored.values())

    def files_in(self, stored: Any) -> Iterator[tuple[str, str]]:
        for material, answer in (stored or {}).items():
            if answer["how"] == UPLOAD:
                yield from ((material, str(one)) for one in answer["files"])

    def freeze(self, stored: Any) -> list[dict[str, Any]]:
        return [
            {"material": code, "name": one["name"], "how": one["how"], "files": len(one["files"])}
            for code, one in stored.items()
        ]

    @classmethod
    def read_frozen(cls, frozen: Any, labels: Labels) -> str:
        return "\n".join(_read(one) for one in frozen or [])

    def paper_blank(self) -> PaperBlank:
        return PaperBlank(lines=3)


def _is_told(one: Any) -> bool:
    """Return whether ONE has the shape of what is told about a material."""
    return isinstance(one, dict) and all(
        isinstance(one.get(key), kind) for key, kind in (("how", str), ("name", dict), ("files", list))
    )


def _read(one: Mapping[str, Any]) -> str:
    how = str(AS_READ.get(one["how"], one["how"]))
    if one["how"] == UPLOAD:
        how = shared_count(one["files"])
    return str(_("%(material)s: %(how)s")) % {"material": Words.of(one["name"]), "how": how}

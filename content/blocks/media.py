"""Pictures and files that editors uploaded; the upload checks type and size (portal/uploads.py)."""

from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock


def alternative(value: Any) -> str:
    """Return the text in place of the picture of VALUE, empty for decoration.

    A draft may have gone public without one, and then the caption or the name of the picture stands for it.
    """
    if value["decorative"] or not value["picture"]:
        return ""
    return str(value["alternative"].strip() or value["caption"] or value["picture"].title)


class PictureBlock(blocks.StructBlock):
    """A picture with the text for people who cannot see it, or the word that it only decorates."""

    picture = ImageChooserBlock(label=_("picture"))
    alternative = blocks.CharBlock(
        max_length=200,
        required=False,
        label=_("what the picture shows"),
        help_text=_("For people who cannot see it; it is read aloud in place of the picture."),
    )
    decorative = blocks.BooleanBlock(required=False, label=_("The picture only decorates and says nothing"))
    caption = blocks.CharBlock(max_length=150, required=False, label=_("caption"))

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "content/blocks/picture.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not self.is_deferred_validation and bool(cleaned["alternative"].strip()) == cleaned["decorative"]:
            sentence = (
                gettext("Either say what the picture shows, or say that it only decorates.")
                if cleaned["decorative"]
                else gettext("Say what the picture shows, or tick that it only decorates.")
            )
            raise blocks.StructBlockValidationError(block_errors={"alternative": ValidationError(sentence)})
        return cleaned

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add ``alternative``, the text in place of the picture."""
        return super().get_context(value, parent_context=parent_context) | {"alternative": alternative(value)}


class FileBlock(blocks.StructBlock):
    """A file to take along, with its type and size."""

    file = DocumentChooserBlock(label=_("file"))
    title = blocks.CharBlock(
        max_length=150, required=False, label=_("text of the link"), help_text=_("Without it, the title of the file.")
    )

    class Meta:
        icon = "doc-full"
        label = _("File")
        template = "content/blocks/file.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        file = value["file"]
        return super().get_context(value, parent_context=parent_context) | {
            "file": file,
            "kind": PurePath(file.filename).suffix.removeprefix(".").upper() if file else "",
            "size": file.get_file_size() if file else 0,
        }

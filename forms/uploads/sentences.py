"""Sentences for files that are not taken: each says how to take the photo again, or what to send instead."""

from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, Any] = {
    # The file itself
    "empty": _("“%(name)s” is empty: it did not arrive. Please choose it again."),
    "large": _(
        "“%(name)s” has more than %(most)s MB. Take the photo with a lower resolution, or send the pages one by one."
    ),
    "slow": _("“%(name)s” could not be checked in time. Please take photos of its pages and send those."),
    "name": _(
        "“%(name)s” is not what its name says. Save it anew from the program that made it, or photograph the paper."
    ),
    "kind": _("“%(name)s”: here we take %(kinds)s. You can also take a photo of the paper and send that."),
    "unknown": _("We cannot read “%(name)s”. Please take a photo of the paper, or save it as PDF and send that."),
    "archive": _("“%(name)s” is a packed file. Please unpack it and choose the photos or documents in it."),
    "unpacked": _("“%(name)s” becomes too large when it is unpacked. Please send its pages as photos or as a PDF."),
    "program": _("“%(name)s” is a program, no document. Please choose the photo or the document itself."),
    "page": _("“%(name)s” is a web page or a drawing. Please print it as a PDF, or take a photo of it."),
    "video": _("“%(name)s” is a film or a sound. Please take a photo of each page instead."),
    # Pictures
    "image": _("We cannot take this kind of picture: “%(name)s”. Please save it as JPEG, or photograph the paper."),
    "picture_broken": _("“%(name)s” cannot be opened; it may not have arrived whole. Please take it again."),
    "pixels": _(
        "“%(name)s” has more than %(megapixels)s million pixels. Please take the photo again with a lower resolution."
    ),
    # Documents
    "pdf_broken": _("The PDF “%(name)s” cannot be opened. Please save it anew, or take photos of its pages."),
    "pdf_password": _("The PDF “%(name)s” has a password. Please save it without one, or take photos of its pages."),
    "pdf_script": _("The PDF “%(name)s” contains a program. Please print it into a new PDF and send that."),
    "pdf_files": _(
        "The PDF “%(name)s” has other files inside. Please print it into a new PDF, and send those files one by one."
    ),
    "office_broken": _("The document “%(name)s” cannot be opened. Please save it anew, or save it as PDF."),
    "office_password": _("The document “%(name)s” has a password. Please save it without one, or as PDF."),
    "macros": _("The document “%(name)s” contains macros. Please save it without them, or as PDF."),
    "office_outside": _("The document “%(name)s” loads something from elsewhere. Please save it as PDF and send that."),
    # The scanner
    "virus": _(
        "A virus was found in “%(name)s”; it was not taken. Please photograph the paper, or bring it to the window."
    ),
    "unscanned": _(
        "“%(name)s” is not saved: we cannot check files for viruses at this moment. "
        "Please try again in some minutes, or bring it to the window."
    ),
    # Room
    "not_saved": _(
        "“%(name)s” is not saved: the site cannot store anything at this moment. "
        "Please choose it again in some minutes, or bring it to the window."
    ),
    "many": _("“%(name)s” is not saved: at most %(most)s files are taken here. Remove one first."),
    "draft_full": _(
        "“%(name)s” is not saved: this application holds as much as we can take. Please bring the rest to the window."
    ),
    "often": _(
        "“%(name)s” is not saved: many files came from your network. Please wait an hour, or bring it to the window."
    ),
}
KINDS: dict[str, Any] = {
    "photo": _("photos (JPEG, PNG, HEIC)"),
    "pdf": _("PDF"),
    "ofd": _("OFD"),
    "word": _("Word (DOC, DOCX)"),
    "excel": _("Excel (XLS, XLSX)"),
}


class FileRefused(Exception):
    """A file was not taken and nothing was changed; ``str()`` is a sentence, ``reason`` a key of SENTENCES."""

    def __init__(self, reason: str, **values: Any) -> None:
        super().__init__(reason)
        self.reason = reason
        self.values = values

    def __str__(self) -> str:
        return str(SENTENCES[self.reason]) % self.values

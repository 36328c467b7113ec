"""A stored file as an answer. Whether somebody may have it was asked before; here it is only made harmless."""

from collections.abc import Iterator
from itertools import chain

from django.http import Http404, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header

from forms.models import Upload
from forms.uploads.storage import FILES, SMALL, DamagedFile

POLICY = "default-src 'none'; sandbox"


def answer(upload: Upload, *, small: bool = False, downloaded: bool = False) -> HttpResponseBase:
    """Return the content of UPLOAD, or the SMALL picture of a photo; Http404 for one that is not there, or infected.

    Only pictures that we have drawn ourselves are shown in the browser; all else is saved by it, DOWNLOADED or not.
    """
    if upload.state != Upload.States.STORED:
        raise Http404
    inline = upload.is_picture and not downloaded
    pieces = FILES.read(upload.uuid, SMALL if small and upload.is_picture else "")
    try:
        # The first piece is opened at once: what is damaged is said before the headers are sent.
        content: Iterator[bytes] = chain([next(pieces)], pieces)
    except (DamagedFile, StopIteration):
        raise Http404 from None
    response = StreamingHttpResponse(content, content_type=upload.media_type)
    named = content_disposition_header(as_attachment=not inline, filename=upload.shown_name)
    response.headers["Content-Disposition"] = named or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = "private, no-store"
    if not small:
        response.headers["Content-Length"] = str(upload.size)
    return response

"""Pictures of pages in the sizes that pages show; the originals stay inside."""

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from content.models import PortalRendition
from portal.kit import filetypes

FOLDER = "images"
SECONDS = 24 * 60 * 60  # another picture has another name


@require_safe
@login_not_required
def picture(request: HttpRequest, name: str) -> FileResponse:
    """The file NAME of a rendition; nothing of a collection that is not for everybody."""
    found = PortalRendition.objects.filter(file=f"{FOLDER}/{name}").select_related("image__collection").first()
    suffix = filetypes.BY_SUFFIX.get(filetypes.suffix(found.file)) if found else None
    if found is None or suffix is None or found.image.collection.get_view_restrictions():
        raise Http404
    try:
        file = found.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(file, content_type=suffix.mime)
    response["Cache-Control"] = f"public, max-age={SECONDS}"
    return response

"""The blank form of a material, and its sample, to take along."""

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from catalog import blanks
from catalog.models import Material
from portal.kit import filetypes, former


@require_safe
@login_not_required
@former.moved(code="material")
def download(request: HttpRequest, code: str, which: str) -> HttpResponseBase:
    """One file of a material in use, always saved and never opened in our pages' name."""
    if which not in blanks.LABELS:
        raise Http404
    found = get_object_or_404(Material.objects.current().exclude(**{which: ""}), code=code)
    file = getattr(found, which)
    try:
        content = file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    name = f"{found.name}（{blanks.LABELS[which]}）{filetypes.suffix(file)}"
    return FileResponse(
        content,
        as_attachment=True,
        filename=name,
        content_type=filetypes.BY_SUFFIX[filetypes.suffix(file)].mime,
        headers={"X-Content-Type-Options": "nosniff", "Cache-Control": "no-cache"},
    )

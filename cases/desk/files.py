"""The files of a case at the desk, for those who work cases of its organisation."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from cases.desk.permissions import case_worker
from cases.models import Attachment, Case
from forms.uploads.serving import answer


@require_safe
@case_worker
def file(request: HttpRequest, case: Case, upload: UUID) -> HttpResponseBase:
    """Show a photo, or hand out a document, of a case."""
    attachment = Attachment.objects.with_uploads().filter(case=case, upload__uuid=upload).first()
    if attachment is None:
        raise Http404
    return answer(attachment.upload, small="small" in request.GET)

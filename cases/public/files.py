"""The files of a case for its applicant: the browser that has its receipt, or that has looked it up."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from cases.models import Attachment
from cases.public.opened_cases import all_opened
from cases.public.receipts import is_theirs
from forms.uploads.serving import answer


@require_safe
@login_not_required
def of_receipt(request: HttpRequest, token: UUID, upload: UUID) -> HttpResponseBase:
    """Hand out a file of the case whose receipt is TOKEN."""
    if not is_theirs(request, token.hex):
        raise Http404
    return _file(request, [token], upload)


@require_safe
@login_not_required
def of_tracked_case(request: HttpRequest, upload: UUID) -> HttpResponseBase:
    """Hand out a file of a case that this browser looked up."""
    return _file(request, all_opened(request), upload)


def _file(request: HttpRequest, cases: list[UUID], upload: UUID) -> HttpResponseBase:
    attachment = Attachment.objects.with_uploads().filter(case__uuid__in=cases, upload__uuid=upload).first()
    if attachment is None or attachment.upload is None:
        raise Http404
    return answer(attachment.upload, small="small" in request.GET)

"""Files and papers of a case at the desk, for those who work cases of its organisation."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cases import actions
from cases.access import CasePolicy
from cases.desk.permissions import case_worker, worker
from cases.models import Attachment, Case
from forms.uploads.serving import answer


@require_safe
@case_worker
def file(request: HttpRequest, case: Case, upload: UUID) -> HttpResponseBase:
    """Show a photo, or hand out a document, of a case."""
    attachment = Attachment.objects.with_uploads().filter(case=case, upload__uuid=upload).first()
    if attachment is None or attachment.upload is None:
        raise Http404
    return answer(attachment.upload, small="small" in request.GET)


@require_POST
@case_worker
def receive(request: HttpRequest, case: Case, material: str) -> HttpResponse:
    """Note that a paper was handed in at the window."""
    try:
        actions.receive_at_window(case=case, material=material, by=CasePolicy.of(worker(request)).actor)
    except actions.Conflict as conflict:
        messages.error(request, str(conflict))
    else:
        messages.success(request, _("Noted; the applicant can read it."))
    return redirect("desk_case", number=case.number)

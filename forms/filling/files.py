"""The files of a draft, for the browser that holds it, and for no other."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from forms.evaluate import Answers
from forms.fields.base import Question
from forms.filling import browser_drafts
from forms.models import Upload
from forms.spec import FormSpec
from forms.uploads.serving import answer


@require_safe
@login_not_required
def file(request: HttpRequest, form: str, upload: UUID) -> HttpResponseBase:
    """Show or hand out a file that an answer of a draft of this browser names."""
    for held in browser_drafts.held(request, form):
        if str(upload) in named_files(held.draft.form_version.read(), held.draft.read()):
            row = Upload.objects.filter(uuid=upload).first()
            if row:
                return answer(row, small="small" in request.GET)
    raise Http404


def named_files(spec: FormSpec, answers: Answers) -> set[str]:
    """Return the UUIDs of all files that ANSWERS to a form of SPEC name, sent now or kept for another choice."""
    found: set[str] = set()
    for _step, key, field in spec.fields():
        answer = answers.get(key)
        if not isinstance(field, Question) or not field.holds_files or not answer:
            continue
        several = [one["files"] for one in answer.values()] if isinstance(answer, dict) else [answer]
        found |= {str(uuid) for files in several for uuid in files}
    return found

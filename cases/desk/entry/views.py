"""The addresses of an entry: choose a form, fill it in on one page, open the case."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases import actions
from cases.access import CasePolicy
from cases.desk.entry import known_people, opening
from cases.desk.entry.entry_page import ANOTHER, EntryPage
from cases.desk.permissions import enterer
from cases.models import Case, EnteredDraft
from forms import masks
from forms.fields.base import AnswerAudience
from forms.following import follow
from forms.models import Draft, Form
from forms.published import published_forms
from portal.kit import clock

ENTRY = "_entry"
SHOWN = 20  # begun drafts on the page that chooses a form


@dataclass(frozen=True)
class BegunEntry:
    """A draft that this person has begun: the name in it is masked, as everywhere on a list."""

    entered: EnteredDraft
    name: str
    address: str


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """The forms that can be filled in for somebody, and what this person has begun."""
    user = enterer(request)
    rows = EnteredDraft.objects.of(user).open().select_related("draft__form_version", "draft__item").order_by("-pk")
    context = {
        "forms": [{"form": form, "spec": form.current.read()} for form in published_forms().order_by("code")],
        "begun": [_begun(row) for row in rows[:SHOWN]],
    }
    return render(request, "cases/desk/entry/choose.html", context)


def _begun(entered: EnteredDraft) -> BegunEntry:
    answers, spec = entered.draft.read(), entered.draft.form_version.read()
    kinds = {key: field.type for _step, key, field in spec.fields()}
    name = next((str(answers[key]) for key, kind in kinds.items() if kind == "person_name" and answers.get(key)), "")
    return BegunEntry(entered, masks.name(name), address_of(entered))


def address_of(entered: EnteredDraft) -> str:
    """Return where the draft ENTERED goes on."""
    return f"{reverse('desk_entry', args=[entered.draft.form_version.code])}?entry={entered.uuid}"


@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, form: str) -> HttpResponse:
    """Ask everything on one page. Every POST keeps the answers; "save" opens the case."""
    policy = CasePolicy.of(enterer(request))
    definition = published_forms().filter(code=form).first()
    if definition is None:
        raise Http404
    data = request.POST if request.method == "POST" else None
    uuid = _uuid((data or request.GET).get(ENTRY if data is not None else "entry", ""))
    entered = _entered(policy, uuid, form)
    if entered and entered.draft.sent_at:
        return _opened(request, policy, Case.objects.get(draft=entered.draft))
    draft = entered.draft if entered else _empty(policy, definition, request.GET.get("item", "")[:80])
    page = EntryPage(policy, uuid or uuid4(), draft, draft.read(), data)
    if data is None:
        return _shown(request, definition, page)
    return _act(request, policy, definition, page, data.get("do", ""))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _entered(policy: CasePolicy, uuid: UUID | None, form: str) -> EnteredDraft | None:
    """Return the draft of this person under UUID; Http404 for one of somebody else or of another form."""
    drafts = Draft.objects.with_current().select_related("form_version", "item__department", "point")
    rows = EnteredDraft.objects.prefetch_related(Prefetch("draft", drafts))
    found = rows.filter(uuid=uuid).first() if uuid else None
    user = policy.actor.user
    if found and (user is None or found.by_id != user.pk or found.draft.form_version.code != form):
        raise Http404
    if found:
        follow(found.draft)
    return found


def _empty(policy: CasePolicy, definition: Form, item: str) -> Draft:
    """Return a draft that is not saved: of the present form, for the service ITEM (a code), where this person works."""
    return Draft(form_version=definition.current, item=opening.service(item), point=opening.usual_point(policy))


def _act(request: HttpRequest, policy: CasePolicy, definition: Form, page: EntryPage, do: str) -> HttpResponse:
    """Keep what was sent, then do what the button says; an unknown one shows the further questions."""
    verb, _blank, about = do.partition(" ")
    if verb == "drop":
        EnteredDraft.objects.of(enterer(request)).filter(uuid=page.uuid).open().delete_with_drafts()
        messages.success(request, _("Given up; nothing of it is kept."))
        return redirect("desk_choose")
    if verb == "known":
        _use_known(policy, page, about)
    elif verb == "another":
        page.answers[ANOTHER] = page.answers.get(page.phone_key)
    entered = _kept(policy, page)
    if entered.draft.sent_at:
        return _opened(request, policy, Case.objects.get(draft=entered.draft))
    if verb == "note":
        return redirect(f"{reverse('desk_consult')}?entry={page.uuid}")
    if verb == "save":
        page.judge()
        if not page.missing():
            return _save(request, policy, definition, page, entered)
    page.tidy()
    return _shown(request, definition, page, saved=True)


def _kept(policy: CasePolicy, page: EntryPage) -> EnteredDraft:
    return actions.keep_entered(
        uuid=page.uuid,
        by=policy.actor,
        version=page.draft.form_version,
        item=page.draft.item,
        point=page.draft.point,
        answers=page.answers,
    )


def _use_known(policy: CasePolicy, page: EntryPage, number: str) -> None:
    """Fill the page with what is known of the applicant of the case NUMBER, one of those offered for this telephone."""
    if not any(known.case.number == number for known in page.people()):
        return
    case = policy.visible().select_related("applicant", "form_version").get(number=number)
    actions.use_known(case=case, by=policy.actor)
    answers = known_people.answers_about(case, page.spec)
    phone = page.answers.get(page.phone_key)
    page.fill(answers | {page.phone_key: phone, ANOTHER: phone})


def _save(
    request: HttpRequest, policy: CasePolicy, definition: Form, page: EntryPage, entered: EnteredDraft
) -> HttpResponse:
    try:
        case = actions.enter(
            entered=entered,
            by=policy.actor,
            channel=opening.intake(page.channel),
            declared=page.declared.codes(),
            sentence="".join(part.text for part in page.sentence(AnswerAudience.STAFF)),
        )
    except (actions.Excluded, actions.Incomplete, actions.NotAllowed) as refusal:
        page.problems.append(str(refusal))
        return _shown(request, definition, page, saved=True)
    return _opened(request, policy, case)


def _opened(request: HttpRequest, policy: CasePolicy, case: Case) -> HttpResponse:
    """Lead to CASE; where another organisation answers, say which one and tell the number."""
    told = {"number": case.number, "organisation": str(case.organisation.name)}
    if policy.visible().filter(pk=case.pk).exists():
        messages.success(request, _("Opened: %(number)s. Tell the applicant this number.") % told)
        return redirect("desk_case", number=case.number)
    sentence = _("Opened: %(number)s. %(organisation)s answers it, not you. Tell the applicant this number.")
    messages.success(request, sentence % told)
    return redirect("desk_choose")


def _shown(request: HttpRequest, definition: Form, page: EntryPage, *, saved: bool = False) -> HttpResponse:
    context: dict[str, Any] = {
        "definition": definition,
        "page": page,
        "people": page.people(),
        "sentence": page.spoken(),
        "missing": page.missing(),
        "elsewhere": not page.policy.enters_at(page.route.organisation),
        "kept_at": clock.local(clock.now()) if saved else None,
    }
    return render(request, "cases/desk/entry/entry.html", context)

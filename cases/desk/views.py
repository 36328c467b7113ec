"""The addresses of the desk: guard, form, verb, redirect. GET only reads."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import access, actions, extensions, materials
from cases.access import CasePolicy
from cases.desk import finding, listing, page
from cases.desk import queue as lists
from cases.desk.forms import MoveForm, NoteForm
from cases.desk.permissions import case_worker, worker
from cases.models import Case
from portal.kit import clock

A_PAGE = 30
NOON, EVENING = 12, 18


@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """The cases of this person's organisations, most urgent first."""
    own = lists.Queue(worker(request))
    counts = own.counts()
    tab = request.GET.get("tab", "")
    if tab not in lists.TABS:
        tab = "mine" if counts["mine"] else "new"
    words = finding.plain(request.GET.get("q", ""))
    search = finding.found(own.heads, words) if words else finding.FoundCases([own.tab(tab)])
    wanted = [finding.filtered(one, request.GET.dict()) for one in search.lists]
    after = request.GET.get("after", "")
    part = listing.page(wanted, A_PAGE, after)
    context = {
        "greeting": _greeting(),
        "counts": counts,
        "tab": tab,
        "tabs": [(code, label, counts.get(code)) for code, label in lists.TABS.items()],
        "filters": (filters := list(finding.filter_links(request.GET, tab))),
        "is_filtered": any(link.chosen for link in filters),
        "words": words,
        "newest": finding.FOUND if search.is_cut else None,
        "groups": lists.groups(wanted),
        "part": part,
        "after": after,
        "rows": list(lists.rows(part.cases)),
    }
    return render(request, "cases/desk/queue.html", context)


def _greeting() -> str:
    hour = clock.local(clock.now()).hour
    if hour < NOON:
        return _("Good morning.")
    return _("Good afternoon.") if hour < EVENING else _("Good evening.")


@require_GET
@case_worker
def case(request: HttpRequest, case: Case) -> HttpResponse:
    """Everything about one case, personal values masked."""
    return render(request, "cases/desk/case.html", _of_case(request, case, NoteForm()))


def _of_case(request: HttpRequest, case: Case, form: NoteForm) -> dict[str, Any]:
    spec = access.spec_of(case)
    policy = CasePolicy.of(worker(request))
    decisions = policy.decisions(case)
    return {
        "case": case,
        "state": spec.states.get(case.state),
        "possible": page.possible(spec, decisions),
        "impossible": page.impossible(spec, case.state, decisions),
        "clocks": list(page.clocks(spec, case)),
        "dossier": page.dossier(case, policy.readable()),
        "journal": list(page.journal(spec, case, policy.readable())),
        "panels": extensions.panels(case),
        "papers": materials.all_of(case),
        # A consultation is read by those who write them down.
        "consultation": getattr(case, "consultation", None) if policy.enters else None,
        "prints": access.PERSONAL in policy.readable_of(case),
        "form": form,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@case_worker
def move(request: HttpRequest, case: Case, move: str) -> HttpResponse:
    """Ask what a move asks, then make it. The slower of two clerks sees the fresh state and keeps the input."""
    policy = CasePolicy.of(worker(request))
    spec = access.spec_of(case)
    decision = policy.decisions(case).get(move)
    if decision is None or decision.against("role"):
        raise Http404
    typed = request.POST.copy() if request.method == "POST" else None
    form = MoveForm(typed, spec=spec, move=move, initial={"version": case.version})
    faster = ""
    if typed is not None and form.is_valid():
        try:
            done = actions.move(
                case=case, move=move, by=policy.actor, version=form.cleaned_data["version"], answers=form.answers
            )
        except actions.Conflict as conflict:
            faster = str(conflict)
            case.refresh_from_db(fields=["state", "version", "responsible", "closed_at"])
            typed["version"] = str(case.version)
        except actions.Incomplete as incomplete:
            for _step, key in incomplete.missing:
                form.add_error(key if key in form.fields else None, str(incomplete))
        except actions.NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            label = spec.states[done.state].public
            messages.success(request, _("Done. The applicant now reads: “%(label)s”.") % {"label": label})
            return redirect("desk_case", number=case.number)
    return _asked(request, case, move, form, faster)


def _asked(request: HttpRequest, case: Case, move: str, form: MoveForm, faster: str) -> HttpResponse:
    """Show the questions of MOVE on CASE as it stands now; FASTER says that it changed since the page was opened."""
    spec = access.spec_of(case)
    decision = CasePolicy.of(worker(request)).decisions(case)[move]
    context = {
        "case": case,
        "state": spec.states.get(case.state),
        "move": spec.moves[move],
        "then": spec.states[spec.moves[move].to],
        "decision": decision,
        "reasons": page.sentences(spec, decision),
        "form": form,
        "faster": faster,
        "last": case.entries.first() if faster else None,
    }
    return render(request, "cases/desk/move.html", context, status=409 if faster else 200)


@require_POST
@case_worker
def note(request: HttpRequest, case: Case) -> HttpResponse:
    """Write a line into the journal."""
    form = NoteForm(request.POST)
    if not form.is_valid():
        return render(request, "cases/desk/case.html", _of_case(request, case, form))
    public = form.cleaned_data["reader"] == "public"
    actor = CasePolicy.of(worker(request)).actor
    actions.note(case=case, by=actor, text=form.cleaned_data["text"], public=public)
    messages.success(request, _("Written; the applicant can read it.") if public else _("Written, for our staff only."))
    return redirect("desk_case", number=case.number)

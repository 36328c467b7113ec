"""The pages of those who supervise. GET only reads."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cases.desk import listing
from portal.users.models import User
from supervision import late as lists

A_PAGE = 30


@require_GET
def late(request: HttpRequest) -> HttpResponse:
    """Show the late and soon due cases of the organisations that this person supervises."""
    if not isinstance(request.user, User) or not lists.supervises(request.user):
        raise Http404
    supervised = lists.SupervisedCases(request.user)
    tab = request.GET.get("tab", "")
    if tab not in lists.TABS:
        tab = lists.LATE_TAB
    after = request.GET.get("after", "")
    part = listing.page([supervised.tab(tab)], A_PAGE, after)
    counts = supervised.counts()
    context = {
        "counts": counts,
        "soon_days": lists.SOON,
        "tab": tab,
        "tabs": [(code, label, counts[code]) for code, label in lists.TABS.items()],
        "part": part,
        "after": after,
        "rows": list(supervised.rows(part.cases)),
    }
    return render(request, "supervision/late.html", context)

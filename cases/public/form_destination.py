"""The destination of forms that open a case (forms/destinations.py)."""

from collections.abc import Collection

from django.http import HttpRequest, HttpResponse

from cases.actions import submit
from cases.models import Case
from cases.public import receipts
from cases.routing import route
from forms.applied_for import AppliedFor
from forms.destinations import Route, SentForm
from forms.models import Draft
from forms.spec import FormSpec


class CaseDestination:
    """Opens one case for one draft."""

    def route(self, spec: FormSpec, applied: AppliedFor) -> Route:
        return route(spec.opens, applied)

    def send(self, draft: Draft, declared: Collection[str]) -> None:
        submit(draft=draft, declared=declared)

    def result_of(self, draft: Draft) -> SentForm:
        case = Case.objects.get(draft=draft)
        return SentForm(case.number, receipts.address_of(case))

    def to_receipt(self, request: HttpRequest, draft: Draft) -> HttpResponse:
        return receipts.to_receipt(request, Case.objects.get(draft=draft))

"""The destination of forms that open a case (forms/destinations.py)."""

from collections.abc import Collection

from django.http import HttpRequest, HttpResponse

from cases.actions import submit
from cases.models import Case
from cases.public import receipts
from cases.routing import route
from catalog.models import Organisation, ServiceItem, ServicePoint
from forms.destinations import SentForm
from forms.models import Draft
from forms.spec import FormSpec


class CaseDestination:
    """Opens one case for one draft."""

    def responsible(
        self, spec: FormSpec, item: ServiceItem | None, point: ServicePoint | None
    ) -> tuple[Organisation, ServicePoint | None]:
        return route(spec.opens, item, point)

    def send(self, draft: Draft, declared: Collection[str]) -> None:
        submit(draft=draft, declared=declared)

    def sent(self, draft: Draft) -> SentForm:
        case = Case.objects.get(draft=draft)
        return SentForm(case.number, receipts.address_of(case))

    def to_receipt(self, request: HttpRequest, draft: Draft) -> HttpResponse:
        return receipts.to_receipt(request, Case.objects.get(draft=draft))

"""Every organisation's service and complaint number on one page (Art. 38)."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog import reach
from catalog.models import ContactNumber, Organisation

OVERVIEW = 3  # levels of the tree on the first page: city, districts and departments, departments of districts


@dataclass
class Branch:
    """An organisation with its numbers by purpose and what stands below it."""

    organisation: Organisation
    numbers: dict[str, list[ContactNumber]] = field(default_factory=lambda: defaultdict(list))
    below: list["Branch"] = field(default_factory=list)

    @property
    def speaks(self) -> bool:
        """Whether there is a number here or below."""
        return bool(self.numbers) or any(branch.speaks for branch in self.below)


@require_safe
@login_not_required
def contacts(request: HttpRequest) -> HttpResponse:
    """The tree of numbers: the upper levels of the city, or all of one district (`?district=`)."""
    districts = list(reach.districts())
    district = next((row for row in districts if row.code == request.GET.get("district")), None)
    context = {"tree": _tree(district), "district": district, "districts": districts}
    return render(request, "catalog/contacts.html", context)


def _tree(root: Organisation | None) -> list[Branch]:
    """Return the branches that have numbers; two queries, whatever the size."""
    rows = Organisation.objects.current().order_by("order", "code")
    if root:
        rows = rows.within(root)
    branches = {row.pk: Branch(row) for row in rows if root or len(row.ancestor_codes) <= OVERVIEW}
    for number in ContactNumber.objects.filter(retired_at=None, organisation__in=rows):
        if number.organisation_id in branches:
            branches[number.organisation_id].numbers[number.purpose].append(number)
    tops: list[Branch] = []
    for branch in branches.values():
        above = branches.get(branch.organisation.parent_id or 0)
        (above.below if above else tops).append(branch)
    return [_pruned(branch) for branch in tops if branch.speaks]


def _pruned(branch: Branch) -> Branch:
    branch.below = [_pruned(below) for below in branch.below if below.speaks]
    return branch

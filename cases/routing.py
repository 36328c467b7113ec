"""Which organisation answers (Art. 17)."""

from catalog.models import Organisation, ServiceItem, ServicePoint
from catalog.territory import reach
from configuration import site
from forms.spec import Opens


def route(
    opens: Opens, item: ServiceItem | None, point: ServicePoint | None
) -> tuple[Organisation, ServicePoint | None]:
    """Return the organisation that answers and its point: the first rule of the form that finds one.

    Raises `Organisation.DoesNotExist` only when the site names no competent authority.
    """
    for rule in opens.route_by:
        if rule == "point" and point is not None:
            return point.organisation, point
        if rule == "item.decided_at" and item is not None and (found := reach.points_for(item).first()):
            return found.organisation, found
    return Organisation.objects.get(code=site.current().competent_authority), None

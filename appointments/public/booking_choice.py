"""Choices in the address of a booking page: kind, district, point, service."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from appointments.models import AppointmentKind
from appointments.spec import AppointmentKindSpec
from catalog.models import ServiceItem, ServicePoint
from configuration import codes


@dataclass(frozen=True)
class BookingChoice:
    """Choices in the address: kind, district, point, service. Unknown codes are ignored."""

    kind: AppointmentKind | None
    point: ServicePoint | None
    item: ServiceItem | None

    @classmethod
    def of(cls, request: HttpRequest) -> "BookingChoice":
        """Read the address of REQUEST; the service names its kind, and a lone kind needs no question."""
        kept = {"item": "item", "point": "point", "kind": "appointment"}
        asked = {key: codes.current_code(kind, request.GET.get(key, "")[:80]) for key, kind in kept.items()}
        item = ServiceItem.objects.public().filter(code=asked["item"]).first()
        point = ServicePoint.objects.public().for_list().filter(code=asked["point"]).first()
        kinds = [*AppointmentKind.objects.filter(retired_at=None).select_related("current")]
        code = asked["kind"] or (item.appointment if item else "")
        kind = next((kind for kind in kinds if kind.code == code), kinds[0] if len(kinds) == 1 else None)
        if kind and point and point.level not in kind.current.read().at:
            point = None
        return cls(kind, point, item)

    @property
    def spec(self) -> AppointmentKindSpec:
        """The definition of the kind."""
        assert self.kind  # noqa: S101  asked only where there is one
        return self.kind.current.read()

    def address(self, page: str, **more: str) -> str:
        """Return the address of PAGE with this choice and MORE in its query."""
        parts = {"kind": self.kind, "point": self.point, "item": self.item}
        query = {name: part.code for name, part in parts.items() if part} | more
        return f"{reverse(page)}?{urlencode(query)}" if query else reverse(page)

"""The catalogue for machines, as schema.org describes a government service, an office and whom to call."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from catalog.enums import Purpose
from catalog.models import ContactNumber, Organisation, ServiceItem, ServicePoint
from configuration import site
from portal.kit import languages, phones
from portal.kit.addresses import absolute

if TYPE_CHECKING:
    from catalog.directory.numbers import DirectoryArea

Data = dict[str, Any]
CONTACT_TYPES = {Purpose.SERVICE: "customer service", Purpose.COMPLAINT: "complaint"}
DAYS = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}


def service(item: ServiceItem, numbers: dict[str, ContactNumber]) -> Data:
    """Return ITEM as a GovernmentService; NUMBERS by purpose as the guide shows them."""
    address = absolute(reverse("item", args=[item.code]))
    return _root("GovernmentService") | _full(
        {
            "@id": address,
            "url": address,
            "name": str(item.name),
            "alternateName": item.also_called,
            "description": str(item.summary or item.name),
            "identifier": item.code_raw or item.code,
            "audience": [{"@type": "Audience", "audienceType": code} for code in item.audience],
            "isAccessibleForFree": None if item.fee_charged is None else not item.fee_charged,
            "provider": _organisation(item.department),
            "serviceOperator": _organisation(item.department),
            "areaServed": str(site.current().name),
            "availableChannel": {
                "@type": "ServiceChannel",
                "serviceUrl": address,
                "availableLanguage": languages.offered(),
            },
            "contactPoint": [contact(Purpose(purpose), row.number) for purpose, row in numbers.items()],
            "dateModified": item.updated_at.isoformat(),
        }
    )


def office(point: ServicePoint) -> Data:
    """Return POINT as a GovernmentOffice with its hours, both numbers and what one finds there."""
    address = absolute(reverse("point", args=[point.code]))
    return _root("GovernmentOffice") | _full(
        {
            "@id": address,
            "url": address,
            "name": str(point.name),
            "address": {"@type": "PostalAddress", "streetAddress": str(point.address)},
            "parentOrganization": _organisation(point.organisation),
            "telephone": _dialled(point.service_phone),
            "contactPoint": [
                contact(purpose, number)
                for purpose, number in zip(Purpose, (point.service_phone, point.complaint_phone), strict=True)
                if number
            ],
            "openingHoursSpecification": [_hours(value) for value in point.readable_hours],
            "specialOpeningHoursSpecification": [_exception(day) for day in point.readable_exceptions],
            "amenityFeature": [
                {"@type": "LocationFeatureSpecification", "name": place.kind, "value": True}
                for place in point.places.all()
                if place.is_facility
            ],
            "dateModified": point.updated_at.isoformat(),
        }
    )


def directory(areas: Iterable["DirectoryArea"]) -> Data:
    """Return the organisations of AREAS that have numbers of their own, each with its contact points."""
    rows = (row for area in areas for row in area.rows)
    return {
        "@context": "https://schema.org",
        "@graph": [
            _organisation(row.organisation)
            | {
                "contactPoint": [
                    contact(purpose, line.number)
                    for purpose, lines in ((Purpose.SERVICE, row.service), (Purpose.COMPLAINT, row.complaint))
                    for line in lines
                ]
            }
            for row in rows
            if not any(line.of for line in (*row.service, *row.complaint))
        ],
    }


def contact(purpose: Purpose, number: str) -> Data:
    """Return NUMBER as a ContactPoint."""
    return {"@type": "ContactPoint", "contactType": CONTACT_TYPES[purpose], "telephone": _dialled(number)}


def _root(kind: str) -> Data:
    return {"@context": "https://schema.org", "@type": kind}


def _full(data: Data) -> Data:
    return {key: value for key, value in data.items() if value not in ("", [], None)}


def _organisation(organisation: Organisation) -> Data:
    return {"@type": "GovernmentOrganization", "name": str(organisation.name), "identifier": organisation.code}


def _dialled(number: str) -> str:
    """Return NUMBER as machines dial it, or as it stands where nobody can."""
    read = phones.public(number)
    if read is None:
        return number
    return (read.link or "").removeprefix("tel:") or read.display


def _hours(value: Any) -> Data:
    return {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": [f"https://schema.org/{DAYS[code]}" for code in value["days"]],
        "opens": f"{value['opens']:%H:%M}",
        "closes": f"{value['closes']:%H:%M}",
    }


def _exception(value: Any) -> Data:
    # schema.org says "closed" with opening and closing at the same moment.
    opens, closes = (f"{value[key]:%H:%M}" if value[key] else "00:00" for key in ("opens", "closes"))
    date = value["date"].isoformat()
    return {
        "@type": "OpeningHoursSpecification",
        "validFrom": date,
        "validThrough": date,
        "opens": opens,
        "closes": closes,
    }

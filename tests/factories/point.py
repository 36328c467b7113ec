import json

import factory

from catalog.models import ServicePoint
from tests.factories.organisation import OrganisationFactory

WEEK = ["mon", "tue", "wed", "thu", "fri"]
MORNING = {"days": WEEK, "opens": "09:00", "closes": "12:00", "service": "work_hours", "by_appointment": False}


class PointFactory(factory.django.DjangoModelFactory):
    """A published centre, open on weekday mornings; its numbers cannot be dialled."""

    class Meta:
        model = ServicePoint

    code = factory.Sequence("point-{}".format)
    organisation = factory.SubFactory(OrganisationFactory)
    level = "district"
    name = factory.LazyAttribute(lambda row: {"zh-hans": f"中心 {row.code}"})
    address = {"zh-hans": "示例路 1 号"}
    service_phone = "0532-05550120"
    complaint_phone = "0532-05550121"
    hours = json.dumps([{"type": "opening", "value": MORNING}])
    live = True

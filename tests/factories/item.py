import factory

from catalog.models import ServiceItem
from tests.factories.organisation import OrganisationFactory


class ItemFactory(factory.django.DjangoModelFactory):
    """A published public service, decided by districts, promised in 3 of 10 working days."""

    class Meta:
        model = ServiceItem

    code = factory.Sequence("item-{}".format)
    name = factory.LazyAttribute(lambda row: {"zh-hans": f"事项 {row.code}"})
    item_class = "public_service"
    department = factory.SubFactory(OrganisationFactory)
    decided_at = ["district"]
    statutory_limit = 10
    promised_days = 3
    form = "assistance"
    live = True

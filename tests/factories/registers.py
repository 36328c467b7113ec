import factory

from catalog.models import Calendar, CalendarYear, Channel, ContactNumber, Law, Material, Term, Theme
from tests.factories.organisation import OrganisationFactory


def _named(row: factory.builder.Resolver) -> dict[str, str]:
    return {"zh-hans": f"名称 {row.code}"}


class ThemeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Theme

    code = factory.Sequence("theme-{}".format)
    name = factory.LazyAttribute(_named)
    audience = "natural_person"


class TermFactory(factory.django.DjangoModelFactory):
    """A class of items."""

    class Meta:
        model = Term

    code = factory.Sequence("term-{}".format)
    list = "class"
    name = factory.LazyAttribute(_named)


class LawFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Law

    code = factory.Sequence("law-{}".format)
    name = factory.LazyAttribute(_named)


class MaterialFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Material

    code = factory.Sequence("material-{}".format)
    name = factory.LazyAttribute(_named)


class ChannelFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Channel

    code = factory.Sequence("channel-{}".format)
    name = factory.LazyAttribute(_named)


class ContactFactory(factory.django.DjangoModelFactory):
    """A number for questions that cannot be dialled."""

    class Meta:
        model = ContactNumber

    code = factory.Sequence("contact-{}".format)
    organisation = factory.SubFactory(OrganisationFactory)
    purpose = "service"
    number = "0532-05550130"


class CalendarFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Calendar
        django_get_or_create = ("code",)

    code = "cn"


class CalendarYearFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CalendarYear

    calendar = factory.SubFactory(CalendarFactory)
    year = factory.Sequence(lambda n: 2020 + n)

import factory

from catalog.models import Organisation


class OrganisationFactory(factory.django.DjangoModelFactory):
    """A district; pass ``parent`` for a tree."""

    class Meta:
        model = Organisation
        django_get_or_create = ("code",)

    code = factory.Sequence("district-{}".format)
    name = factory.LazyAttribute(lambda row: {"zh-hans": f"机构 {row.code}"})
    level = "district"
    parent = None

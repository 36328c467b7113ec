import factory

from catalog.models import Place
from tests.factories.point import PointFactory


class PlaceFactory(factory.django.DjangoModelFactory):
    """A toilet on the first floor, without a name of its own."""

    class Meta:
        model = Place

    point = factory.SubFactory(PointFactory)
    code = factory.Sequence("place-{}".format)
    kind = "toilet"
    floor = "1"

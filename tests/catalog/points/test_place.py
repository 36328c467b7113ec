"""A place is a row of its point: one a code, in its order, called by its name or by what it is."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import override

from catalog.models import Organisation, Place, ServicePoint
from catalog.points.sign import _places
from portal.kit import indexing
from portal.kit.words import Words
from tests.factories.organisation import OrganisationFactory
from tests.factories.place import PlaceFactory
from tests.factories.point import PointFactory

pytestmark = [pytest.mark.django_db, pytest.mark.article("15.2")]


def test_one_place_per_code_of_a_point():
    place = PlaceFactory(code="w1")
    PlaceFactory(code="w1")
    with pytest.raises(IntegrityError), transaction.atomic():
        PlaceFactory(point=place.point, code="w1")
    with pytest.raises(ValidationError, match="代码"), override("zh-hans"):
        Place(point=place.point, code="w1", kind="zone").full_clean()


def test_new_place_stands_last():
    point = PointFactory()
    assert [PlaceFactory(point=point).sort_order for _number in range(3)] == [0, 1, 2]


def test_point_is_told_to_the_index_once_however_many_places_are_saved_with_it(monkeypatch):
    told = []
    monkeypatch.setattr(indexing, "_listeners", [lambda model, keys: told.append((model, *keys))])
    point = PointFactory()
    for _number in range(3):
        PlaceFactory(point=point)
    told.clear()
    point = ServicePoint.objects.get(pk=point.pk)
    point.publish(point.save_revision())
    assert told == [(ServicePoint, point.pk)]


@pytest.mark.parametrize(("name", "called"), [(Words({"zh-hans": "东厕"}), "东厕"), (Words(), "卫生间")])
def test_place_is_called_by_its_name_or_its_kind(name, called):
    with override("zh-hans"):
        assert str(PlaceFactory.build(point=None, name=name)) == called


def test_sign_names_facilities_with_their_floors_and_no_windows():
    point = PointFactory()
    PlaceFactory(point=point, kind="window", name={"zh-hans": "专窗"})
    PlaceFactory(point=point, kind="nursing_room", floor="2")
    PlaceFactory(point=point, kind="toilet", floor="")
    with override("zh-hans"):
        assert _places(point) == "母婴室 2 楼、卫生间"


def test_places_are_those_of_points_in_use_within_organisations():
    own, other = OrganisationFactory(), OrganisationFactory()
    place = PlaceFactory(point__organisation=own)
    PlaceFactory(point__organisation=other)
    assert list(Place.objects.within(Organisation.objects.filter(pk=own.pk))) == [place]
    place.point.retire()
    assert not Place.objects.within(Organisation.objects.all()).filter(pk=place.pk)


def test_point_with_places_is_not_deleted():
    place = PlaceFactory()
    with pytest.raises(ProtectedError):
        place.point.delete()


def test_point_is_saved_with_the_places_it_holds_and_leaves_the_others():
    one, other = PlaceFactory(code="w1"), PlaceFactory(code="w1")
    point = ServicePoint.objects.get(pk=one.point_id)
    point.save()
    point.places = [Place(code="w1", kind="zone", sort_order=0)]
    point.recognise_places()
    point.save()
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.kind, other.kind, point.holds_places) == ("zone", "toilet", False)

"""Every item of the shipped city is answered by an organisation of its level that serves the place (Art. 17)."""

import pytest

from cases.routing import route
from catalog.models import Organisation, ServiceItem
from catalog.territory import reach
from forms.applied_for import AppliedFor
from forms.models import Form
from tests.city import city  # noqa: F401  the fixture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city"), pytest.mark.article("17.1")]
AUTHORITY = "qd-xzspj"


def applicable() -> list[tuple[Form, ServiceItem]]:
    """Return every item that can be applied for, with its form."""
    forms = {form.code: form for form in Form.objects.filter(retired_at=None).select_related("current")}
    items = ServiceItem.objects.public().filter(exclusion="", form__in=forms).select_related("department")
    return [(forms[item.form], item) for item in items]


def test_no_item_is_answered_before_the_place_is_named_where_several_could_answer():
    wrong = [
        item.code
        for form, item in applicable()
        if (found := route(form.current.read().opens, AppliedFor([item]))).organisation.code != AUTHORITY
        and reach.organisations_for(item).count() != 1
        and not found.asks_place
    ]
    assert not wrong


def test_each_item_goes_to_its_level_in_the_place_or_to_the_authority():
    places = [*Organisation.objects.with_hosts().filter(parent__code="qingdao", level__in=reach.levels())]
    assert len(places) > 10
    for form, item in applicable():
        answering = set(reach.points_for(item).values_list("organisation__path", flat=True))
        for place in places:
            found = route(form.current.read().opens, AppliedFor([item], place))
            serving = [path for path in place.serving() if path in answering]
            if serving:
                assert found.organisation.path == serving[0], (item.code, place.code)
                assert found.point.level in item.decided_at
            else:
                one = reach.organisations_for(item).count() == 1 or found.organisation.path in answering
                assert one or found.organisation.code == AUTHORITY, (item.code, place.code)

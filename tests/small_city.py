"""A small city of one authority and one district, with the shipped form, workflows and window appointment."""

import pytest

from configuration.models import SiteRecord
from portal.kit import clock, languages, published
from tests import shipped
from tests.factories.organisation import OrganisationFactory
from tests.factories.point import PointFactory
from tests.moments import local

LEVELS = [{"level": "city", "name": "市"}, {"level": "district", "name": "区"}]
# A Tuesday; the working days of that week are ordinary ones.
TUESDAY = "2026-11-24 10:00"


@pytest.fixture
def chinese():
    """Definitions are read in Chinese without a database."""
    with languages.reading(["zh-hans", "en"]):
        yield


@pytest.fixture
def at(monkeypatch):
    """Stop the clock at 10:00 on 2026-11-24; ``at(local("2026-11-26 08:45"))`` moves it."""

    def stop(moment):
        monkeypatch.setattr(clock, "now", lambda: moment)

    stop(local(TUESDAY))
    return stop


def build():
    """Write the small city into the database; the value is the service point of its district."""
    SiteRecord.objects.create(
        code="small",
        spec={"site": "small", "name": "小城", "competent_authority": "small", "levels": LEVELS},
    )
    published.forget()
    city = OrganisationFactory(code="small", level="city")
    district = OrganisationFactory(code="east", parent=city)
    for kind, code in ((0, "assistance"), (0, "appointment"), (1, "assistance"), (2, "window")):
        shipped.KINDS[kind].save(shipped.read(shipped.KINDS[kind], code))
    return PointFactory(code="east-centre", organisation=district)


@pytest.fixture
def town(db, at, monkeypatch):
    """The small city; the value is the service point of its district."""
    # Nothing is published to other processes by a test.
    monkeypatch.setattr(published, "bump", lambda: None)
    yield build()
    published.forget()


@pytest.fixture
def shared_town(transactional_db, at):
    """The small city, committed, for tests with several connections."""
    yield build()
    published.forget()

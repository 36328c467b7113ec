"""A small city with a home page in its languages, and pages written as definitions."""

import pytest
from django.urls import clear_url_caches

from configuration.models import SiteRecord
from content.definitions import PageKind, PageSpec
from portal.kit import published
from tests.factories.organisation import OrganisationFactory

LEVELS = [{"level": "city", "name": "市"}, {"level": "district", "name": "区"}]


class Pages:
    """Writes pages as `definitions apply` does, and reads them back."""

    kind = PageKind()

    def write(self, **spec):
        made = PageSpec.model_validate(spec)
        self.kind.save(made)
        return made

    def stored(self):
        return {spec.page: spec for spec in self.kind.stored()}


def launch(*offered, **more):
    """Make the site speak OFFERED, the default language first."""
    spec = {
        "site": "town",
        "name": "小城",
        "languages": list(offered),
        "levels": LEVELS,
        "competent_authority": "office",
    }
    SiteRecord.objects.all().delete()
    SiteRecord.objects.create(code="town", spec=spec | more)
    published.forget()
    clear_url_caches()


@pytest.fixture
def pages(db):
    launch("zh-hans", "en")
    OrganisationFactory(code="office", level="city")
    pages = Pages()
    pages.write(page="home", type="home", title={"zh-hans": "首页", "en": "Home"})
    yield pages
    clear_url_caches()


@pytest.fixture
def english_first(db):
    launch("en", "zh-hans")
    OrganisationFactory(code="office", level="city", name={"en": "Office"})
    pages = Pages()
    pages.write(page="home", type="home", title={"zh-hans": "首页", "en": "Home"})
    yield pages
    clear_url_caches()

"""A city from its definitions inside the test database, taken out afterwards: `from tests.city import city`."""

import pytest
from django.core.management import call_command

from configuration import site
from portal.kit import published
from tests import snapshots
from tests.running import ROOT

QINGDAO = (ROOT / "definitions" / "qingdao", ROOT / "definitions" / "demo")
RIVERMOUTH = (ROOT / "tests" / "definitions" / "rivermouth",)
SAGUARO = (ROOT / "tests" / "definitions" / "saguaro",)


@pytest.fixture(scope="module")
def city(request, django_db_setup, django_db_blocker):
    """Put the city of the folders of the module's CITY (default: Qingdao with its demo data) into the database."""
    folders = getattr(request.module, "CITY", QINGDAO)
    name = "_".join(["city", *(folder.name for folder in folders)])
    with django_db_blocker.unblock():
        snapshots.restore(name, lambda: call_command("definitions", "apply", *map(str, folders), verbosity=0))
        yield site.current()
        snapshots.restore(snapshots.MIGRATED)
    published.forget()

"""A city from its definitions inside the test database, rolled back afterwards: `from tests.city import city`."""

import pytest
from django.core.management import call_command
from django.db import transaction

from portal.kit import published, site
from tests.running import ROOT

QINGDAO = (ROOT / "definitions" / "qingdao", ROOT / "definitions" / "demo")
RIVERMOUTH = (ROOT / "tests" / "definitions" / "rivermouth",)


@pytest.fixture(scope="module")
def city(request, django_db_setup, django_db_blocker):
    """Apply the folders of the module's CITY (default: Qingdao with its demo data) once per module."""
    folders = getattr(request.module, "CITY", QINGDAO)
    with django_db_blocker.unblock(), transaction.atomic():
        published.forget()
        call_command("definitions", "apply", *map(str, folders), verbosity=0)
        published.forget()
        yield site.current()
        transaction.set_rollback(True)
    published.forget()

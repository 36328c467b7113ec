"""One walk through all addresses for each test module: fixtures for the access matrix and the hostile one."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.template import engines

from portal import damaged_forms
from tests.trust.access import SLICES, Walk


@pytest.fixture(scope="module")
def walk(city, django_db_blocker):
    """Return the walk; its rows live in the database of the module's city."""
    with django_db_blocker.unblock():
        return Walk()


@pytest.fixture
def drawn_simply(monkeypatch):
    """Answer with one word where nothing is found, which is half of all answers: nobody reads that page here."""
    # What notes the written tables stands between Django and the database: it is not what failed.
    monkeypatch.setattr(damaged_forms, "BELOW", (*damaged_forms.BELOW, "tests"))
    monkeypatch.setattr(import_module(settings.ROOT_URLCONF), "handler404", _not_found)
    # Wagtail's own templates test variables that may be missing; ours are strict in the tests of public pages.
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "")


def _not_found(request, exception=None):
    return HttpResponse("404", status=404)


@pytest.fixture(
    params=[pytest.param(number, marks=pytest.mark.xdist_group(f"access {number}")) for number in range(SLICES)]
)
def number(request):
    """Return the number of a part of the addresses, whose tests run in one process."""
    return request.param


@contextmanager
def figures(request, name) -> Iterator[dict[str, int]]:
    """Note figures under NAME for the end of the run, with the seconds of the processor; errors go to no log."""
    noted: dict[str, int] = {}
    began = time.process_time()
    logging.disable(logging.CRITICAL)
    try:
        yield noted
    finally:
        logging.disable(logging.NOTSET)
    noted["seconds of the processor"] = round(time.process_time() - began)
    request.node.user_properties.append((name, noted))

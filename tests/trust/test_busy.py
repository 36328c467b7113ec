"""Reading and submitting go on while a list is imported, definitions are applied and the search is rebuilt.

The short form of `make bench ONLY=busy`, which holds the figures against a quiet site.
"""

import pytest

from bench import busy
from tests.prepared import fresh

pytestmark = [pytest.mark.slow, pytest.mark.own_site, pytest.mark.xdist_group("kill")]
SECONDS, ROWS, CHANGED = 20, 150, 5


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    site = fresh(tmp_path_factory.mktemp("busy"), tmp_path_factory)
    site.start()
    yield site
    site.stop()


def test_pages_and_forms_go_on_while_an_operator_works(site, tmp_path):
    found = busy.measure(site, SECONDS, busy.work(site, tmp_path, busy.a_list(tmp_path, ROWS), CHANGED))
    assert not found.wrong
    assert not found.lost
    assert not found.refused
    assert found.cases > 0
    # A request stops waiting after ten seconds (portal/kit/patience.py), and then has its own work to do.
    assert found.waited < 15

"""Bar 6 in short form: kill -9 of parts and of the whole site amid submissions.

Each receipt shown has its case, none is there twice, and the site is back by itself. More: `make bench ONLY=killing`.
"""

import pytest

from tests.prepared import fresh
from tests.trust.killing import submit_while_killing

pytestmark = [pytest.mark.slow, pytest.mark.own_site, pytest.mark.xdist_group("kill")]
SUBMISSIONS, KILLS, CLIENTS = 200, 4, 16


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    site = fresh(tmp_path_factory.mktemp("kill"), tmp_path_factory)
    site.extra["PORTAL_PROXIES"] = "1"
    site.start()
    yield site
    site.stop()


def test_no_receipt_is_lost_and_no_case_is_doubled(site):
    outcome = submit_while_killing(site, submissions=SUBMISSIONS, kills=KILLS, clients=CLIENTS)
    assert len(outcome.receipts) == len(set(outcome.receipts)) == SUBMISSIONS
    assert outcome.lost == 0, "a receipt was shown for a case that is not stored"
    assert (outcome.twice, outcome.unasked) == (0, 0)

"""Bar 6 in short form: kill -9 of the whole site amid submissions; each receipt shown has its case, none twice."""

import random
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.citizen import Citizen
from tests.prepared import fresh
from tests.running import Site
from tests.trust.applying import ANSWERS, apply

pytestmark = [pytest.mark.slow, pytest.mark.own_site, pytest.mark.xdist_group("kill")]
SUBMISSIONS, KILLS, CITIZENS = 200, 4, 16


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    site = fresh(tmp_path_factory.mktemp("kill"), tmp_path_factory)
    site.start()
    yield site
    site.stop()


def test_no_receipt_is_lost_and_no_case_is_doubled(site):
    receipts, stop = [], threading.Event()

    def citizen(number: int) -> None:
        while not stop.is_set() or len(receipts) < SUBMISSIONS:
            try:
                receipts.append(apply(Citizen(site.address, ANSWERS, site.shown)))
            except OSError:
                time.sleep(0.2)

    with ThreadPoolExecutor(CITIZENS) as pool:
        jobs = [pool.submit(citizen, number) for number in range(CITIZENS)]
        for _ in range(KILLS):
            time.sleep(random.uniform(3, 6))
            site.kill()
            site.start()
        stop.set()
        for job in jobs:
            job.result(timeout=300)
    _compare(site, receipts)


def _compare(site: Site, receipts: list[str]) -> None:
    stored = re.findall(r"case (\S+)", site.manage("shell", "-v", "0", "-c", LIST))
    doubled = int(re.search(r"doubled (\d+)", site.manage("shell", "-v", "0", "-c", DOUBLED))[1])
    assert len(receipts) >= SUBMISSIONS
    assert set(receipts) <= set(stored), "a receipt was shown for a case that is not stored"
    assert doubled == 0


LIST = (
    "from cases.models import Case\nfor number in Case.objects.values_list('number', flat=True): print('case', number)"
)
DOUBLED = (
    "from django.db.models import Count\nfrom cases.models import Draft\n"
    "print('doubled', Draft.objects.exclude(case=None).values('case').annotate(n=Count('pk')).filter(n__gt=1).count())"
)

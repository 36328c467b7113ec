"""One application through the public pages by plain HTTP, from the start page to the receipt."""

import re

from tests.citizen import Citizen

START = "/apply/assistance/?item=social-card-replace"
STEPS = 10  # pages at most; more means that the form goes round in circles
NUMBER = re.compile(r"BD-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]")
ANSWERS = {
    "place": "laoshan",
    "mode": "assistance",
    "applicant_kind": "natural_person",
    "name": "测试申请人",
    "phone": "13900001234",
    "wish": "测试",
    "visit": "window",
    "privacy": "on",
    "truth": "on",
}


def apply(citizen: Citizen, start: str = START) -> str:
    """Fill in the form from START to the receipt; return the number of the case. OSError when the site goes away."""
    page = citizen.get(start)
    for _ in range(STEPS):
        if "/receipts/" in page.address and page.status == 200:
            return NUMBER.search(re.sub(r"\s", "", page.text))[0]
        if page.status >= 500:
            raise OSError(f"{page.status} on {page.address}")
        page = citizen.send(page)
    raise AssertionError(f"no receipt after {STEPS} pages; the last was {page.address}: {page.text[:800]}")

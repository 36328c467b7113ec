"""Bar 13 in its first form: what a citizen types lies nowhere in plain, not even after a crash."""

import secrets

import pytest

from tests.citizen import Citizen
from tests.prepared import fresh
from tests.running import Site
from tests.trust.applying import ANSWERS, apply

pytestmark = [
    pytest.mark.slow,
    pytest.mark.own_site,
    pytest.mark.xdist_group("kill"),
    pytest.mark.article("33.1", "33.2"),
]

TAIL = "".join(secrets.choice("0123456789") for _ in range(8))
CANARIES = {"name": f"金丝雀{TAIL}", "phone": f"139{TAIL}", "wish": f"只有我知道的事{TAIL}"}
# Names of files that hold what was typed by a program, not by a citizen.
OURS = {"keys.json", "demo-accounts.txt"}


@pytest.fixture(scope="module")
def state(tmp_path_factory):
    """Apply and look up on a real site, kill it, and leave its files as they lie."""
    site = fresh(tmp_path_factory.mktemp("canaries"), tmp_path_factory)
    site.start()
    citizen = Citizen(site.address, ANSWERS | CANARIES)
    number = apply(citizen)
    citizen.answers = {"number": number, "tail": CANARIES["phone"][-4:]}
    found = citizen.send(citizen.get("/track/"))
    citizen.get(f"/no-such-page/?q={CANARIES['phone']}")
    site.kill()
    assert found.status == 200
    return site.state


def test_the_canaries_lie_in_no_file_of_the_state_folder(state):
    files = [
        path for path in state.rglob("*") if path.is_file() and path.name not in OURS and "static" not in path.parts
    ]
    assert any(path.name.startswith("portal.sqlite3") for path in files)
    plain = {
        f"{path.relative_to(state)}: {name}"
        for path in files
        for name, canary in CANARIES.items()
        for encoding in ("utf-8", "utf-16-le", "unicode_escape")
        if canary.encode(encoding) in path.read_bytes()
    }
    assert not plain


def test_the_log_of_the_server_was_searched_too(state):
    assert (state / "server.log").stat().st_size > 0


def test_a_dump_of_the_database_refuses_sealed_values(state):
    site = Site(state)
    with pytest.raises(AssertionError, match="not serialised"):
        site.manage("dumpdata", "cases.party")

"""Bars 1, 2, 3 and 19: every address × every role of the definitions × GET and POST, with ids of real objects.

The table access.tsv says who gets what, one row for a pattern and the kinds of rows that it names. A new address
without a row fails; so does a row whose answer changed, and a POST that changed a row of another organisation.
"""

import pytest
from django.urls import resolve

from portal.users.models import Role
from tests.city import city
from tests.trust import access
from tests.trust.bodies import Body, valid
from tests.trust.cast import CITIZEN, HEAD, STRANGER, SUPERUSER
from tests.trust.routes import routes
from tests.trust.targets import FOREIGN, HIDDEN
from tests.trust.walking import drawn_simply, figures, number, walk

__all__ = ["city", "drawn_simply", "number", "walk"]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.article("3.1", "33.2"),
    # Wagtail and Pillow leave files of pictures to the collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

# How many actors the short form asks at each address.
ASKED = 3
# What a person who is not signed in may open below /admin/.
DOORS = ("admin/login/", "admin/sprite/", "admin/jsi18n/")
# Everybody sees the form that asks for the password of a page. Bulk actions name those rows alone that the person may
# change. That no hidden title stands there is asked of each answer.
TELL_NOTHING = ("<pages>", "_util/authenticate_with_password/", "documents/authenticate_with_password/", "admin/bulk/")


@pytest.fixture(scope="module")
def table(walk):
    return walk.table


@pytest.fixture
def found(request, number, walk, drawn_simply, db):
    """Return what was found at each address of one slice, which is asked once; what that wrote is undone."""
    if number not in walk.found:
        with figures(request, "access matrix") as noted:
            walk.found[number] = [ask_at(target, walk) for target in walk.part(number)]
            noted.update(access.count(walk.found[number]))
    return walk.found[number]


def ask_at(target, walk):
    result, client = access.Found(target), walk.clients[SUPERUSER]
    expected = walk.table.rows.get(target.name)
    # Nobody can post here: the short form does without a form to fill in.
    closed = not access.FULL and expected and not (expected.answered | expected.wrote)
    seen = None if closed else access.ask(client, "get", target.address)
    body = valid(target, seen.response) if seen else Body()
    for actor in walk.table.actors if access.FULL else some(walk.table.actors, target):
        known = seen if actor == SUPERUSER else None
        result.note(actor, "get", known or access.ask(walk.clients[actor], "get", target.address), walk.canaries)
        result.note(actor, "post", walk.post(actor, target, body), walk.canaries)
    return result


def some(actors, target):
    """Return ASKED actors, others for each address, the same in each run."""
    first = access.turn(target, len(actors))
    return [*actors[first:], *actors[:first]][:: len(actors) // ASKED][:ASKED]


def test_every_address_answers_as_the_table_says(found, table):
    differ = {}
    for one in found:
        expected = table.rows.get(one.target.name)
        if expected is None or expected.only(one.opened) != one.row:
            differ[one.target.name] = one.row
    assert not differ, "\n".join([f"access.tsv says otherwise about {', '.join(table.actors)}:", *table.lines(differ)])


@pytest.mark.parametrize("fault", ["broken", "changed", "leaks", "refused and wrote", "reading wrote", "bare"])
def test_no_answer_has_a_fault(found, fault):
    faults = [line for one in found for line in one.faults.get(fault, ())]
    assert not faults, "\n".join([f"{fault}:", *faults])


# --- The table itself ----------------------------------------------------------------------------------------------
def test_table_knows_every_role_and_every_address(walk, table, db):
    roles = set(Role.objects.filter(retired_at=None).values_list("code", flat=True))
    assert set(table.actors) == roles | {STRANGER, CITIZEN, HEAD, SUPERUSER}
    assert set().union(*access.GROUPS.values()) <= roles
    assert {template for template, _kind in table.rows} == {route.template for route in routes()} - {access.LOGOUT}


def test_every_address_leads_to_its_own_view(walk):
    """An argument of the wrong shape would ask for a page that is not there."""
    elsewhere = [one.name for one in walk.targets if resolve(one.address.partition("?")[0]).func is not one.route.view]
    assert not elsewhere


def test_table_lets_nobody_write_what_belongs_to_others(table):
    written = {name: row.wrote - access.EVERYWHERE for name, row in table.rows.items() if name[1] in FOREIGN}
    assert not {name: actors for name, actors in written.items() if actors}


def test_table_lets_nobody_read_what_others_hide(table):
    read = {
        name: (row.opens | row.answered) - access.EVERYWHERE
        for name, row in table.rows.items()
        if name[1] in HIDDEN and not name[0].startswith(TELL_NOTHING)
    }
    assert not {name: actors for name, actors in read.items() if actors}


def test_table_closes_the_admin_to_whoever_is_not_signed_in(table):
    opened = [
        name
        for name, row in table.rows.items()
        if name[0].startswith("admin/") and not name[0].startswith(DOORS)
        if (row.opens | row.answered | row.wrote) & {STRANGER, CITIZEN}
    ]
    assert not opened


def test_a_superuser_can_write_by_the_addresses_that_write(table):
    """Bodies that no view accepts would prove nothing about those who may not write."""
    assert sum(SUPERUSER in row.wrote for row in table.rows.values()) > len(table.rows) // 5

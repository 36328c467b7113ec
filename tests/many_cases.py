"""Very many cases: a block of a thousand, and as many copies of it as are wanted, made by the database itself.

However many there are, one in ten is open; of those one in ten has nobody, one in fifty is late, one in five waits for
the applicant. A telephone occurs once a block, a name in every hundredth block again. Sealed values are empty.
"""

import datetime as dt
import random
from collections.abc import Sequence

from django.db import connection, transaction

from cases.actions.parties import ending_index, name_index, phone_index
from cases.models import Case, Party, Workflow
from cases.models.case import NEVER, SCOPES
from catalog.enums import Mode
from catalog.models import Organisation, ServiceItem
from portal.kit import clock
from portal.users.models import User

BLOCK = 1000
NAMES = 100  # blocks after which names come again
ENDINGS = 10  # blocks after which the last four digits of a telephone come again: there are ten thousand of them
DOSSIER = [{"title": {"zh-hans": "申请"}, "rows": [{"key": "wish", "type": "paragraph", "masked": "*" * 300}]}]
PADDED = {"sqlite": "printf('%0{width}d', {number})", "postgresql": "lpad(({number})::text, {width}, '0')"}


def name(number: int) -> str:
    """Return the name of the applicant of case NUMBER of a block."""
    return f"欧阳{number}"


def phone(number: int) -> str:
    """Return the telephone of the applicant of case NUMBER of a block."""
    return f"1390000{number:04}"


def block(places: Sequence[Organisation], people: Sequence[User], items: Sequence[ServiceItem]) -> None:
    """Make the first block: cases of PLACES and ITEMS, worked by PEOPLE, in no order."""
    dice = random.Random("cases")
    scopes = {place.pk: _scopes(place) for place in places}
    flow = Workflow.objects.get(code="assistance").current
    rows = []
    for number in range(BLOCK):
        place, item = dice.choice(places), dice.choice(items)
        case = Case(
            number=f"BD-0000-0000-{number:04}-0",
            subject=item.name,
            mode=dice.choice(Mode.values),
            channel=dice.choices(("online", "window", "phone"), (7, 2, 1))[0],
            organisation=place,
            item=item,
            responsible=dice.choice(people),
            workflow_version=flow,
            dossier=DOSSIER,
            submitted_at=clock.now() - dt.timedelta(days=60, minutes=number),
            **scopes[place.pk],
        )
        _progress(case, number)
        rows.append(case)
    Case.objects.bulk_create(rows)
    parties = Party.objects.bulk_create(_party(case, number) for number, case in enumerate(rows))
    for case, party in zip(rows, parties, strict=True):
        case.applicant = party
    Case.objects.bulk_update(rows, ["applicant"], batch_size=100)


def _progress(case: Case, number: int) -> None:
    if number % 10:
        case.state, case.waits_for, case.closed_at = "done", "none", clock.now() - dt.timedelta(minutes=number)
        return
    case.state = "accepted"
    case.waits_for = "applicant" if number % 50 == 0 else "staff"
    case.next_due_on = clock.today() + dt.timedelta(days=-3 if number % 500 == 0 else number // 10 % 40)
    case.next_event_on = case.next_due_on if number % 70 else NEVER
    if number % 100 == 0:
        case.responsible = None


def _party(case: Case, number: int) -> Party:
    return Party(
        case=case,
        role="applicant",
        kind="natural_person",
        name_masked="欧阳*",
        phone_masked="139****0000",
        name_index=name_index(name(number)),
        phone_index=phone_index(phone(number)),
        ending_index=ending_index(f"{number:04}"),
    )


def _scopes(place: Organisation) -> dict[str, int]:
    keys = Organisation.objects.containing(place).values_list("pk", flat=True)
    return dict(zip(SCOPES, keys, strict=False))


def multiply(upto: int) -> None:
    """Copy the block until there are UPTO cases; the database is to hold no others."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Foreign keys of copies are right; a million looks at each would take minutes.
            cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("CREATE TEMPORARY TABLE copies (k bigint)")
        cursor.executemany("INSERT INTO copies VALUES (%s)", [(k,) for k in range(1, upto // BLOCK)])
        for model, changed in ((Case, _of_a_case()), (Party, _of_a_party())):
            columns = {field.column: f"c.{connection.ops.quote_name(field.column)}" for field in _fields(model)}
            names = ", ".join(map(connection.ops.quote_name, columns))
            values = ", ".join((columns | changed).values())
            table = model._meta.db_table
            cursor.execute(f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} c, copies n")  # noqa: S608
        cursor.execute("DROP TABLE copies")
        cursor.execute("ANALYZE")


def _fields(model):
    return model._meta.concrete_fields


def _moved(column: str) -> str:
    return f"c.{column} + n.k * {BLOCK}"


def _uuid() -> str:
    row = PADDED[connection.vendor].format(width=32, number=_moved("id"))
    return f"CAST({row} AS uuid)" if connection.vendor == "postgresql" else row


def _other(column: str, number: str) -> str:
    """Return another hash of the same length for each NUMBER."""
    return f"substr(c.{column}, 1, 56) || '-' || {number}"


def _again_after(blocks: int, column: str) -> str:
    return f"CASE n.k % {blocks} WHEN 0 THEN c.{column} ELSE {_other(column, f'n.k % {blocks}')} END"


def _of_a_case() -> dict[str, str]:
    """Return what differs in the copies of a case, in SQL by column."""
    digits = PADDED[connection.vendor].format(width=12, number=_moved("id"))
    parts = " || '-' || ".join(f"substr({digits}, {start}, 4)" for start in (1, 5, 9))
    number = f"'BD-' || {parts} || '-0'"
    return {"id": _moved("id"), "uuid": _uuid(), "number": number, "applicant_id": _moved("applicant_id")}


def _of_a_party() -> dict[str, str]:
    """Return what differs in the copies of a party: every block has other telephones."""
    return {
        "id": _moved("id"),
        "uuid": _uuid(),
        "case_id": _moved("case_id"),
        "name_index": _again_after(NAMES, "name_index"),
        "phone_index": _other("phone_index", "n.k"),
        "ending_index": _again_after(ENDINGS, "ending_index"),
    }

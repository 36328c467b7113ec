"""References of a definition to codes, in any of its parts, and the same definition with other codes."""

from typing import Annotated

from pydantic import AfterValidator

from configuration.schema import Code, Definition, Part, Ref
from configuration.specs import references, with_current_codes


class Shift(Part):
    clerk: Annotated[Code, Ref("person", besides=("anybody",))]


class DeskSpec(Definition):
    desk: Code
    chief: Annotated[Code, Ref("person")] | None = None
    themes: Annotated[list[Annotated[Code, Ref("theme")]], AfterValidator(sorted)] = []
    seats: dict[Annotated[Code, Ref("office")], int] = {}
    shifts: dict[str, list[Shift]] = {}


DESK = DeskSpec(
    desk="first",
    chief="ada",
    themes=["birth", "work"],
    seats={"north": 2},
    shifts={"am": [Shift(clerk="anybody"), Shift(clerk="ada")]},
)


def test_references_are_found_in_keys_lists_and_parts():
    assert set(references(DESK)) == {
        ("person", "ada", ("chief",)),
        ("theme", "birth", ("themes", 0)),
        ("theme", "work", ("themes", 1)),
        ("office", "north", ("seats", "north")),
        ("person", "ada", ("shifts", "am", 1, "clerk")),
    }


def test_definition_is_said_with_other_codes_and_keeps_its_order():
    codes = {("person", "ada"): "bea", ("theme", "birth"): "zoo", ("office", "north"): "south"}
    new = with_current_codes(DESK, lambda kind, code: codes.get((kind, code), code))
    assert new.chief == new.shifts["am"][1].clerk == "bea"
    assert (new.themes, new.seats) == (["work", "zoo"], {"south": 2})
    assert new.desk == "first"


def test_definition_that_says_no_such_code_is_the_same_object():
    assert with_current_codes(DESK, lambda _kind, code: code) is DESK

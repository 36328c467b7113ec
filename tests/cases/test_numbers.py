"""Numbers that people read over the telephone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.numbers import ALPHABET, new_number, normalise

PLACES = st.integers(0, 11)


def test_new_number_is_its_own_normal_form() -> None:
    number = new_number("BD")
    assert normalise(number) == number


def test_number_is_read_whatever_its_dress() -> None:
    number = new_number("BD")
    assert normalise(f" {number.lower().replace('-', ' ')} ") == number


def test_number_in_full_width_is_read() -> None:
    number = new_number("BD")
    assert normalise("".join(chr(ord(c) + 0xFEE0) for c in number)) == number


@pytest.mark.parametrize(("typed", "meant"), [("O", "0"), ("I", "1"), ("l", "1")])
def test_look_alikes_are_read_as_meant(typed: str, meant: str) -> None:
    number = next(n for n in iter(lambda: new_number("BD"), "") if meant in n)
    assert normalise(number[:3] + number[3:].replace(meant, typed)) == number


@given(PLACES, st.sampled_from(ALPHABET))
def test_one_wrong_character_is_found(place: int, wrong: str) -> None:
    plain = new_number("BD").replace("-", "")
    spoilt = plain[: 2 + place] + wrong + plain[3 + place :]
    assert spoilt == plain or normalise(spoilt) == ""


@given(st.integers(0, 10))
def test_two_neighbours_that_changed_places_are_found(place: int) -> None:
    plain = new_number("BD").replace("-", "")
    first, second = plain[2 + place], plain[3 + place]
    swapped = plain[: 2 + place] + second + first + plain[4 + place :]
    assert first == second or normalise(swapped) == ""


@given(st.text(max_size=60))
def test_any_text_is_read_without_a_crash(text: str) -> None:
    assert isinstance(normalise(text), str)


def test_thousand_numbers_differ() -> None:
    assert len({new_number("BD") for _ in range(1000)}) == 1000

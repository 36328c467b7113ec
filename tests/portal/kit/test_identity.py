"""Numbers of people and organisations against the vectors of the standards."""

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kit import identity
from tests.running import ROOT

VECTORS = ROOT / ".." / "shared" / "data" / "testvectors.json"
TODAY = dt.date(2026, 11, 24)
needs_vectors = pytest.mark.skipif(not VECTORS.exists(), reason="the shared data folder is not here")


def vectors(name: str) -> list[str]:
    return json.loads(VECTORS.read_text())[name] if VECTORS.exists() else []


@needs_vectors
@pytest.mark.parametrize("number", vectors("ric_valid"))
def test_identity_number_of_the_vectors_is_taken(number: str) -> None:
    assert identity.identity_number(number.lower(), TODAY) == number


@needs_vectors
@pytest.mark.parametrize("number", vectors("ric_invalid"))
def test_wrong_identity_number_of_the_vectors_is_refused(number: str) -> None:
    with pytest.raises(ValueError, match=r"old|shape|birth|check"):
        identity.identity_number(number, TODAY)


@needs_vectors
@pytest.mark.parametrize("code", vectors("uscc_valid"))
def test_credit_code_of_the_vectors_is_taken(code: str) -> None:
    assert identity.credit_code(f" {code.lower()} ") == code


@needs_vectors
@pytest.mark.parametrize("code", vectors("uscc_invalid"))
def test_wrong_credit_code_of_the_vectors_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match=r"shape|check"):
        identity.credit_code(code)


def test_full_width_identity_number_is_read() -> None:
    assert identity.identity_number("１１０１０５１９４９１２３１００２Ｘ", TODAY) == "11010519491231002X"


def test_birth_in_the_future_is_refused() -> None:
    with pytest.raises(ValueError, match="birth"):
        identity.identity_number("11010520990101002X", TODAY)


def test_retired_fifteen_digits_are_named() -> None:
    with pytest.raises(ValueError, match="old"):
        identity.identity_number("110105491231002", TODAY)


@given(st.text(max_size=40))
def test_any_text_is_judged_without_a_crash(text: str) -> None:
    refusals = set()
    for judge in (lambda t: identity.identity_number(t, TODAY), identity.credit_code):
        try:
            judge(text)
        except ValueError as error:
            refusals.add(str(error))
    assert refusals <= {"old", "shape", "birth", "check"}


def test_code_of_a_village_collective_begins_with_a_letter() -> None:
    assert identity.credit_code("N2370212MFAAAAAAAP") == "N2370212MFAAAAAAAP"


def test_number_of_a_division_that_is_no_more_is_taken() -> None:
    number = "999999194912310025"
    assert identity.identity_number(number, TODAY) == number

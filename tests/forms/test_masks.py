"""Masks of personal values (Art. 33)."""

from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from forms import masks
from portal.kit import phones
from portal.kit.phones import PhonePlan

pytestmark = pytest.mark.article("33")


@pytest.fixture(autouse=True, scope="module")
def plan() -> Iterator[None]:
    """Read numbers by China's plan, without asking for that of a site."""
    with phones.reading(PhonePlan()):
        yield


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("张三", "张*"),
        ("张三丰", "张*"),
        ("欧阳锋", "欧阳*"),
        ("阿依古丽·买买提", "阿·**"),
        ("John Smith", "J*"),
        ("", ""),
    ],
)
def test_name_shows_the_surname_alone(name: str, shown: str) -> None:
    assert masks.name(name) == shown


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("13800001234", "138****1234"),
        ("0532-05550120", "0532-****0120"),
        ("8800123", "****23"),
        ("88001234", "****1234"),
        ("120", "***"),
    ],
)
def test_phone_hides_its_middle(phone: str, shown: str) -> None:
    assert masks.phone(phone) == shown


@given(st.text(alphabet="0123456789", min_size=5, max_size=20))
@example("1000000000")  # read as 010-00000000
@example("0100000000")
def test_phone_hides_at_least_three_digits(phone: str) -> None:
    digits = phones.digits(phone)
    shown = sum(character.isdigit() for character in masks.phone(phone))
    assert len(digits) - shown >= (4 if len(digits) >= 8 else 3)


@given(st.text(alphabet="0123456789X", min_size=2, max_size=40))
def test_identity_is_never_shown_whole(number: str) -> None:
    assert number not in masks.identity(number)


def test_address_ends_at_the_street() -> None:
    assert masks.address("崂山区示例街道某小区 3 号楼") == "崂山区示例街道***"


def test_address_without_a_street_is_hidden() -> None:
    assert masks.address("某小区 3 号楼") == "***"

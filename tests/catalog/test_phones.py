"""Numbers as real lists hold them, as demo data holds them, and as hostile input."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.phones import Phone

VECTORS = Path(__file__).parents[2] / ".." / "shared" / "data" / "testvectors.json"


def test_numbers_of_real_lists_are_read():
    if not VECTORS.exists():
        pytest.skip("the shared test vectors are not here")
    for number in json.loads(VECTORS.read_text())["phones_real"]:
        assert Phone.parse(number).display


@pytest.mark.parametrize(
    ("text", "display", "link"),
    [
        ("12345", "12345", "tel:12345"),
        ("110", "110", "tel:110"),
        ("96888725", "96888725", "tel:96888725"),
        ("0532-12345", "0532-12345", "tel:+8653212345"),
        ("0532-88001234", "0532-8800 1234", "tel:+8653288001234"),
        ("053288001234", "0532-8800 1234", "tel:+8653288001234"),
        ("（0532）８８００１２３４", "0532-8800 1234", "tel:+8653288001234"),
        ("+86 532 88001234", "0532-8800 1234", "tel:+8653288001234"),
        ("0532-88001234转5", "0532-8800 1234 转 5", "tel:+8653288001234;ext=5"),
        ("010-65551234", "010-6555 1234", "tel:+861065551234"),
        ("745-8665882", "0745-866 5882", "tel:+867458665882"),
        ("139 0000 1234", "139 0000 1234", "tel:+8613900001234"),
        ("400-800-1234", "400-800-1234", "tel:4008001234"),
    ],
)
def test_number_is_shown_and_dialled(text, display, link):
    phone = Phone.parse(text)
    assert (phone.display, phone.link) == (display, link)


def test_bare_local_number_is_no_link():
    assert Phone.parse("65168685").link is None


def test_demo_number_can_be_shown_but_not_dialled():
    phone = Phone.parse("0532-0555 0120")
    assert (phone.display, phone.link) == ("0532-0555 0120", None)


@pytest.mark.parametrize(
    "text", ["", " ", "abc", "1234", "0532-88001234、88001235", "12 或 13", "1390000123", "0532-123", "9" * 40]
)
def test_what_is_no_number_is_refused_with_a_sentence(text):
    with pytest.raises(ValueError, match=r"telephone number|several numbers"):
        Phone.parse(text)


def test_the_same_line_is_equal_however_it_is_written():
    assert Phone.parse("（0532）88001234") == Phone.parse("0532 8800-1234")


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text):
    try:
        phone = Phone.parse(text)
    except ValueError:
        return
    assert Phone.parse(phone.display) == phone

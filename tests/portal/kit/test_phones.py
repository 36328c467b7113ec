"""Numbers as real lists hold them, as demo data holds them, and as hostile input."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kit import phones
from portal.kit.phones import Phone, PhonePlan
from tests.running import ROOT
from tests.telephones import TELEPHONES

VECTORS = ROOT / ".." / "shared" / "data" / "testvectors.json"


@pytest.fixture(autouse=True)
def _somewhere_in_china():
    """No site tells its plan: China's holds, without an area code."""
    with phones.reading(PhonePlan()):
        yield


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


@pytest.mark.parametrize(("text", "read"), TELEPHONES.items())
def test_number_means_what_it_says(text, read):
    with phones.reading(PhonePlan("CN", "0532")):
        phone = phones.private(text)
    assert (phone and (phone.kind, phone.area, phone.local, phone.extension)) == read


@pytest.mark.parametrize("text", [text for text, read in TELEPHONES.items() if read])
def test_what_an_answer_keeps_is_read_as_the_same_number(text):
    with phones.reading(PhonePlan("CN", "0532")):
        phone = Phone.parse(text)
        assert Phone.parse(phone.stored) == Phone.parse(phone.display) == phone


def test_local_number_gets_the_area_code_of_the_site():
    with phones.reading(PhonePlan("CN", "0532")):
        assert Phone.parse("8800 1234") == Phone.parse("0532-88001234")
        assert phones.digits("8800 1234 转 5") == "053288001234"


def test_public_number_is_read_anew_for_another_site():
    assert phones.public("88001234").link is None
    with phones.reading(PhonePlan("CN", "0532")):
        assert phones.public("88001234").link == "tel:+8653288001234"


@pytest.mark.parametrize(
    ("plan", "text", "read"),
    [
        (PhonePlan("GB", "01632"), "(0121) 234 5678", ("fixed", "0121 234 5678", "tel:+441212345678", "0121-2345678")),
        (PhonePlan("GB", "0121"), "234 5678", ("fixed", "0121 234 5678", "tel:+441212345678", "0121-2345678")),
        (PhonePlan("GB"), "+44 7400 123456", ("mobile", "07400 123456", "tel:+447400123456", "07400123456")),
        (PhonePlan("GB"), "999", ("short", "999", "tel:999", "999")),
        (PhonePlan("GB"), "0800 123 4567", ("free", "0800 123 4567", "tel:+448001234567", "08001234567")),
        (PhonePlan("GB", "01632"), "01632 055901", ("fixed", "01632-055901", None, "01632-055901")),
        (PhonePlan("KE", "020"), "0712 123456", ("mobile", "0712 123456", "tel:+254712123456", "0712123456")),
        (PhonePlan("KE", "020"), "2012345", ("fixed", "020 2012345", "tel:+254202012345", "020-2012345")),
        (PhonePlan("US", "202"), "555-0123", ("fixed", "(202) 555-0123", "tel:+12025550123", "202-5550123")),
    ],
)
def test_city_anywhere_has_the_numbers_of_its_region(plan, text, read):
    with phones.reading(plan):
        phone = Phone.parse(text)
        assert (phone.kind, phone.display, phone.link, phone.stored) == read
        assert Phone.parse(phone.display) == Phone.parse(phone.stored) == phone


@pytest.mark.parametrize("text", ["12345", "13900001234", "0532-88001234", "+86 532 88001234", "01632 960901"])
def test_number_of_another_country_or_of_nobody_is_refused(text):
    with phones.reading(PhonePlan("GB", "01632")), pytest.raises(ValueError, match="0121 234 5678"):
        Phone.parse(text)


@pytest.mark.parametrize(
    ("plan", "wrong"),
    [
        (PhonePlan("CN", "0532"), []),
        (PhonePlan("IT"), []),
        (PhonePlan("US", "202"), []),
        (PhonePlan("UK"), ["region"]),
        (PhonePlan("cn", "0532"), ["region"]),
        (PhonePlan("CN", "532"), ["area_code"]),
        (PhonePlan("CN", "0"), ["area_code"]),
        (PhonePlan("CN", "0532-"), ["area_code"]),
    ],
)
def test_plan_that_does_not_exist_is_told(plan, wrong):
    assert [key for key, _sentence, _remedy in plan.mistakes()] == wrong


@given(st.sampled_from(["CN", "GB", "US", "IT", "KE", "MX"]), st.text(alphabet="0123456789+-*# ()转ext.", max_size=24))
def test_any_digits_are_read_or_refused_in_any_region(region, text):
    with phones.reading(PhonePlan(region)):
        phone = phones.private(text)
        assert phone is None or phones.private(phone.stored) == phone

"""The look of a city: its contrasts are computed, its logo is drawn from its definitions."""

import pytest
from pydantic import ValidationError

from configuration import logo
from configuration.look import Look, Stroke, contrast, unreadable


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#ffffff", "#ffffff", 1.0),
    ],
)
def test_contrast_is_what_wcag_computes(one, other, ratio):
    assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio, abs=0.05)


def test_default_look_can_be_read():
    assert not list(unreadable(Look()))


def test_a_pale_colour_is_named_with_its_ratio():
    found = list(unreadable(Look(brand="#88aaff")))
    assert {token for token, _sentence in found} == {"brand"}
    assert found[0][1] == "white (#ffffff) on brand (#88aaff) has a contrast of 2.3:1, text needs 4.5:1"


def test_a_dark_sun_is_blamed_where_ink_stands_on_it():
    assert [token for token, _sentence in unreadable(Look(sun="#553300"))] == ["sun"]


@pytest.mark.parametrize("wrong", ["red", "#FFF", "#0a4d7", "#0a4d74;}"])
def test_a_colour_is_six_digits(wrong):
    with pytest.raises(ValidationError):
        Look(brand=wrong)


@pytest.mark.parametrize("wrong", ['M0 0"/><script>', "M0", "url(#x)M1 1z"])
def test_a_path_is_only_a_path(wrong):
    with pytest.raises(ValidationError):
        Stroke(path=wrong)


def test_name_of_the_first_logo_still_draws_the_house():
    assert Look.model_validate({"mark": "house"}) == Look()


def test_logo_as_a_file_carries_its_colours():
    look = Look(brand="#123456", mark=[Stroke(path="M0 0h9v9z"), Stroke(path="M1 1h9", colour="person", line=3)])
    drawn = logo.standalone(look)
    assert 'fill="#123456"' in drawn
    assert f'stroke="{look.person}" stroke-width="3"' in drawn

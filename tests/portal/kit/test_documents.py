"""Identity documents as a site lists them: pattern, check digit by name, mask, sentence."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from pydantic import ValidationError as Refused
from stdnum import luhn, verhoeff

from configuration.identity_documents import IdentityDocumentPart
from forms.fields.identity_document import IdentityDocument
from portal.kit import documents
from portal.kit.documents import CHECKS, CHINA, DocumentRule, WrongNumber

TODAY = dt.date(2026, 11, 24)
CARD = {
    "document": "card",
    "name": {"en": "National card"},
    "pattern": "[0-9]{7,8}",
    "mask": {"show_last": 3},
    "wrong": {"en": "A card number has 7 or 8 digits."},
}
LUHN = DocumentRule("permit", documents.Words(), "[0-9]{9}", "luhn")


@pytest.fixture
def field(monkeypatch):
    """A question about documents in a place that knows one card and a permit with a check digit."""
    rules = [IdentityDocumentPart.model_validate(CARD).rule, LUHN]
    monkeypatch.setattr(documents, "_site", [lambda: rules])
    return IdentityDocument.model_validate({"type": "identity_document", "label": "Card"})


def test_number_of_the_place_is_taken_and_masked_as_it_says(field):
    assert field.form_field({}).clean("1234 567") == "1234567"
    assert field.mask("1234567") == "**…**567"


def test_check_digit_is_looked_at_by_its_name(field):
    whole = "12345678" + luhn.calc_check_digit("12345678")
    assert field.form_field({}).clean(whole) == whole
    with pytest.raises(ValidationError) as refused:
        field.form_field({}).clean("123456789"[:-1] + str((int(whole[-1]) + 1) % 10))
    assert refused.value.code == "check"


def test_sentence_of_the_place_is_said_where_one_document_is_asked_for(field):
    only = field.model_copy(update={"kinds": ["card"]})
    with pytest.raises(ValidationError, match="7 or 8 digits"):
        only.form_field({}).clean("12")
    assert only.form_field({}).help_text == "National card"


def test_every_check_refuses_and_takes():
    whole = {"verhoeff": "1234567" + verhoeff.calc_check_digit("1234567"), "luhn": "18"}
    assert set(CHECKS) >= set(whole)
    for name, number in whole.items():
        CHECKS[name](number, TODAY)
        with pytest.raises(ValueError, match="check"):
            CHECKS[name](number[:-1] + str((int(number[-1]) + 1) % 10), TODAY)


@pytest.mark.parametrize("text", ["110101199003077750", "11010519491231002Z", "110105491231002"])
def test_what_looks_like_a_card_of_china_is_judged_as_one(text):
    if text.endswith("Z"):
        assert documents.number(text, CHINA, TODAY) == text  # no card; a passport of another country may look so
    else:
        with pytest.raises(WrongNumber):
            documents.number(text, CHINA, TODAY)


@pytest.mark.parametrize("pattern", ["(a+)+", ".*", "[0-9]+", "[0-9]*", "(?=x)", "", "[0-9]{1,200}", "a", "\\d"])
def test_pattern_that_could_take_long_is_refused(pattern):
    with pytest.raises(Refused):
        IdentityDocumentPart.model_validate(CARD | {"pattern": pattern})

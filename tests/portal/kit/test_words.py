"""Text in several languages."""

from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from portal.kit import languages
from portal.kit.word_fields import WordsField, WordsFormField
from portal.kit.words import Words

BOTH = {"zh-hans": "社会保障卡", "en": "Social security card"}


def test_text_is_in_the_active_language():
    with languages.reading(["zh-hans", "en"]):
        with translation.override("en"):
            assert str(Words(BOTH)) == "Social security card"
        with translation.override("zh-hans"):
            assert str(Words(BOTH)) == "社会保障卡"


def test_a_missing_language_falls_back_and_says_so():
    with languages.reading(["zh-hans", "en"]), translation.override("en"):
        words = Words({"zh-hans": "社会保障卡"})
        assert str(words) == "社会保障卡"
        assert words.language == "zh-hans"


def test_a_string_is_in_the_default_language_of_the_folder():
    with languages.reading(["en", "zh-hans"]):
        assert Words.of("Library card") == {"en": "Library card"}
        assert Words.of("Library card").plain() == "Library card"


def test_two_languages_are_written_as_a_mapping():
    with languages.reading(["zh-hans", "en"]):
        assert Words(BOTH).plain() == BOTH


def test_the_column_keeps_chinese_readable():
    field = WordsField()
    assert "ensure_ascii" not in str(field.deconstruct())
    assert "社" in field.encoder().encode(BOTH)


def test_the_form_field_has_one_input_a_language():
    field = WordsFormField(max_length=20)
    with languages.reading(["zh-hans", "en"]):
        assert field.clean(["社保卡", "Card"]) == Words({"zh-hans": "社保卡", "en": "Card"})
        assert field.widget.render("name", Words(BOTH)).count("<input") == 2


def test_a_text_that_nobody_touched_is_no_change():
    field = WordsField(max=80).formfield()
    with languages.reading(["zh-hans", "en"]):
        assert not field.show_hidden_initial
        assert not field.has_changed(Words({"zh-hans": "社会保障卡"}), ["社会保障卡", None])
        assert field.has_changed(Words({"zh-hans": "社会保障卡"}), ["社会保障卡", "Card"])


@given(st.dictionaries(st.sampled_from(["zh-hans", "en", "fr"]), st.text(max_size=20)))
def test_any_mapping_prints(values):
    with languages.reading(["zh-hans", "en"]):
        assert isinstance(str(Words(values)), str)

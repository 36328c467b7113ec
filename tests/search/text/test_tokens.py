import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.text import tokens

HAN = st.text(alphabet="社会保险卡补领身份证办理𠅤㛃", min_size=1, max_size=8)
WORD = st.text(alphabet="abciso01", min_size=1, max_size=5)
BETWEEN = st.sampled_from([" ", "，", "(", "/", "\n", "“"])
TEXT = st.lists(st.tuples(HAN | WORD, BETWEEN), min_size=1, max_size=6)


def joined(parts):
    return "".join(run + sign for run, sign in parts)


@given(st.text(max_size=300))
def test_no_text_is_refused(text):
    tokens.index_tokens(text)
    tokens.query_terms(text)
    tokens.matches(text, text)


@given(st.text(max_size=100))
def test_tokens_hold_nothing_that_an_engine_could_cut(text):
    safe = all(character.isalnum() and (character.isascii() or "\u3400" <= character <= "\u9fa5") for token in
               tokens.index_tokens(text) for character in token)  # fmt: skip
    assert safe


@given(TEXT, st.data())
def test_any_part_of_a_han_run_finds_the_text(parts, data):
    runs = [run for run, _sign in parts if not run.isascii()]
    if runs:
        run = data.draw(st.sampled_from(runs))
        start = data.draw(st.integers(0, len(run) - 1))
        end = data.draw(st.integers(start + 1, len(run)))
        assert tokens.matches(joined(parts), run[start:end])


@given(TEXT, st.data())
def test_the_beginning_of_a_word_finds_the_text(parts, data):
    words = [run for run, _sign in parts if run.isascii()]
    if words:
        word = data.draw(st.sampled_from(words))
        assert tokens.matches(joined(parts), word[: data.draw(st.integers(1, len(word)))])


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("社会保险登记", "会保", True),
        ("社保，医保", "保医", False),
        ("社会 保险", "社会保险", False),
        ("身份证", "证", True),
        ("ＩＳＯ９００１认证", "iso9001", True),
        ("办理 A4 纸", "a4", True),
        ("居民身份证补领", "补领 身份证", True),
        ("居民身份证补领", "补领 户口", False),
        ("任何事", "、。!*", False),
    ],
)
def test_what_finds_what(text, query, found):
    assert tokens.matches(text, query) is found


def test_a_long_query_is_cut():
    assert len(tokens.query_terms(" ".join(f"w{n}" for n in range(10_000)))) == tokens.MOST_TERMS

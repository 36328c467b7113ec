import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query.highlight import spans
from search.query.parse import as_typed
from search.query.vocabulary import vocabulary_of

WORDS = vocabulary_of([(["社保", "社会保险"], [])], [], [])


def highlighted(text, query):
    return [text[start:end] for start, end in spans(text, as_typed(query, WORDS))]


@given(st.text(max_size=40), st.text(max_size=10))
def test_spans_lie_inside_the_text_and_apart(text, query):
    edges = [edge for place in spans(text, as_typed(query, WORDS)) for edge in place]
    assert edges == sorted(set(edges))
    assert all(0 <= edge <= len(text) for edge in edges)


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("㈱身份證ＩＤ卡", "id 身份", ["身份", "ＩＤ"]),
        ("社会保险登记", "社保", ["社会保险"]),
        ("居民身份证补领", "sfz", ["身份证"]),
        ("居民身份证补领", "shenfenzheng", ["身份证"]),
        ("0532-0555 0504", "05320555", ["0532-0555"]),
        ("居民身份證", "身份证", ["身份證"]),
    ],
)
def test_what_was_searched_is_highlighted_as_it_stands(text, query, expected):
    assert highlighted(text, query) == expected

"""Neighbours of a question that nothing answers word by word, and words that were meant otherwise."""

import pytest

from search.index.engines import choice
from search.index.engines.base import IndexDocument
from search.query.find import find
from search.query.parse import in_words
from search.query.query import Query
from search.query.similar import nearest
from search.query.spelling import similar_title
from search.query.vocabulary import vocabulary_of

WORDS = vocabulary_of([(["面馆", "食品经营"], [])], ["我"], ["办理"])
ENTRIES = (
    IndexDocument("items", "1", ("食品经营许可",), ("开饭店之前要办的许可证",)),
    IndexDocument("items", "2", ("药品零售企业许可",)),
    IndexDocument("items", "3", ("居住证办理",)),
    IndexDocument("items", "4", ("房屋租赁登记",), ("食品经营场所的租赁",)),
    IndexDocument("items", "5", ("网络预约出租汽车",), codes=("511A0138000000-5116",)),
    IndexDocument("pages", "6", ("About food",), language="en"),
)


@pytest.fixture
def engine(db):
    engine = choice.embedded()
    engine.write(ENTRIES)
    return engine


def near(engine, words):
    return [hit.key for hit, _values in nearest(engine, in_words(words, WORDS), "zh-hans")]


def test_words_in_another_order_find_the_title(engine):
    assert near(engine, "许可零售药品")[0] == "2"


def test_what_means_the_same_counts_and_a_title_counts_more_than_a_text(engine):
    assert near(engine, "我隔壁有个面馆") == ["1", "4"]
    engine.remove([("items", "1")])
    assert near(engine, "我隔壁有个面馆") == ["4"]


def test_a_question_of_unknown_words_has_no_neighbours(engine):
    assert near(engine, "鸡兔同笼") == []


def test_the_rest_of_a_question_may_be_unknown(engine):
    assert near(engine, "楼下那家面馆半夜太吵") == ["1", "4"]


def test_other_languages_are_no_neighbours(engine):
    assert near(engine, "about food") == []


def test_a_wrong_sign_in_the_middle_of_a_short_word_is_seen(engine):
    assert similar_title(engine, "居位证", "zh-hans") == "居住证"


def test_a_wrong_sign_at_the_end_is_seen(engine):
    assert similar_title(engine, "食品经宫", "zh-hans") == "食品经营"


def test_a_word_that_is_missing_is_not_left_out_for_a_common_one(engine):
    """Nothing has 零售药品 in one piece: the title that has both parts comes before everything that has 许可."""
    assert find(Query("许可零售药品")).hits[0].key == "2"


@pytest.mark.parametrize("piece", ["a0138000000", "38000000-51", "005116", "0000051"])
def test_any_piece_of_a_code_finds_it(engine, piece):
    assert [hit.key for hit in find(Query(piece)).hits] == ["5"]


def test_neighbours_cost_the_same_whatever_is_asked(engine, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        near(engine, "楼下那家面馆半夜太吵我想投诉找谁")

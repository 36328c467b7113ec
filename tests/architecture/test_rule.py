"""The trace from the rule to what carries it."""

from tests import rule


def test_the_table_is_current():
    assert rule.TABLE.read_text() == rule.table(), "run make rule"


def test_all_forty_articles_are_listed():
    assert list(rule.duties()) == [str(number) for number in range(1, 41)]


def test_marks_name_articles_and_duties_that_exist():
    known = rule.duties()
    ids = {duty for texts in known.values() for duty in texts}
    for found in (rule.marks(), rule.carried()):
        for mark in found:
            assert rule.article_of(mark) in known, mark
            assert "." not in mark or mark in ids, mark

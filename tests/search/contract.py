"""Contract of every engine of the public search. A test module of an engine inherits `Contract` and gives
the fixture ``engine``: empty, and ready to be written to.

The measure is `search.index.engines.base.matches_query`: plain Python that says whether an entry answers a question.
"""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.index.engines.base import EngineQuery, IndexDocument, Phrase, matches_query
from search.text import tokens

ENTRIES = (
    IndexDocument(
        "items", "1", ("社会保障卡补领、换领、换发", "补社保卡"), ("卡丢了怎么办",), facet_values=("class:benefit",),
    ),
    IndexDocument(
        "items", "2", ("居民身份证补领", "Identity card: replacement"), facet_values=("district:*", "class:licence"),
    ),
    IndexDocument("items", "3", ("社会保险登记",), ("青岛市人力资源和社会保障局",), facet_values=("district:laoshan",)),
    IndexDocument("items", "4", ("异地就医备案（医保）",), facet_values=("district:shinan", "audience:natural_person")),
    IndexDocument("items", "5", ("ISO9001 认证补贴",), codes=("511Z07001006-511602000000-000", "370200")),
    IndexDocument("items", "6", ("𠅤㛃户口登记",), facet_values=("audience:natural_person", "audience:legal_person")),
    IndexDocument(
        "points", "1", ("崂山区政务服务中心",), ("示例路",), ("0532-0555 0120", "05550120"), ("district:laoshan",),
    ),
    IndexDocument(
        "places", "1 wc", ("卫生间", "Toilet"), ("崂山区政务服务中心", "2 楼"), facet_values=("district:laoshan",),
    ),
    IndexDocument("forms", "1", ("投诉建议表", "差评", "上门")),
    IndexDocument("pages", "9", ("关于帮办代办",), language="zh-hans"),
    IndexDocument("pages", "10", ("About assistance",), language="en"),
)  # fmt: skip
WORDS = [
    "社会保险",
    "医保",
    "证",
    "份证补",
    "iso",
    "居民 补领",
    "補領",
    "𠅤",
    "㛃户",
    "认证 iso",
    "卡丢了",
    "登记 人力资源",
    "帮办代办",
    "assist",
    "511z07001006",
    "370200",
    "053205550120",
    "05550120",
    "卫生间 2",
    "没有的东西",
    "投诉",
    "上门",
]
FILTERS = [
    (),
    (("district", "laoshan"),),
    (("district", "shi"),),
    (("class", "benefit"),),
    (("audience", "legal_person"),),
    (("audience", "natural_person"), ("district", "shinan")),
    (("audience", "natural%person"),),
]
LETTERS = st.text(alphabet="社会保险卡补领身份证登记iso9a0𠅤 ", min_size=1, max_size=6)


def asked(words, **more):
    """WORDS as a question in which each term may stand anywhere."""
    groups = tuple(((Phrase(term.tokens, term.prefix),),) for term in tokens.query_terms(words))
    return EngineQuery(groups, more.pop("language", "zh-hans"), **more)


def sounding(*syllables, field="sound", prefix=False):
    return EngineQuery((((Phrase(tuple(syllables), prefix, (field,)),),),), "zh-hans")


def known(question, entries=ENTRIES):
    return {(entry.kind, entry.key) for entry in entries if matches_query(entry, question)}


class Contract:
    """Ten entries, every kind of question; `engine` is empty at the start of each test."""

    @pytest.fixture
    def full(self, engine):
        engine.write(ENTRIES)
        return engine

    def same(self, engine, question):
        hits = engine.hits(question, 100)
        assert {(hit.kind, hit.key) for hit in hits} == known(question)
        assert [hit.number for hit in hits] == sorted(hit.number for hit in hits)
        assert sum(engine.tally(question).groups.values()) == len(hits)

    @pytest.mark.parametrize("words", WORDS)
    def test_words_are_found_as_the_tokens_say(self, full, words):
        self.same(full, asked(words))
        self.same(full, asked(words, titles_only=True))
        self.same(full, asked(words, language="en"))

    @pytest.mark.parametrize("filters", FILTERS)
    def test_filters_and_kinds_narrow(self, full, filters):
        self.same(full, asked("登记", filters=filters))
        self.same(full, asked("政务服务", filters=filters, kinds=("places", "points")))

    def test_sounds_are_found(self, full):
        self.same(full, sounding("senfen", "fenzen"))
        self.same(full, sounding("senfen", "fenz", prefix=True))
        self.same(full, sounding("sf", "fz", field="initials"))
        assert known(sounding("sf", "fz", field="initials")) == {("items", "2")}

    def test_either_way_of_a_group_is_enough(self, full):
        one, two = asked("医保").groups[0], asked("社会 登记").groups
        question = EngineQuery(((one[0], (two[0][0][0], two[1][0][0])),), "zh-hans")
        self.same(full, question)
        assert known(question) == {("items", "3"), ("items", "4")}

    def test_a_tally_names_kinds_and_facet_values(self, full):
        groups = full.tally(asked("登记")).groups
        assert groups == {
            ("items", ("district:laoshan",)): 1,
            ("items", ("audience:legal_person", "audience:natural_person")): 1,
        }

    def test_a_hit_carries_its_titles(self, full):
        (hit,) = full.hits(asked("卡丢了"), 5)
        assert (hit.kind, hit.key, hit.titles) == ("items", "1", ("社会保障卡补领、换领、换发", "补社保卡"))

    def test_a_limit_keeps_the_first(self, full):
        everything = full.hits(asked("登记"), 9)
        assert full.hits(asked("登记"), 1) == everything[:1]

    def test_a_question_without_groups_finds_nothing(self, full):
        assert full.hits(EngineQuery((), "zh-hans"), 9) == []
        assert full.tally(EngineQuery((), "zh-hans")).groups == {}

    def test_what_is_written_again_takes_the_place(self, full):
        full.write([IndexDocument("items", "3", ("残疾人证换发",))])
        assert full.hits(asked("社会保险"), 9) == []
        assert [hit.key for hit in full.hits(asked("残疾"), 9)] == ["3"]

    def test_what_is_removed_is_found_no_more(self, full):
        full.remove([("items", "3"), ("items", "77")])
        assert full.hits(asked("社会保险"), 9) == []
        assert len(full.keys()) == len(ENTRIES) - 1

    def test_a_rebuild_leaves_only_what_it_is_given(self, full):
        assert full.rebuild(iter(ENTRIES[:2])) == 2
        assert full.keys() == {("items", "1"), ("items", "2")}
        assert [hit.key for hit in full.hits(asked("身份证"), 9)] == ["2"]

    def test_it_says_that_it_is_well(self, full):
        assert full.health() == ""

    @settings(
        max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.differing_executors]
    )
    @given(words=LETTERS, titles_only=st.booleans(), filters=st.sampled_from(FILTERS))
    def test_any_words_are_found_as_the_tokens_say(self, full, words, titles_only, filters):
        full.write(ENTRIES)
        self.same(full, asked(words, titles_only=titles_only, filters=filters))

"""Answers that the boxes of the admin give on every database. A test module inherits `Boxes` and provides the fixture
``backend``: the engine with ITEMS indexed."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.models import ServiceItem
from search.text import tokens
from tests.factories.item import ItemFactory
from tests.factories.organisation import OrganisationFactory

ITEMS = {
    "social-card": "社会保障卡补领、换领、换发",
    "id-card": "居民身份证补领",
    "insurance": "社会保险登记",
    "medical": "异地就医备案（医保）",
    "iso": "ISO9001 认证补贴",
    "rare": "𠅤㛃户口登记",
    "code": "编号 110105 的事项",
}
CLASS = "公共服务 public service"  # what the factory gives every item
QUESTIONS = [
    "社会保险",
    "医保",
    "证",
    "份证补",
    "iso",
    "110105",
    "居民 补领",
    "补领",
    "社会",
    "𠅤",
    "㛃户",
    "卡补",
    "认证 iso",
]
SIGNS = [
    '"',
    'a"b',
    "50%",
    "*",
    "AND OR",
    "NOT 证",
    "\\",
    "\0",
    "😀",
    "''; --",
    "(",
    "证*",
    "^证",
    "-证",
    "证:证",
    "{}",
]
HOSTILE = [*SIGNS, "<script>", "保" * 10_000, " ".join("ab" * 3_000)]
ODD = st.text(alphabet=st.sampled_from("\"*()^-:\\%\0 ANDOR证补领社iso0é😀{}'&|!<>"), max_size=40)


def stock():
    """Index ITEMS; one more is not public."""
    office = OrganisationFactory(code="office")
    for code, name in ITEMS.items():
        ItemFactory(code=code, name={"zh-hans": name}, department=office)
    ItemFactory(code="draft", name={"zh-hans": "社会保险草稿"}, department=office, live=False)


def expected(words):
    """Return the codes of the items whose words, the name of their class included, have WORDS."""
    return {code for code, name in ITEMS.items() if tokens.matches(f"{name} {CLASS}", words)}


class Boxes:
    def ask(self, backend, words):
        return {code for (code,) in backend.keys(words, ServiceItem.objects.public(), 100, "code")}

    @pytest.mark.parametrize("words", QUESTIONS)
    def test_an_engine_answers_as_the_tokens_say(self, backend, words):
        assert self.ask(backend, words) == expected(words)

    @pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
    def test_hostile_words_are_answered(self, backend, words):
        assert self.ask(backend, words) == expected(words)

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(words=ODD)
    def test_any_words_are_answered_as_the_tokens_say(self, backend, words):
        assert self.ask(backend, words) == expected(words)

    def test_a_change_is_found_at_once(self, backend):
        item = ServiceItem.objects.get(code="iso")
        item.name = {"zh-hans": "残疾人证换发"}
        item.save()
        assert self.ask(backend, "残疾") == {"iso"}
        assert self.ask(backend, "iso") == set()

    def test_what_is_deleted_is_found_no_more(self, backend):
        ServiceItem.objects.get(code="iso").delete()
        assert self.ask(backend, "iso") == set()

    def test_what_is_taken_out_in_bulk_is_found_no_more(self, backend):
        """The rows are there still: only the index decides."""
        gone = ServiceItem.objects.filter(code__in=["iso", "medical"])
        backend.delete_bulk(ServiceItem, [item.pk for item in gone])
        assert self.ask(backend, "iso") == self.ask(backend, "医保") == set()

    @pytest.mark.parametrize("words", ["身份证", "份证", "证", "补"])
    def test_autocompletion_finds_parts_too(self, backend, words):
        found = backend.autocomplete(words, ServiceItem.objects.all())
        assert "id-card" in {item.code for item in found}

    def test_either_word_is_enough_when_asked_so(self, backend):
        found = backend.search("医保 iso", ServiceItem.objects.all(), operator="or")
        assert {item.code for item in found} == {"medical", "iso"}

    def test_facets_and_filters_work_together(self, backend):
        rows = ServiceItem.objects.filter(live=True)
        assert backend.search("社会保险", rows).facet("item_class") == {"public_service": 1}

"""The bars of search, over the definitions and over the list of a real city beside them."""

import io
import statistics
from collections import defaultdict

import pytest
from django.core.management import call_command

from search.models import IndexEntry
from tests.city import city
from tests.running import ROOT
from tests.search import relevance

__all__ = ["city"]
LIST = ROOT.parent / "shared" / "data" / "cn_items_guangan_1135.csv"
MAPPING = ROOT / "definitions" / "mappings" / "guangan.yaml"


def titles_of_all():
    """Return the titles of everything public."""
    entries = IndexEntry.objects.exclude(bucket__language="en").values_list("titles", flat=True)
    return [tuple(text.split("\n")) for text in entries]


def short_of_the_bar(*files):
    """Return the classes of FILES whose recall is below their bar, with what was missed."""
    titles = titles_of_all()
    groups = defaultdict(list)
    for one in relevance.asked(*files):
        if measured := relevance.measure(one, titles):
            groups[one.group].append(measured)
    short = {}
    for group, measured in groups.items():
        recall = statistics.mean(each.recall for each in measured)
        if recall < relevance.BARS.get(group, relevance.OTHERS):
            short[group] = round(recall, 3), [(each.asked.words, each.seen[:3]) for each in measured if each.recall < 1]
    return short


def recall_of_strangers():
    """Return the share of the questions of strangers that are answered, and what was missed."""
    titles = titles_of_all()
    known = {title for some in titles for title in some}
    measured = [relevance.measure(one, titles) for one in relevance.asked_by_strangers(known)]
    missed = [(each.asked.words, each.seen[:3]) for each in measured if not each.recall]
    return statistics.mean(each.recall for each in measured), missed


@pytest.mark.django_db
def test_every_class_of_question_reaches_its_bar_over_the_definitions(city):
    assert short_of_the_bar("wording", "spoken", "typed") == {}
    recall, missed = recall_of_strangers()
    assert recall >= relevance.STRANGERS, missed


@pytest.mark.django_db
@pytest.mark.skipif(not LIST.exists(), reason="The list of a real city is not beside the project.")
def test_every_class_of_question_reaches_its_bar_over_a_real_list(city):
    call_command("import_items", LIST, mapping=MAPPING, publish=True, stdout=io.StringIO(), stderr=io.StringIO())
    assert short_of_the_bar("wording", "spoken", "typed", "listed") == {}
    recall, missed = recall_of_strangers()
    assert recall >= relevance.STRANGERS, missed


def test_the_set_is_large_and_mixed():
    asked = list(relevance.asked("wording", "spoken", "typed", "listed"))
    assert len(asked) >= 300
    assert len({one.group for one in asked}) >= 15
    assert len({(one.group, one.words) for one in asked}) == len(asked)

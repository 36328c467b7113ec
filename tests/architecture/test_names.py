"""Names and sentences: one class a name, no word of the old dialect, plain docstrings, only templates that exist."""

import ast
import re
from collections import defaultdict

import pytest
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from tests.architecture.test_sizes import ROOT, python, tracked
from tests.rooms import ROOMS

# Django finds these by their name.
BY_NAME = {"Command", "Migration"}
# What a thing was called before the dictionary (docs/names.md), and its word of today.
OLD = {
    r"\bformer\b": "codes",
    r"\bremarks?\.py": "comments",
    r"\b(census|Census)\b": "facet_index",
    r"\b(Untold|AskedWords)\b": "OutboxChange, QueryCount",
    r"\bShelf\b": "FacetBucket",
    r"\bWording\b": "Vocabulary",
    r"\bTimer\b": "ClockSpec",
    r"\bMention\b": "CodeReference",
    r"\bclass (Watch|Wish|Told|Line|Spot|Named|Span|Opens)\b": "SupervisedCases, BookingChoice, JournalLine …",
    r"\bdef (bar|elsewhere|whom|born|face|carry|taken|blank|sent|unsaid|span)\(": "what a stranger would search for",
    r"\.marks\b|\bmarks(:| ?=) |\bmark\(": "facet values, logo, allow_keeping",
    r"\.reading\.(size|care)|ReadingPreferences|way of reading": "display preferences",
}
# Words with which no sentence begins that says what a thing is or does ("Whether" may, of a property).
QUESTIONS = re.compile(r"(What|Who|Which|How|Where|When|Why|Whom|Whose)(ever)?\b")
TEMPLATE = re.compile(r"[\"']((?:[\w-]+/)+[\w-]+\.(?:html|txt|xml))[\"']")


def test_no_two_classes_share_a_name():
    places = defaultdict(list)
    for path in python(*ROOMS):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and node.name not in BY_NAME:
                places[node.name].append(str(path.relative_to(ROOT)))
    assert not {name: found for name, found in places.items() if len(found) > 1}


@pytest.mark.parametrize(("old", "today"), OLD.items())
def test_no_word_of_the_old_dialect_is_left(old, today):
    found = [str(path.relative_to(ROOT)) for path in python(*ROOMS) if re.search(old, path.read_text())]
    assert not found, f"write: {today}"


def test_docstrings_begin_with_the_thing_or_with_a_verb():
    found = []
    for path in python(*ROOMS, "bench", "tests"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                docstring = ast.get_docstring(node) or ""
                if QUESTIONS.match(docstring):
                    found.append(f"{path.relative_to(ROOT)}: {docstring.splitlines()[0]}")
    assert not found


def test_every_template_that_is_named_exists_and_can_be_read():
    missing = []
    for path in (*python(*ROOMS), *tracked(*(f"{folder}/*.html" for folder in ROOMS))):
        for name in TEMPLATE.findall(path.read_text()):
            try:
                get_template(name)
            except TemplateDoesNotExist:
                if not name.startswith("django/forms/"):  # of the renderer of forms
                    missing.append(f"{path.relative_to(ROOT)}: {name}")
    assert not missing

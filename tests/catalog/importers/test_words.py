"""Reports of imports are read by editors: every sentence is said in the language of the reader."""

import ast
import re

import pytest
from django.utils import translation

from catalog.importers import outcome as outcomes
from catalog.importers.formats import Problem
from catalog.importers.sources import ROW_SENTENCES
from tests.catalog.lists import row, take, write_csv
from tests.running import ROOT

IMPORTERS = ROOT / "catalog" / "importers"
SAID = {"ImportRemark", "RefusedRowError", "UnclearCellError", "SourceError"}
# What an editor typed into the list or finds in the mapping.
QUOTED = re.compile(r"'[^']*'|`[^`]*`|“[^”]*”|HTML|JSON")


def calls():
    """Yield where a sentence is said, and the call that says it."""
    for path in sorted(IMPORTERS.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAID:
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def untranslated(argument):
    """Return whether ARGUMENT holds words that no catalogue of translations knows."""
    if isinstance(argument, ast.Constant):
        return isinstance(argument.value, str) and " " in argument.value
    parts = argument.values if isinstance(argument, ast.JoinedStr) else ()
    return any(isinstance(part, ast.Constant) and re.search("[a-z]{2}", part.value) for part in parts)


def test_no_sentence_is_written_where_nobody_translates_it():
    found = list(calls())
    assert len(found) > 30
    assert not [where for where, call in found if any(map(untranslated, call.args))]


@pytest.mark.django_db
def test_report_of_a_bad_list_is_chinese_for_a_chinese_editor(tmp_path):
    rows = [
        row(task_type="77"),
        row(task_type="2", item_code="A-2"),
        row(item_code="", name="没有编码"),
        row(name="长" * 300, item_code="A-3"),
        row(item_code="A-4", department=""),
        row(item_code="=1+1"),
        row(item_code="A 5", name=" 前有空格"),
    ]
    remarks = take(write_csv(tmp_path / "a.csv", rows)).remarks
    assert len(remarks) >= len(rows)
    for remark in remarks:
        for text in (remark.what, remark.done, str(outcomes.RESULTS[remark.verb])):
            assert not re.search("[A-Za-z]{2}", QUOTED.sub("", text)), text


@pytest.mark.parametrize("reason", sorted(ROW_SENTENCES))
def test_every_fault_of_a_row_has_a_sentence_in_both_languages(reason):
    values: Problem = (reason, dict.fromkeys(("type", "values", "most", "cells", "headings", "length", "value"), "7"))
    said = []
    for language in ("zh-hans", "en"):
        with translation.override(language):
            said.append(ROW_SENTENCES[reason]() % values[1])
    assert said[0] != said[1]


def test_every_reason_of_the_reader_has_a_sentence():
    source = (IMPORTERS / "formats.py").read_text()
    reasons = set(re.findall(r'\("([a-z ]+)", \{', source)) | set(re.findall(r'return "([a-z ]+)", \{\}', source))
    assert reasons == set(ROW_SENTENCES)

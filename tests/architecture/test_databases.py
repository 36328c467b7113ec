"""Differences between SQLite and PostgreSQL: nets that do not wait for the page on which one shows."""

import re

from django.apps import apps
from django.contrib.contenttypes.fields import GenericRelation

from tests.architecture.test_sizes import ROOT, python
from tests.rooms import ROOMS


def test_no_query_joins_rows_by_a_key_that_is_kept_as_text():
    """Wagtail keeps keys of revisions and workflows as text; PostgreSQL compares text with no number."""
    fields = (field for model in apps.get_models() for field in model._meta.private_fields)
    names = sorted({field.name for field in fields if isinstance(field, GenericRelation)})
    assert {"revisions", "workflow_states"} <= set(names)
    joins = re.compile(rf"\b(?:{'|'.join(names)})__\w")
    assert not [str(path.relative_to(ROOT)) for path in python(*ROOMS) if joins.search(path.read_text())]


def test_order_by_a_case_has_a_case():
    """A Case without a When is its default: PostgreSQL takes a bare number in ORDER BY for the position of a column."""
    spread = re.compile(r"\bCase\(\*(\w+)")
    for path in python(*ROOMS):
        text = path.read_text()
        for cases in spread.findall(text):
            assert f"if {cases}" in text, f"{path.relative_to(ROOT)}: {cases} may be empty"

"""A search whose tables are lost or damaged says so to visitors and operators, and a rebuild brings it back."""

import json
import time

import pytest
from django.db import connection
from django.test import Client

from search.index import documents
from search.index.engines import choice, fts5
from search.index.engines.base import IndexDocument
from search.models import IndexEntry
from search.query.find import find
from search.query.query import Query
from tests.search.boxes import stock

# A failed statement ends a transaction of PostgreSQL: these tests have none around them, as a request has none.
pytestmark = pytest.mark.django_db(transaction=True)
TABLES = ("search_tokens", "search_indexentry", "search_synonymgroup")


def drop(table):
    """Drop TABLE; on PostgreSQL the tokens are a column."""
    statement = f"DROP TABLE {table}"
    if connection.vendor == "postgresql":
        tokens = "ALTER TABLE search_indexentry DROP COLUMN tokens"
        statement = tokens if table == "search_tokens" else f"{statement} CASCADE"
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("table", TABLES)
def test_lost_table_is_said_to_visitors(table):
    stock()
    drop(table)
    answer = Client().get("/search/", {"q": "身份证"})
    text = answer.content.decode()
    assert answer.status_code == 503
    assert "搜索暂时不能用" in text
    assert 'value="身份证"' in text
    assert Client().get("/search/suggest/", {"q": "身份证"}).json() == {"suggestions": []}


@pytest.mark.parametrize("table", TABLES[:2])
def test_lost_table_is_said_to_operators(table):
    stock()
    drop(table)
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert "search rebuild" in json.loads(answer.content)["search"]


def test_rebuild_makes_lost_tokens_anew():
    stock()
    before = find(Query("身份证")).total
    drop("search_tokens")
    choice.rebuild(documents.all_documents)
    assert find(Query("身份证")).total == before > 0
    assert choice.health() == ""


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the shape of a table of FTS5")
def test_tokens_of_another_shape_are_made_anew():
    stock()
    drop("search_tokens")
    with connection.cursor() as cursor:
        cursor.execute("CREATE VIRTUAL TABLE search_tokens USING fts5(title, body, sound, initials)")
    choice.rebuild(documents.all_documents)
    assert fts5.SqliteEngine()._fits()
    assert find(Query("身份证")).total


def test_everything_is_found_while_the_index_is_rebuilt():
    stock()
    seen = []

    def entries():
        for entry in documents.all_documents():
            seen.append(find(Query("身份证")).total)
            yield entry

    before = find(Query("身份证")).total
    choice.rebuild(entries)
    assert set(seen) == {before}


def test_entry_that_nothing_stands_for_goes_with_a_rebuild():
    stock()
    choice.write([IndexDocument("items", "999999", ("身份证的旧事项",))])
    time.sleep(0.001)
    choice.rebuild(documents.all_documents)
    assert not IndexEntry.objects.filter(key="999999").exists()
    assert all("旧事项" not in hit.titles[0] for hit in find(Query("身份证")).hits)

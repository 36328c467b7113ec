"""Published forms are found by the search under their names; never an answer, never a form that is closed."""

import pytest

from forms.models import Form
from search.index import documents
from search.index.engines import choice
from search.models import IndexEntry
from search.query.find import find
from search.query.query import Query
from tests import shipped
from tests.factories.draft import DraftFactory
from tests.small_city import at, chinese, town

__all__ = ["at", "chinese", "town"]
_WORKFLOWS, FORMS, _APPOINTMENTS = shipped.KINDS


@pytest.fixture
def complaint(town):
    """A form for complaints beside the shipped one."""
    names = {
        "form": "complaint",
        "title": {"zh-hans": "投诉建议表", "en": "Complaints"},
        "also_called": [{"zh-hans": "差评", "en": "Bad service"}],
    }
    FORMS.save(FORMS.schema.model_validate(FORMS.plain(shipped.form("assistance")) | names))
    return Form.objects.get(code="complaint")


def entries() -> dict[str, list[str]]:
    return {row.key: row.titles.split("\n") for row in IndexEntry.objects.filter(kind="forms")}


def found(client, words: str) -> str:
    return client.get("/search/", {"q": words}).content.decode()


@pytest.mark.parametrize(
    ("words", "form"),
    [
        ("投诉", "complaint"),
        ("差评", "complaint"),
        ("上门", "assistance"),
        ("complaints", "complaint"),
        ("home visit", "assistance"),
    ],
)
def test_form_is_found_by_its_names(client, complaint, words, form):
    assert f'href="/apply/{form}/"' in found(client, words)


def test_form_is_suggested_with_its_address(client, complaint):
    rows = client.get("/search/suggest/", {"q": "投诉"}).json()["suggestions"]
    assert {"text": "投诉建议表", "kind": "网上申请表", "address": "/apply/complaint/"} in rows


def test_forms_are_a_kind_of_results(client, complaint):
    assert 'href="/apply/complaint/"' in client.get("/search/", {"q": "投诉", "kind": "forms"}).content.decode()


def test_retired_form_leaves_the_index_and_comes_back_with_its_next_version(client, complaint):
    FORMS.retire("complaint")
    assert str(complaint.pk) not in entries()
    assert "/apply/complaint/" not in found(client, "投诉")
    FORMS.save(complaint.current.read())
    assert "/apply/complaint/" in found(client, "投诉")


def test_form_that_was_closed_behind_the_index_is_not_shown(client, complaint, at):
    Form.objects.filter(pk=complaint.pk).update(retired_at=complaint.current.created_at)
    assert "/apply/complaint/" not in found(client, "投诉")


def test_new_version_is_found_by_its_new_name_alone(client, complaint):
    spec = FORMS.plain(complaint.current.read())
    FORMS.save(FORMS.schema.model_validate(spec | {"title": "不满意就说", "also_called": []}))
    assert entries()[str(complaint.pk)] == ["不满意就说"]
    assert "/apply/complaint/" not in found(client, "差评")


def test_rebuild_finds_the_same(complaint):
    before = entries()
    choice.rebuild(documents.all_documents)
    assert entries() == before
    assert len(before) == 2


@pytest.mark.article("33")
def test_neither_questions_nor_answers_are_in_the_index(client, complaint):
    DraftFactory(item__department__code="east")
    forms = [document for document in documents.all_documents() if document.kind == "forms"]
    written = str([(document.titles, document.body) for document in forms])
    for word in ("欧阳示例", "13900000120", "请帮我补领", "统一社会信用代码", "联系电话"):
        assert word not in written
    assert not find(Query("欧阳示例")).total

"""The form of a case on paper: masked by GET, in full by POST for those who may, who are written into the journal."""

import json
from unittest import mock

import pytest
from django.urls import reverse

from cases.desk import printing
from portal.kit import typeset
from portal.kit.typeset import FontMissing, GlyphMissing

pytestmark = pytest.mark.article("33.2")


@pytest.fixture
def drawn(monkeypatch):
    """Return what was to be printed, instead of a PDF."""
    made = mock.Mock(return_value=b"%PDF-")
    monkeypatch.setattr(printing, "filled_pdf", made)
    return made


def _address(case):
    return reverse("desk_form_pdf", args=[case.number])


def _printed(drawn):
    return "\n".join(text for section in drawn.call_args.kwargs["sections"] for _label, text in section.rows)


def test_get_prints_masks_and_writes_nothing(as_user, agent, case, drawn):
    as_user(agent).get(_address(case))
    assert "欧阳示例" not in _printed(drawn)
    assert drawn.call_args.kwargs["masked"]
    assert case.entries.count() == 1


def test_post_prints_in_full_and_says_who_did(as_user, agent, case, drawn):
    answer = as_user(agent).post(_address(case))
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert "欧阳示例" in _printed(drawn)
    assert "13900000120" in _printed(drawn)
    assert case.entries.first().by == agent.username


def test_role_that_enters_nothing_gets_masks_alone(as_user, agent, case, drawn):
    role = agent.posts.get().role
    role.grants = ["cases.work"]
    role.save()
    assert as_user(agent).post(_address(case)).status_code == 404
    assert as_user(agent).get(_address(case)).status_code == 200
    assert drawn.call_args.kwargs["masked"]


def test_neighbour_prints_nothing(as_user, neighbour, case, drawn):
    client = as_user(neighbour)
    assert [client.get(_address(case)).status_code, client.post(_address(case)).status_code] == [404, 404]
    assert not drawn.called


def test_real_paper_is_a_pdf_without_anything_kept(as_user, agent, case):
    typeset._set.cache_clear()
    made = as_user(agent).post(_address(case))
    assert made.content.startswith(b"%PDF-")
    assert typeset._set.cache_info().currsize == 0


@pytest.mark.parametrize("fault", [FontMissing(), GlyphMissing("\U0002b7f7")])
def test_server_that_cannot_print_says_what_to_do_and_writes_nothing(as_user, agent, case, monkeypatch, fault):
    monkeypatch.setattr(printing, "filled_pdf", mock.Mock(side_effect=fault))
    answer = as_user(agent).post(_address(case))
    assert answer.status_code == 503
    assert getattr(fault, "characters", "") in answer.content.decode()
    assert case.entries.count() == 1


def test_question_that_the_form_no_longer_has_stays_masked(as_user, agent, case, drawn):
    case.applicant.answers = json.dumps({"gone": "geheim", "name": "欧阳示例"})
    case.applicant.save(update_fields=["answers"])
    as_user(agent).post(_address(case))
    assert "geheim" not in _printed(drawn)

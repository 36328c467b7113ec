"""Sealed personal values: closed everywhere, opened only on request, bound to their row."""

import pytest
from cryptography.exceptions import InvalidTag
from django.core import serializers
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from forms.models import Draft, FormVersion
from portal.kit.sealed import HIDDEN, Sealed, SealedField, blind_index

SECRET = "李秘密 13800000000"
pytestmark = pytest.mark.article("33.1")


@pytest.fixture
def draft(db):
    version = FormVersion.objects.create(code="f", number=1, spec={}, digest="d")
    return Draft.objects.create(key="k", form_version=version, answers=SECRET)


def column(draft):
    with connection.cursor() as cursor:
        cursor.execute("SELECT answers FROM forms_draft WHERE id = %s", [draft.pk])
        return cursor.fetchone()[0]


def test_the_column_holds_no_plain_text(draft):
    assert column(draft).startswith("v1:k1:")
    assert SECRET not in column(draft)


def test_printing_shows_stars_and_opening_shows_the_text(draft):
    again = Draft.objects.get(pk=draft.pk)
    assert str(again.answers) == repr(again.answers) == f"{again.answers}" == HIDDEN
    assert again.answers.open() == SECRET


def test_saving_again_keeps_the_value(draft):
    again = Draft.objects.get(pk=draft.pk)
    again.save()
    assert Draft.objects.get(pk=draft.pk).answers.open() == SECRET


def test_a_value_moved_to_another_row_does_not_open(draft):
    other = Draft.objects.create(key="other", form_version=draft.form_version, answers="x")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE forms_draft SET answers = %s WHERE id = %s", [column(draft), other.pk])
    with pytest.raises(InvalidTag):
        Draft.objects.get(pk=other.pk).answers.open()


def test_text_that_looks_sealed_is_still_typed_text(draft):
    draft.answers = "v1:k1:AAAA"
    draft.save()
    assert Draft.objects.get(pk=draft.pk).answers.open() == "v1:k1:AAAA"


def test_a_deferred_value_opens(draft):
    assert Draft.objects.defer("answers").get(pk=draft.pk).answers.open() == SECRET


def test_values_give_no_plain_text(draft):
    assert SECRET not in str(list(Draft.objects.values()))


def test_it_is_neither_serialised_nor_searched(draft):
    with pytest.raises(TypeError):
        serializers.serialize("json", [draft])
    with pytest.raises(TypeError):
        Draft.objects.filter(answers=Sealed.of(SECRET)).exists()


def test_a_blind_index_depends_on_value_and_purpose():
    assert blind_index("phone", "1") == blind_index("phone", "1")
    assert len({blind_index("phone", "1"), blind_index("phone", "2"), blind_index("tail", "1")}) == 3


@given(st.text())
def test_any_text_survives(text):
    assert Sealed(Sealed.of(text).seal("m.f:1"), "m.f:1").open() == text


def test_the_field_is_a_text_column():
    assert SealedField().get_internal_type() == "TextField"

"""The published version."""

import pytest

from portal.kit import published


@pytest.mark.django_db(transaction=True)
def test_a_publication_changes_the_version():
    before = published.version()
    published.bump()
    assert published.version() > before


@pytest.mark.django_db
def test_nothing_is_published_before_the_commit(django_capture_on_commit_callbacks):
    before = published.version()
    with django_capture_on_commit_callbacks(execute=False):
        published.bump()
    assert published.version() == before


@pytest.mark.django_db(transaction=True)
def test_an_answer_is_kept_until_the_next_publication():
    asked = []
    answer = published.cached(lambda: asked.append(1) or len(asked))
    assert (answer(), answer()) == (1, 1)
    published.bump()
    assert answer() == 2

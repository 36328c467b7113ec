"""PostgreSQL keeps JSON in another form: a renaming must find the codes in it all the same."""

import pytest

from tests.postgres import postgres, suite

__all__ = ["postgres"]


@pytest.mark.postgres
@pytest.mark.slow
def test_renaming_reaches_everything_and_mistakes_change_nothing(postgres):
    assert " passed" in suite(postgres, "tests/definitions/test_renaming.py", "tests/definitions/test_mistakes.py")

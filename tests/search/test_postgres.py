import pytest

from tests.postgres import postgres, suite

__all__ = ["postgres"]


@pytest.mark.postgres
@pytest.mark.slow
def test_the_contracts_and_the_bars_of_relevance_hold_on_postgresql(postgres):
    assert " passed" in suite(postgres, "tests/search/on_postgres.py", "tests/search/test_relevance.py")

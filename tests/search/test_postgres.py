import pytest

from tests.postgres import postgres, suite

__all__ = ["postgres"]


@pytest.mark.postgres
@pytest.mark.slow
def test_the_contract_holds_on_postgresql(postgres):
    assert " passed" in suite(postgres, "tests/search/on_postgres.py")

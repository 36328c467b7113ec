"""What every test can rely on: nothing cached by the test before."""

import pytest

from portal.kit import languages, site


@pytest.fixture(autouse=True)
def _nothing_remembered():
    """Values kept in the process until the next publication do not outlive a test's database."""
    yield
    for kept in (languages._of_the_site, site.current):
        kept.forget()

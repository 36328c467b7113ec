"""Those who supervise a district, next door, and one with a post of each kind in two places."""

import pytest

from supervision.late import GRANT
from tests.cases.desk.conftest import agent, apply, as_user, case, permit
from tests.factories.organisation import OrganisationFactory
from tests.factories.post import PostFactory
from tests.small_city import at, town

__all__ = ["agent", "apply", "as_user", "at", "case", "town"]


def watches(organisation):
    """Return somebody who supervises ORGANISATION and works no case."""
    post = PostFactory(organisation=organisation, role__code="watch", role__grants=[GRANT.name])
    return permit(post.user, *GRANT.permissions)


@pytest.fixture
def supervisor(town):
    return watches(town.organisation)


@pytest.fixture
def neighbour(town):
    return watches(OrganisationFactory(code="west", parent=town.organisation.parent))

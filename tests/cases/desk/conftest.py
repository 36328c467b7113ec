"""People of the small city: an agent and a supervisor of the district, an agent next door, others without case work."""

import pytest
from django.contrib.auth.models import Permission
from django.db.models import Q
from django.test import Client

from cases.access import GRANTS
from cases.actions import submit
from tests.factories.draft import DraftFactory
from tests.factories.organisation import OrganisationFactory
from tests.factories.post import PostFactory, UserFactory


def permit(user, *names):
    """Give USER's groups the permissions NAMES, as the grants of a role do."""
    condition = Q()
    for name in names:
        app, codename = name.split(".")
        condition |= Q(content_type__app_label=app, codename=codename)
    for post in user.posts.all():
        post.role.group.permissions.set(Permission.objects.filter(condition))
        user.groups.add(post.role.group)
    return user


def works(organisation, role="agent"):
    """Return somebody who works cases at ORGANISATION."""
    return permit(PostFactory(organisation=organisation, role__code=role).user, *GRANTS[0].permissions)


@pytest.fixture
def agent(town):
    return works(town.organisation)


@pytest.fixture
def supervisor(town):
    return works(town.organisation, "supervisor")


@pytest.fixture
def neighbour(town):
    return works(OrganisationFactory(code="west", parent=town.organisation.parent))


@pytest.fixture
def editor(town):
    user = PostFactory(organisation=town.organisation, role__code="editor").user
    return permit(user, "wagtailadmin.access_admin", "catalog.change_serviceitem")


@pytest.fixture
def citizen(db):
    return UserFactory()


@pytest.fixture
def apply(town):
    """Send an application to the district; the value is the case."""

    def send(**answers):
        draft = DraftFactory(
            item__department=town.organisation, point=town, **{f"answers__{key}": v for key, v in answers.items()}
        )
        return submit(draft=draft, declared=["privacy", "truth"])

    return send


@pytest.fixture
def case(apply):
    return apply()


@pytest.fixture
def as_user():
    """Return a client that is signed in as somebody; None is a stranger."""

    def sign_in(user):
        client = Client()
        if user is not None:
            client.force_login(user)
        return client

    return sign_in

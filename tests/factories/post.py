import datetime as dt

import factory
from django.contrib.auth.models import Group

from catalog.models import Post
from portal.users.models import Role, User
from tests.factories.organisation import OrganisationFactory


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    username = factory.Sequence("clerk-{}".format)
    display_name = factory.LazyAttribute(lambda row: f"工号 {row.username}")


# What the roles of the field are granted wherever they are defined (definitions/qingdao/roles).
WORKS_CASES = {"agent", "supervisor", "specialist"}


class RoleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Role
        django_get_or_create = ("code",)

    code = "agent"
    name = factory.LazyAttribute(lambda row: {"zh-hans": row.code})
    grants = factory.LazyAttribute(lambda row: ["cases.work", "cases.enter"] if row.code in WORKS_CASES else [])
    group = factory.LazyAttribute(lambda row: Group.objects.get_or_create(name=row.code)[0])


class PostFactory(factory.django.DjangoModelFactory):
    """Somebody works somewhere in a role since the beginning of the year: ``PostFactory(role__code="supervisor")``."""

    class Meta:
        model = Post

    code = factory.Sequence("post-{}".format)
    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = factory.SubFactory(RoleFactory)
    starts = dt.date(2026, 1, 1)

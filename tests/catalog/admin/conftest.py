"""A district's editor beside a sibling's rows."""

from collections.abc import Callable
from typing import Any

import pytest
from django.template import engines
from django.test import Client

from catalog.models import Organisation
from catalog.staff import sync_groups
from configuration.kinds import named
from configuration.models import SiteRecord
from portal.kit import published
from portal.users.models import Role, User
from tests.factories.organisation import OrganisationFactory
from tests.factories.post import PostFactory, UserFactory
from tests.factories.registers import TermFactory

EVERYTHING = ["items.edit", "items.publish", "points.edit", "points.publish", "registries.edit", "people.edit"]


@pytest.fixture(autouse=True)
def templates_of_wagtail(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wagtail's own templates test variables that may be missing; ours are strict in the tests of public pages."""
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "")


@pytest.fixture(autouse=True)
def classes(db: None) -> None:
    """The class that items of the tests have."""
    TermFactory(code="public_service")


@pytest.fixture
def levels(db: None) -> None:
    """The levels of a site that calls its departments otherwise than others do."""
    names = {"city": "市", "district": "区", "town": "镇", "bureau": "局"}
    spec = {"site": "small", "name": "小城", "competent_authority": "city"}
    levels = [{"level": code, "name": name, "department": code == "bureau"} for code, name in names.items()]
    SiteRecord.objects.create(code="small", spec=spec | {"levels": levels})
    published.forget()


@pytest.fixture
def city() -> Organisation:
    return OrganisationFactory(code="city", level="city")


@pytest.fixture
def own(city: Organisation) -> Organisation:
    return OrganisationFactory(code="own", parent=city)


@pytest.fixture
def foreign(city: Organisation) -> Organisation:
    return OrganisationFactory(code="foreign", name={"zh-hans": "外单位"}, parent=city)


def role(code: str, grants: list[str]) -> Role:
    kind = named("role")
    kind.save(kind.schema.model_validate({"role": code, "name": code, "may": grants}))
    return Role.objects.get(code=code)


def editor_of(organisation: Organisation, *grants: str, code: str = "editor", user: User | None = None) -> User:
    """Return somebody with a post at ORGANISATION; give CODE where a test needs roles with different grants."""
    person = {"user": user} if user else {}
    post = PostFactory(organisation=organisation, role=role(code, list(grants) or EVERYTHING), **person)
    sync_groups(post.user)
    return post.user


@pytest.fixture
def editor(own: Organisation) -> User:
    return editor_of(own)


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    def enter(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return enter


@pytest.fixture
def at_desk(editor: User, signed_in: Any) -> Client:
    """The browser of the editor."""
    return signed_in(editor)


@pytest.fixture
def operator(signed_in: Any) -> Client:
    return signed_in(UserFactory(is_superuser=True))

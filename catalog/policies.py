"""Permission policies for rows of the catalogue, which Wagtail and wagtail-modeladmin ask.

Django's permissions say what somebody may do to some rows; these policies say to which: a row belongs to an
organisation, and a post there must have a grant behind the permission. `catalog/admin/guard.py` closes the addresses
as well.
"""

from collections.abc import Collection
from typing import Any

from django.db.models import Model, QuerySet
from wagtail.permission_policies import ModelPermissionPolicy

from catalog.grants import GRANTS, PEOPLE_EDIT, POINTS_PUBLISH, REGISTRIES_EDIT
from catalog.models import (
    Calendar,
    CalendarYear,
    Channel,
    ContactNumber,
    Law,
    Material,
    Organisation,
    Place,
    Post,
    ServiceItem,
    ServicePoint,
    Term,
    Theme,
)
from catalog.models.publication import Publication
from catalog.models.scope import may, may_at, may_everywhere, organisations_of
from portal.users.models import User


class RowPolicy(ModelPermissionPolicy):
    """Rows of an organisation: ``owner`` leads from a row to it ("" is the row itself)."""

    def __init__(self, model: type[Model], owner: str) -> None:
        super().__init__(model)
        self.owner = owner

    def grants(self, *actions: str) -> list[str]:
        """Return the grants that give one of ACTIONS (Django's verbs: "add", "change", "publish" ...)."""
        label, name = self.model._meta.app_label, self.model._meta.model_name
        permissions = {f"{label}.{action}_{name}" for action in actions}
        return [grant.name for grant in GRANTS if permissions & set(grant.permissions)]

    def rows(self, user: User, *actions: str) -> QuerySet[Any]:
        """Return the rows in use on which a post of USER gives one of ACTIONS."""
        rows = self.model._default_manager.filter(**_in_use(self.model))
        grants = self.grants(*actions)
        if not grants:
            return rows if user.is_active and user.is_superuser else rows.none()
        return rows.filter(**{f"{self.owner or 'pk'}__in": organisations_of(user, *grants)})

    def user_has_permission_for_instance(self, user: User, action: str, instance: Any) -> bool:
        if not self.user_has_permission(user, action) or getattr(instance, "retired_at", None):
            return False
        if isinstance(instance, Publication) and not self._holds_row(user, action, instance):
            return False
        owner = self._owner_of(instance)
        return owner is None or may_at(user, owner, *self.grants(action))

    def user_has_any_permission_for_instance(self, user: User, actions: Collection[str], instance: Any) -> bool:
        return any(self.user_has_permission_for_instance(user, action, instance) for action in actions)

    def instances_user_has_any_permission_for(self, user: User, actions: Collection[str]) -> QuerySet[Any]:
        return self.rows(user, *(action for action in actions if self.user_has_permission(user, action)))

    def users_with_any_permission_for_instance(self, actions: Collection[str], instance: Any) -> QuerySet[Any]:
        users = super().users_with_any_permission_for_instance(actions, instance)
        able = [user.pk for user in users if self.user_has_any_permission_for_instance(user, actions, instance)]
        return users.filter(pk__in=able)

    def _owner_of(self, instance: Any) -> Organisation | int | None:
        """Return the organisation of INSTANCE, its key where it is not loaded; None for a new row that has none yet."""
        *steps, last = self.owner.split("__")
        found = instance
        for name in steps:
            if getattr(found, f"{name}_id") is None:
                return None
            found = getattr(found, name)
        if last and not found._meta.get_field(last).is_cached(found):
            key: int | None = getattr(found, f"{last}_id")
            return key
        owner: Organisation | None = getattr(found, last) if last else found
        return owner if owner and owner.pk else None

    def _holds_row(self, user: User, action: str, instance: Publication) -> bool:
        """A draft is no row and may name another organisation than the row does; it counts where both are held."""
        if instance.pk is None or instance._state.db is not None:
            return True
        return self.rows(user, action).filter(pk=instance.pk).exists()


class RegistryPolicy(RowPolicy):
    """Rows of a register: ``names`` are its grants for every action."""

    def __init__(self, model: type[Model], owner: str, *names: str) -> None:
        super().__init__(model, owner)
        self.names = names

    def grants(self, *actions: str) -> list[str]:
        return list(self.names)

    def user_has_permission(self, user: User, action: str) -> bool:
        return super().user_has_permission(user, action) and any(may(user, name) for name in self.names)


class PlacePolicy(RegistryPolicy):
    """Places are written by those who keep registers and those who publish points; no Django permission names them."""

    def rows(self, user: User, *actions: str) -> QuerySet[Any]:
        return super().rows(user, *actions).filter(point__retired_at=None)

    def user_has_permission(self, user: User, action: str) -> bool:
        return any(may(user, name) for name in self.names)


class SharedPolicy(ModelPermissionPolicy):
    """Rows that all organisations share: the grant is needed at the head of the tree."""

    def __init__(self, model: type[Model], grant: str) -> None:
        super().__init__(model)
        self.grant = grant

    def user_has_permission(self, user: User, action: str) -> bool:
        return super().user_has_permission(user, action) and may_everywhere(user, self.grant)

    def instances_user_has_any_permission_for(self, user: User, actions: Collection[str]) -> QuerySet[Any]:
        rows = self.model._default_manager.filter(**_in_use(self.model))
        return rows if self.user_has_any_permission(user, actions) else rows.none()


def _in_use(model: type[Model]) -> dict[str, None]:
    return {"retired_at": None} if any(field.name == "retired_at" for field in model._meta.fields) else {}


POLICIES: tuple[RowPolicy | SharedPolicy, ...] = (
    RowPolicy(ServiceItem, ServiceItem.owner),
    RowPolicy(ServicePoint, ServicePoint.owner),
    RegistryPolicy(Organisation, "", REGISTRIES_EDIT),
    RegistryPolicy(ContactNumber, "organisation", REGISTRIES_EDIT),
    RegistryPolicy(Post, "organisation", PEOPLE_EDIT),
    PlacePolicy(Place, "point__organisation", REGISTRIES_EDIT, POINTS_PUBLISH),
    *(SharedPolicy(model, REGISTRIES_EDIT) for model in (Theme, Term, Law, Material, Channel, Calendar, CalendarYear)),
)

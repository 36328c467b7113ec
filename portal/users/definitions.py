"""Roles as definitions: ``roles/<code>.yaml``."""

from collections.abc import Collection, Iterator

from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from wagtail.models import Collection as MediaCollection
from wagtail.models import GroupCollectionPermission, GroupPagePermission, Page

from configuration.code_references import CodeReference
from configuration.kinds import Complaint, Folder, Kind
from configuration.schema import Code, Definition, Said
from portal.kit import clock
from portal.users import grants
from portal.users.models import Role

MEDIA = ("wagtailimages", "wagtaildocs")  # apps of the permissions on pictures and documents


class RoleSpec(Definition):
    role: Code
    name: Said
    may: list[str] = []


class RoleKind(Kind[RoleSpec]):
    name = "role"
    folder = "roles"
    order = 10
    schema = RoleSpec
    heading = "Rights of roles"
    rights = True
    says = (CodeReference("role", Role, "code"), CodeReference("role", Group, "name"))

    def stored(self, codes: Collection[str] | None = None) -> Iterator[RoleSpec]:
        roles = Role.objects.filter(retired_at=None)
        for role in roles if codes is None else roles.filter(code__in=codes):
            yield RoleSpec(role=role.code, name=role.name, may=role.grants, articles=role.articles)

    def unavailable_codes(self, codes: Collection[str]) -> set[str]:
        # A group made by hand takes a name, too.
        return set(Group.objects.filter(name__in=codes).values_list("name", flat=True))

    def save(self, spec: RoleSpec) -> None:
        group, _created = Group.objects.get_or_create(name=spec.role)
        Role.objects.update_or_create(
            code=spec.role,
            defaults={
                "name": spec.name,
                "grants": spec.may,
                "articles": spec.articles,
                "group": group,
                "retired_at": None,
            },
        )
        group.permissions.set(_permissions(spec.may))
        _set_page_permissions(group, spec.may)
        _set_collection_permissions(group, spec.may)

    def retire(self, code: str) -> str:
        role = Role.objects.get(code=code)
        role.group.permissions.clear()
        _set_page_permissions(role.group, [])
        _set_collection_permissions(role.group, [])
        Role.objects.filter(code=code).update(retired_at=clock.now())
        return ""

    def check(self, spec: RoleSpec, folder: Folder) -> Iterator[Complaint]:
        for number, name in enumerate(spec.may):
            if name not in grants.known():
                known = ", ".join(sorted(grants.known()))
                yield Complaint(("may", number), "D220", f"unknown grant '{name}'", f"one of: {known}")


def _permissions(names: list[str]) -> list[Permission]:
    wanted = {permission for name in names for permission in grants.known()[name].permissions}
    if not wanted:
        return []
    pairs = [permission.split(".", 1) for permission in sorted(wanted)]
    condition = Q()
    for app, codename in pairs:
        condition |= Q(content_type__app_label=app, codename=codename)
    return list(Permission.objects.filter(condition))


def _set_page_permissions(group: Group, names: list[str]) -> None:
    """Give GROUP what NAMES grant on pages, on the root of the tree; who may change which page is content's matter."""
    wanted = {codename for name in names for codename in grants.known()[name].on_pages}
    root = Page.get_first_root_node()
    held = GroupPagePermission.objects.filter(group=group, page=root)
    held.exclude(permission__codename__in=wanted).delete()
    for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=wanted):
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)


def _set_collection_permissions(group: Group, names: list[str]) -> None:
    """Give GROUP what NAMES grant on pictures and documents, on the root of the collections."""
    wanted = {codename for name in names for codename in grants.known()[name].on_collections}
    root = MediaCollection.get_first_root_node()
    held = GroupCollectionPermission.objects.filter(group=group, collection=root)
    held.exclude(permission__codename__in=wanted).delete()
    media = Permission.objects.filter(content_type__app_label__in=MEDIA, codename__in=wanted)
    for permission in media:
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)

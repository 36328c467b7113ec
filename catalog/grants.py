"""Grants of the catalogue for roles, and the permissions of the admin behind each grant."""

from portal.users.grants import Grant

ADMIN = "wagtailadmin.access_admin"
ITEMS_EDIT, ITEMS_PUBLISH = "items.edit", "items.publish"
POINTS_EDIT, POINTS_PUBLISH = "points.edit", "points.publish"
REGISTRIES_EDIT, PEOPLE_EDIT = "registries.edit", "people.edit"
IMPORTS_RUN = "imports.run"
REGISTRIES = (
    *("organisation", "theme", "term", "law", "material", "channel"),
    *("contactnumber", "calendar", "calendaryear"),
)


def _on(verbs: str, *models: str) -> tuple[str, ...]:
    return (ADMIN, *(f"catalog.{verb}_{model}" for model in models for verb in verbs.split()))


GRANTS = (
    Grant(ITEMS_EDIT, _on("view add change", "serviceitem")),
    Grant(ITEMS_PUBLISH, _on("view change publish lock unlock delete", "serviceitem")),
    Grant(POINTS_EDIT, _on("view add change", "servicepoint")),
    Grant(POINTS_PUBLISH, _on("view change publish lock unlock delete", "servicepoint")),
    Grant(REGISTRIES_EDIT, _on("view add change delete", *REGISTRIES)),
    # Lists name rows of every organisation: held at the head of the tree, or of no use.
    Grant(IMPORTS_RUN, _on("view", "importrun")),
    Grant(PEOPLE_EDIT, _on("view add change delete", "post")),
)

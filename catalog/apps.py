from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "catalog"

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from catalog import definitions, previews, schedule
        from catalog.grants import GRANTS
        from catalog.importers import uploads
        from catalog.policies import POLICIES
        from catalog.views.item import guide
        from catalog.views.points import face
        from portal.kit import periodic
        from portal.kit.definitions.kinds import register
        from portal.users import grants

        for kind in definitions.kinds():
            register(kind)
        grants.register(*GRANTS)
        for policy in POLICIES:
            register_permission_policy(policy.model, policy)
        periodic.register("delete lists that nobody imported", uploads.sweep)
        periodic.register("publish what is due", schedule.publish_due)
        previews.register("catalog/item.html", guide)
        previews.register("catalog/point.html", face)

from django.apps import AppConfig
from django.utils.translation import gettext_noop


class CatalogConfig(AppConfig):
    name = "catalog"

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from catalog import approval_names, definitions, previews, scheduled_publishing
        from catalog.definitions.registry import OF_LEVELS
        from catalog.grants import GRANTS
        from catalog.importers import uploads
        from catalog.items.views import guide
        from catalog.models import ServiceItem
        from catalog.points.views import point_context
        from catalog.policies import POLICIES
        from configuration import site, versions
        from configuration.kinds import register
        from portal.kit import periodic
        from portal.users import grants

        for noun, count in OF_LEVELS.items():
            versions.keeps("level", noun, count)
        named_in = ServiceItem.objects.filter(retired_at=None)
        versions.keeps("form", gettext_noop("services"), lambda code: named_in.filter(form=code).count())
        site.when_saved(approval_names.speak_as)
        for kind in definitions.kinds():
            register(kind)
        grants.register(*GRANTS)
        for policy in POLICIES:
            register_permission_policy(policy.model, policy)
        periodic.register("delete lists that nobody imported", uploads.sweep)
        periodic.register("publish what is due", scheduled_publishing.publish_due)
        previews.register("catalog/item.html", guide)
        previews.register("catalog/point.html", point_context)

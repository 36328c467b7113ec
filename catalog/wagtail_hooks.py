from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail_modeladmin.options import modeladmin_register

from catalog.admin import coverage, home, imports, log_actions, material_chooser, moderation, review
from catalog.admin.registries import RegistriesGroup
from catalog.admin.snippets import CatalogueGroup, RetireSelected

register_snippet(CatalogueGroup)
modeladmin_register(RegistriesGroup)
# After Wagtail's own, whose place it takes for items and points.
hooks.register("register_bulk_action", RetireSelected, order=100)
hooks.register("register_admin_viewset", material_chooser.viewset)
hooks.register("construct_homepage_panels", home.panels)
hooks.register("construct_snippet_action_menu", moderation.trim_actions)
hooks.register("before_edit_snippet", moderation.tell_reason)
hooks.register("before_edit_snippet", moderation.tell_schedule)
hooks.register("before_edit_snippet", review.tell)
hooks.register("before_edit_page", review.tell)
hooks.register("register_log_actions", log_actions.register)
hooks.register("after_create_snippet", moderation.tell_lint)
hooks.register("after_edit_snippet", moderation.tell_lint)
hooks.register("register_admin_urls", review.addresses)
hooks.register("register_admin_urls", coverage.addresses)
hooks.register("register_admin_menu_item", coverage.menu_item)
hooks.register("register_admin_urls", imports.addresses)
hooks.register("register_admin_menu_item", imports.menu_item)

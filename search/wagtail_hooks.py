from wagtail import hooks
from wagtail_modeladmin.options import modeladmin_register

from search import editing

modeladmin_register(editing.WordsGroup)
hooks.register("register_admin_urls", editing.addresses)
hooks.register("construct_settings_menu", editing.trim_settings)

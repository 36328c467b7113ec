from wagtail import hooks
from wagtail_modeladmin.options import modeladmin_register

from search import admin

modeladmin_register(admin.WordsGroup)
hooks.register("register_admin_urls", admin.addresses)
hooks.register("construct_settings_menu", admin.trim_settings)

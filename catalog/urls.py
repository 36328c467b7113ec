"""The public catalogue."""

from django.urls import path, re_path

from catalog.directory import views as directory
from catalog.items import views as items
from catalog.points import views as points

urlpatterns = [
    path("items/", items.items, name="items"),
    path("items/<slug:code>/", items.item, name="item"),
    path("items/<slug:code>/print/", items.printed, name="item_print"),
    path("materials/<slug:code>/<slug:which>/", items.download, name="material_file"),
    path("points/", points.points, name="points"),
    path("points/<slug:code>/", points.point, name="point"),
    path("points/<slug:code>/sign.pdf", points.sign, name="sign"),
    path("contacts/", directory.contacts, name="contacts"),
    re_path(r"^contacts/numbers\.(?P<suffix>csv|xlsx)$", directory.download, name="contacts_file"),
]

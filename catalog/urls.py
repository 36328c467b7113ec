"""The public catalogue."""

from django.urls import path

from catalog.views import contacts, item, items, materials, points

urlpatterns = [
    path("items/", items.items, name="items"),
    path("items/<slug:code>/", item.item, name="item"),
    path("items/<slug:code>/print/", item.printed, name="item_print"),
    path("materials/<slug:code>/<slug:which>/", materials.download, name="material_file"),
    path("points/", points.points, name="points"),
    path("points/<slug:code>/", points.point, name="point"),
    path("points/<slug:code>/sign.pdf", points.sign, name="sign"),
    path("contacts/", contacts.contacts, name="contacts"),
]

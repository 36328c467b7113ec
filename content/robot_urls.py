"""Addresses that have no language: those for machines, and pictures."""

from django.urls import path

from content.views import machines, pictures

urlpatterns = [
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("sitemaps/<slug:section>/<int:part>.xml", machines.sitemap_file, name="sitemap_file"),
    path("media/images/<str:name>", pictures.picture, name="picture"),
]

"""Addresses for machines that have no language."""

from django.urls import path

from content.views import machines

urlpatterns = [
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("sitemaps/<slug:section>/<int:part>.xml", machines.sitemap_file, name="sitemap_file"),
]

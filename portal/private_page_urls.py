"""Wagtail's public addresses, with our own ways into private pages; included last, for pages may lie anywhere."""

from django.urls import path, re_path
from wagtail import views
from wagtail.urls import serve_pattern

from portal import private_pages

urlpatterns = [
    path(
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
        private_pages.page_password,
        name="wagtailcore_authenticate_with_password",
    ),
    path("_util/login/", private_pages.sign_in, name="wagtailcore_login"),
    re_path(serve_pattern, views.serve, name="wagtail_serve"),
]

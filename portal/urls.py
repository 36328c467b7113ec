"""The whole site map on one screen."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail import views as wagtail_views
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.documents.views import serve

from portal.admin_words import scripts_words
from portal.languages import by_language

# Wagtail's public views predate the middleware that closes every view; what is restricted is their own care.
for view in (
    wagtail_views.serve,
    wagtail_views.authenticate_with_password,
    serve.serve,
    serve.authenticate_with_password,
):
    login_not_required(view)

urlpatterns = [
    # In the place of Wagtail's own, which knows its own translations alone.
    path("admin/jsi18n/", scripts_words, name="wagtailadmin_javascript_catalog"),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("portal.operation_urls")),
    path("", include("content.robot_urls")),
    *by_language(
        path("", include("portal.reading_urls")),
        path("", include("search.urls")),
        path("", include("catalog.urls")),
        path("", include("cases.public.urls")),
        path("", include("content.urls")),
        path("", include(wagtail_urls)),
    ),
]

handler400 = "portal.errors.bad_request"
handler403 = "portal.errors.forbidden"
handler404 = "portal.errors.not_found"
handler500 = "portal.errors.broken"

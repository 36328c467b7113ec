"""The whole site map on one screen."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, re_path
from wagtail import views as wagtail_views
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents.views import serve

from portal import private_pages
from portal.javascript_catalog import scripts_words
from portal.languages import by_language
from portal.users.invitations import invitation
from portal.users.sign_in import AccountView, SignInView

# Wagtail's public views predate the middleware that closes every view; what is restricted is their own care.
for view in (wagtail_views.serve, serve.serve):
    login_not_required(view)

urlpatterns = [
    # In the place of Wagtail's own, which knows its own translations alone.
    path("admin/jsi18n/", scripts_words, name="wagtailadmin_javascript_catalog"),
    # In the place of Wagtail's own, which compare passwords without counting.
    path("admin/login/", SignInView.as_view(), name="wagtailadmin_login"),
    path("admin/account/", require_admin_access(AccountView.as_view()), name="wagtailadmin_account"),
    path("admin/", include(wagtailadmin_urls)),
    re_path(r"^documents/(\d+)/(.*)$", serve.serve, name="wagtaildocs_serve"),
    path(
        "documents/authenticate_with_password/<int:restriction_id>/",
        private_pages.document_password,
        name="wagtaildocs_authenticate_with_password",
    ),
    path("", include("portal.operation_urls")),
    path("", include("content.robot_urls")),
    *by_language(
        path("", include("portal.display_preferences_urls")),
        path("invitation/", invitation, name="invitation"),
        path("", include("search.urls")),
        path("", include("catalog.urls")),
        path("", include("forms.filling.urls")),
        path("", include("cases.public.urls")),
        path("", include("appointments.public.urls")),
        path("", include("content.urls")),
        path("", include("portal.private_page_urls")),
    ),
]

handler400 = "portal.errors.bad_request"
handler403 = "portal.errors.forbidden"
handler404 = "portal.errors.not_found"
handler500 = "portal.errors.broken"

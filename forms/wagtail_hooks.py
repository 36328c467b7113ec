"""Forms in the admin: the builder, and the preview that it frames."""

from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from forms.builder.viewset import FormViewSet
from forms.filling.preview import preview


def addresses() -> list[URLPattern]:
    return [path("forms/<int:pk>/preview/", preview, name="form_preview")]


register_snippet(FormViewSet)
hooks.register("register_admin_urls", addresses)

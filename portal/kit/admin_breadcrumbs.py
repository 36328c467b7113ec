"""The first step of the way to a snippet in the admin, in the language of each reader."""

from typing import Any

from django.utils.translation import gettext_lazy as _


class HomeInTheReadersLanguageMixin:
    """Stands before Wagtail's `SnippetViewSet`, which says "Home" in the language of whoever came first."""

    @property
    def breadcrumbs_items(self) -> list[dict[str, Any]]:
        home, *others = super().breadcrumbs_items  # type: ignore[misc]
        return [home | {"label": _("Home")}, *others]

"""The builder as a Wagtail snippet: a list, the builder in the place of the form, a history."""

from typing import Any, ClassVar

from django.http import HttpRequest
from django.urls import path
from wagtail.admin.ui.tables import BooleanColumn, UpdatedAtColumn
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from configuration.builder.creating import CreateView
from configuration.builder.description import BuilderDescription
from configuration.builder.file_view import FileView
from configuration.builder.publishing import PublishView
from configuration.builder.views import BuilderView
from portal.kit.admin_breadcrumbs import HomeInTheReadersLanguageMixin

ADDRESSES = ("list", "list_results", "edit", "history", "history_results")
"""What is mounted: Wagtail's other addresses know neither the definition nor what publishing it means."""


class NoChooser(SnippetChooserViewSet):
    """Nobody chooses such a row in another form: other definitions name it by its code."""

    def get_urlpatterns(self) -> list[Any]:
        return []


class BuilderViewSet(HomeInTheReadersLanguageMixin, SnippetViewSet):
    """Definitions of one kind; set ``model`` (a `DraftedDefinition`) and ``description``."""

    description: ClassVar[BuilderDescription]
    preview_url_name: ClassVar[str] = ""
    """The address that shows a draft as it will be seen; it gets the key of the row, and ``at`` and ``example``."""

    edit_view_class = BuilderView
    chooser_viewset_class = NoChooser
    # The database's own LIKE finds Chinese substrings.
    search_backend_name = None
    copy_view_enabled = False
    inspect_view_enabled = False
    add_to_admin_menu = True
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> Any:
        return self.model._default_manager.filter(retired_at=None)

    def get_edit_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return {
            "description": self.description,
            "preview_url_name": self.preview_url_name,
            "history_url_name": self.get_url_name("history"),
            "publish_url_name": self.get_url_name("publish"),
            "file_url_name": self.get_url_name("file"),
        }

    @property
    def create_view(self) -> Any:
        """The page that begins a definition."""
        return self.construct_view(CreateView, description=self.description)

    @property
    def file_view(self) -> Any:
        """The page of the file and the versions."""
        return self.construct_view(FileView, description=self.description)

    @property
    def publish_view(self) -> Any:
        """The page before publishing."""
        return self.construct_view(PublishView, description=self.description)

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        # Names of addresses that are not mounted would be looked up by Wagtail's lists.
        names = ("delete", "copy", "inspect", "usage", "revisions_view", "revisions_revert", "revisions_compare")
        missing = {f"{name}_url_name": None for name in (*names, "revisions_unschedule", "unpublish")}
        return super().get_common_view_kwargs(**kwargs) | missing | {"add_url_name": self.get_url_name("new")}

    def get_history_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        names = ("view", "revert", "compare", "unschedule")
        return super().get_history_view_kwargs(**kwargs) | {f"revisions_{name}_url_name": None for name in names}

    def get_urlpatterns(self) -> list[Any]:
        row = f"<{self.pk_path_converter}:pk>/"
        own = [
            path("new/", self.create_view, name="new"),
            path(f"file/{row}", self.file_view, name="file"),
            path(f"publish/{row}", self.publish_view, name="publish"),
        ]
        return [*(pattern for pattern in super().get_urlpatterns() if pattern.name in ADDRESSES), *own]


LIST_DISPLAY = ("title", BooleanColumn("live"), BooleanColumn("has_unpublished_changes"), UpdatedAtColumn())

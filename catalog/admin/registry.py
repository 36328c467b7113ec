"""Base of the reference registries in the admin: the scope of their rows, retirement, exports, filters."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.permissions import policy_registry
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import DeleteView, IndexView

from catalog.admin.export import SafeExport
from catalog.admin.forms import RegistryForm, ScopedForm
from catalog.admin.guard import guard
from catalog.admin.provenance import ProvenancePanel
from catalog.models.scope import may_everywhere
from portal.kit import clock
from portal.kit.word_fields import WordsField
from portal.users.models import User


def panels(*names: str, form: type[ScopedForm] = RegistryForm) -> ObjectList:
    """Return a form of the fields NAMES."""
    fields = [FieldPanel(name) for name in names]
    return ObjectList([*fields, ProvenancePanel(heading=_("Imported"))], base_form_class=form)


class RetireRegistryView(DeleteView):
    """Takes a row out of use instead of deleting it."""

    page_title = _("Retire")

    def confirmation_message(self) -> Any:
        return _("It disappears from lists and choices; whatever refers to it keeps it.")

    def delete_instance(self) -> None:
        self.model_admin.retire(self.instance)


class StrictIndexView(SafeExport, IndexView):
    """Filters by the named filters alone: the library takes any look-up from the address, password hashes included."""

    def get_filters_params(self, params: Any = None) -> dict[str, Any]:
        names = [getattr(entry, "parameter_name", entry) for entry in self.list_filter]
        own = {form for name in names for form in (name, f"{name}__exact", f"{name}__isnull")}
        return {key: value for key, value in super().get_filters_params(params).items() if key in own}


class AskPolicy(PermissionHelper):
    """Asks the permission policy of the model, so that views and buttons agree with every other door of Wagtail."""

    @cached_property
    def policy(self) -> Any:
        return policy_registry.get_by_type(self.model)

    def user_has_specific_permission(self, user: User, perm_codename: str) -> bool:
        return bool(self.policy.user_has_permission(user, perm_codename.rsplit("_", 1)[0]))

    def user_can_edit_obj(self, user: User, obj: Any) -> bool:
        return bool(self.policy.user_has_permission_for_instance(user, "change", obj))

    def user_can_delete_obj(self, user: User, obj: Any) -> bool:
        return bool(self.policy.user_has_permission_for_instance(user, "delete", obj))

    def user_can_inspect_obj(self, user: User, obj: Any) -> bool:
        return self.inspect_view_enabled and bool(self.policy.user_has_permission_for_instance(user, "view", obj))


class Said:
    """A column of text in the language of the reader; the library would print it as it is stored."""

    def __init__(self, field: WordsField) -> None:
        self.__name__ = self.admin_order_field = field.name
        self.short_description = field.verbose_name

    def __call__(self, row: Any) -> str:
        return str(getattr(row, self.__name__))

    def __str__(self) -> str:
        return self.__name__


class RegistryAdmin(ModelAdmin):
    """A register that all organisations share."""

    permission_helper_class = AskPolicy
    index_view_class = StrictIndexView
    delete_view_class = RetireRegistryView
    history_view_enabled = True
    list_per_page = 50
    list_display: tuple[Any, ...] = ("code",)
    list_export: tuple[str, ...] = ()
    list_filter: tuple[Any, ...] = ()
    grant: ClassVar[str] = "registries.edit"

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        texts = {field.name: Said(field) for field in self.opts.get_fields() if isinstance(field, WordsField)}
        self.list_display = tuple(texts.get(name, name) for name in self.list_display)

    def rows(self, user: User) -> QuerySet[Any]:
        """Return the rows that USER may see and change."""
        rows = self.model.objects.filter(retired_at=None)
        return rows if may_everywhere(user, self.grant) else rows.none()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return self.rows(request.user)  # type: ignore[arg-type]

    def get_admin_urls_for_registration(self) -> tuple[Any, ...]:
        return tuple(guard(super().get_admin_urls_for_registration(), self.rows, shared=True))

    def retire(self, row: Any) -> None:
        """Take ROW out of use."""
        row.retired_at = clock.now()
        row.save(update_fields=["retired_at"])

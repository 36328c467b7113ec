"""Wagtail's own upload forms, with the content of every file checked first (portal/kit/filetypes.py).

Wagtail opens a picture by its first bytes and fails with 500 where the rest is something else; it takes documents by
their names.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from wagtail.admin.forms.account import AvatarPreferencesForm
from wagtail.admin.forms.collections import BaseCollectionMemberForm
from wagtail.documents.fields import WagtailDocumentField
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from portal.kit import filetypes


class _ImageField(WagtailImageField):
    def to_python(self, data: Any) -> Any:
        if data:
            filetypes.check(data, filetypes.IMAGES)
        return super().to_python(data)


class _DocumentField(WagtailDocumentField):
    def to_python(self, data: Any) -> Any:
        if data:
            filetypes.check(data, filetypes.DOCUMENTS)
        return super().to_python(data)


class _AvatarField(forms.ImageField):
    def to_python(self, data: Any) -> Any:
        if data:
            filetypes.check(data, filetypes.IMAGES)
        return super().to_python(data)


class ImageForm(BaseImageForm):
    """Uploads and replaces pictures, alone or many at once."""

    def __init__(self, *args: Any, **options: Any) -> None:
        _refuse_without_collection(self, options)
        super().__init__(*args, **options)
        _replace(self.fields, _ImageField)


class DocumentForm(BaseDocumentForm):
    """Uploads and replaces documents, alone or many at once."""

    def __init__(self, *args: Any, **options: Any) -> None:
        _refuse_without_collection(self, options)
        super().__init__(*args, **options)
        _replace(self.fields, _DocumentField)


class AvatarForm(AvatarPreferencesForm):
    """Uploads one's own picture."""

    avatar = _AvatarField(label=AvatarPreferencesForm.base_fields["avatar"].label, required=False)


def _refuse_without_collection(form: BaseCollectionMemberForm, options: Mapping[str, Any]) -> None:
    """Raise PermissionDenied for a new file of a user who may add files to no collection: Wagtail fails on that."""
    user, instance = options.get("user"), options.get("instance")
    if user is None or (instance is not None and instance.pk):
        return
    if not form.permission_policy.collections_user_has_permission_for(user, "add").exists():
        raise PermissionDenied


def _replace(fields: dict[str, Any], field: type[forms.FileField]) -> None:
    """Put a FIELD of ours in the place of Wagtail's; the form for many files at once has none."""
    if "file" in fields:
        old = fields["file"]
        fields["file"] = field(label=old.label, required=old.required, widget=old.widget)

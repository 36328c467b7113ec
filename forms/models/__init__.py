"""The public names of forms; import from here."""

from forms.models.draft import Draft
from forms.models.form import Form, FormVersion
from forms.models.upload import Upload

__all__ = ["Draft", "Form", "FormVersion", "Upload"]

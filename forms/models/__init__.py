"""The public names of forms; import from here."""

from forms.models.form import Form, FormVersion

__all__ = ["Form", "FormVersion"]

"""Base of all forms of the public pages."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms

from portal.kit import unsaved


class PublicForm(forms.Form):
    """A form in the citizen's order: label, hint, error, control; judged on the server alone."""

    use_required_attribute = False
    # Fields that the page draws itself.
    apart: tuple[str, ...] = ()

    @property
    def helper(self) -> FormHelper:
        """Layout for crispy: the fields alone, the page owns the form tag."""
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        helper.include_media = False
        helper.layout = Layout(*(name for name in self.fields if name not in self.apart))
        return helper

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc] # the stubs leave this hook out
        if sentence := unsaved.refusal():
            self.add_error(None, sentence)

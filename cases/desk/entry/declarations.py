"""The declarations of a form, as the applicant makes them by word of mouth; none is ticked beforehand (Art. 6)."""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict

from forms.spec import Declaration


class DeclaredForm(forms.Form):
    """A box for each declaration."""

    use_required_attribute = False

    def __init__(self, data: QueryDict | None, *, declarations: Sequence[Declaration]) -> None:
        super().__init__(data, prefix="_declare")
        for one in declarations:
            self.fields[one.declare] = forms.BooleanField(label=str(one.text), required=False)

    def unticked(self) -> list[forms.BoundField]:
        """Return the boxes that are not ticked."""
        return [field for field in self if not self.is_bound or self.add_prefix(field.name) not in self.data]

    def codes(self) -> list[str]:
        """Return the codes of the declarations that were made."""
        open_names = {field.name for field in self.unticked()}
        return [name for name in self.fields if name not in open_names]

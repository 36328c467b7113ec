"""The number of an identity document; the site says which there are (`identity_documents` of `site.yaml`)."""

from collections.abc import Iterator, Sequence
from typing import Any, Literal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from configuration.kinds import Complaint, Folder
from configuration.schema import Code
from configuration.site import SiteSpec
from configuration.text.problems import nearest
from forms import masks
from forms.fields.base import Labels, Question
from forms.fields.typed import NUMBER_ATTRIBUTES, Typed
from portal.kit import clock, documents, identity

WRONG = {
    "old": _("This is an old number of 15 digits. Please enter the one of 18 characters on your present card."),
    "shape": _("Please enter the number as it stands on the document."),
    "birth": _("The date of birth in this number does not exist. Please compare it with your card."),
    "check": _("One character is wrong or two are swapped. Please compare it with your card."),
}


class IdentityField(Typed):
    """A number in capitals without blanks, of one of the documents RULES."""

    def __init__(self, *, rules: Sequence[documents.DocumentRule], **options: Any) -> None:
        self.rules = rules
        super().__init__(max_length=40, widget=forms.TextInput(attrs=NUMBER_ATTRIBUTES), **options)

    def to_python(self, value: Any) -> str:
        number = identity.plain(super().to_python(value))
        if not number:
            return ""
        try:
            return documents.number(number, self.rules, clock.today())
        except documents.WrongNumber as error:
            own = str(error.rule.wrong) if error.rule and error.code == "shape" else ""
            raise ValidationError(own or WRONG[error.code], code=error.code) from None


class IdentityDocument(Question):
    """``kinds`` lists the documents that are accepted; all of the site where it is empty."""

    type: Literal["identity_document"]
    kinds: list[Code] = []

    stored_as = (str,)

    def form_field(self, labels: Labels) -> forms.Field:
        rules = documents.accepted(self.kinds)
        options = self.common()
        names = [str(rule.name) for rule in rules if rule.name]
        options["help_text"] = options["help_text"] or str(_(", ")).join(names)
        return IdentityField(rules=rules, **options)

    def mask(self, stored: Any) -> str:
        number = str(stored)
        shown = (rule.mask(number) for rule in documents.accepted(self.kinds) if rule.fits(number))
        return next(filter(None, shown), "") or masks.identity(number)

    def check(self, folder: Folder) -> Iterator[Complaint]:
        yield from super().check(folder)
        for site in folder.all("site").values():
            known = [rule.code for rule in site.documents] if isinstance(site, SiteSpec) else []
            for number, code in enumerate(self.kinds):
                if known and code not in known:
                    sentence = f"the site has no identity document '{code}'"
                    yield Complaint(("kinds", number), "D358", sentence, nearest(code, known, all_of=20))

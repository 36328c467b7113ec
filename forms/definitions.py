"""Forms: ``forms/<code>.yaml``."""

from collections.abc import Iterator

from configuration.builder.models import DraftedKind
from configuration.code_references import CodeReference
from configuration.kinds import Complaint, Folder
from forms import checks
from forms.changes import impact, noticed
from forms.models import Form, FormVersion
from forms.spec import FormSpec
from portal.kit import indexing


class FormKind(DraftedKind[FormSpec]):
    name = "form"
    folder = "forms"
    order = 60
    schema = FormSpec
    named = Form
    versions = FormVersion
    heading = "Forms that citizens fill in"
    says = (
        CodeReference("form", Form, "code"),
        CodeReference("form", Form, "definition", pattern=r'(?<=\A{{"form": "){}(?=")'),
        CodeReference("form", FormVersion, "code"),
    )

    def release(self, spec: FormSpec) -> None:
        super().release(spec)
        self._tell_index(spec.form)

    def retire(self, code: str) -> str:
        kept = super().retire(code)
        self._tell_index(code)
        return kept

    def renaming_in_words(self, code: str) -> Iterator[str]:
        yield from super().renaming_in_words(code)
        yield f"/apply/{code}/ leads to the new address"

    def rename(self, old: str, new: str) -> None:
        super().rename(old, new)
        self._tell_index(new)

    def _tell_index(self, code: str) -> None:
        indexing.update(Form, [*Form.objects.filter(code=code).values_list("pk", flat=True)])

    def differences(self, old: FormSpec, new: FormSpec) -> Iterator[str]:
        yield from (change.sentence for change in noticed(old, new))

    def in_words(self, old: FormSpec, new: FormSpec) -> Iterator[str]:
        yield from super().in_words(old, new)
        yield from impact(new).sentences()

    def check(self, spec: FormSpec, folder: Folder) -> Iterator[Complaint]:
        yield from checks.complaints(spec, folder)

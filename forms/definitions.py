"""Forms: ``forms/<code>.yaml``."""

from collections.abc import Iterator

from configuration.builder.models import DraftedKind
from configuration.code_references import CodeReference
from configuration.kinds import Complaint, Folder
from forms import checks
from forms.fields.base import Question
from forms.fields.repeat import Repeat
from forms.models import Draft, Form, FormVersion
from forms.spec import FormSpec
from portal.kit import indexing, languages


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

    def in_words(self, old: FormSpec, new: FormSpec) -> Iterator[str]:
        before, after = _questions(old), _questions(new)
        for key, question in after.items():
            must = _must(question)
            if key not in before:
                yield f"new {must} question '{_label(question)}' ({key})"
            elif question.required != before[key].required:
                yield f"the question '{_label(question)}' ({key}) is {must} now"
        for key, question in before.items():
            if key not in after:
                yield f"the question '{_label(question)}' ({key}) is not asked any more"
        drafts = Draft.objects.filter(form_version__code=old.form, sent_at=None).count()
        if drafts:
            yield "1 draft keeps the form with which it began" if drafts == 1 else f"{drafts} drafts keep their form"

    def check(self, spec: FormSpec, folder: Folder) -> Iterator[Complaint]:
        yield from checks.complaints(spec, folder)


def _questions(spec: FormSpec) -> dict[str, Question]:
    """Return the questions by key; those of a group that can be repeated are named with it: ``children.name``."""
    found: dict[str, Question] = {}
    for _step, key, field in spec.fields():
        if isinstance(field, Question):
            found[key] = field
        if isinstance(field, Repeat):
            found |= {f"{key}.{inner}": question for inner, question in field.questions().items()}
    return found


def _must(question: Question) -> str:
    if isinstance(question.required, dict):
        return "sometimes required"
    return "required" if question.required else "optional"


def _label(question: Question) -> str:
    return question.label.in_language(languages.default())
